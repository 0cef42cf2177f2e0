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
    extra = _fields.mapping(record.get("extra"))
    parameters, metadata = _fields.mapping(extra.get("invocation_params")), _fields.mapping(extra.get("metadata"))
    model = _fields.model(_fields.first(parameters, "model", "model_name") or metadata.get("ls_model_name"))
    time = _fields.first(record, "end_time", "start_time")
    if record["run_type"] not in ("llm", "chat_model") or _fields.elsewhere(metadata) or _fields.is_other_model(model):
        return Event("noise", time=time)
    event = Event("terminal" if error else "ok", time=time, model=model)
    if error:
        _fields.take_text(event, error)
    return event
