"""LangSmith runs: the error is the text of the exception with its traceback; times have no zone and are UTC."""

from __future__ import annotations

from claude_doctor.logs import _fields
from claude_doctor.logs._event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.logs._fields import Record

RANK = 200
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the outcome of a run of a model; chains and tools repeat what their models say."""
    if "run_type" not in record:
        return None
    error = _fields.text(record.get("error"))
    parameters = _fields.mapping(_fields.mapping(record.get("extra")).get("invocation_params"))
    model = _fields.model(_fields.first(parameters, "model", "model_name"))
    time = _fields.first(record, "end_time", "start_time")
    if record["run_type"] not in ("llm", "chat_model"):
        return Event("noise", time=time)
    event = Event("terminal" if error else "ok", time=time, model=model)
    if error:
        _fields.take_text(event, error)
    return event
