"""LangSmith runs: the error is the text of the exception with its
traceback; times have no zone and are UTC.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 200
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the outcome of a run of a model; chains and tools repeat what their models say."""
    if "run_type" not in record:
        return None
    error = fields.text(record.get("error"))
    extra = fields.mapping(record.get("extra"))
    parameters, metadata = (
        fields.mapping(extra.get("invocation_params")),
        fields.mapping(extra.get("metadata")),
    )
    model = fields.model(fields.first(parameters, "model", "model_name") or metadata.get("ls_model_name"))
    time = fields.first(record, "end_time", "start_time")
    if (
        record["run_type"] not in ("llm", "chat_model")
        or fields.elsewhere(metadata)
        or fields.is_other_model(model)
    ):
        return Event("noise", time=time)
    event = Event("terminal" if error else "ok", time=time, model=model)
    if error:
        fields.take_text(event, error)
    return event
