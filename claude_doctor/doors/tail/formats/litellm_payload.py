"""LiteLLM's record of one call, as its callbacks and its table of spend write it: `status`, `call_type`,
`error_information`.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 225
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the outcome of a call; the status in it is LiteLLM's own, so the body inside the text goes
    first.
    """
    if "call_type" not in record or not ("custom_llm_provider" in record or "model_group" in record):
        return None
    time = fields.first(record, "endTime", "startTime")
    model = fields.model(record.get("model"))
    about = _about(record)
    if fields.elsewhere(record) or fields.elsewhere(about):
        return Event("noise", time=time)
    event = Event("ok", time=time, model=model, platform="gateway:litellm")
    words = fields.text(record.get("error_str")) or fields.text(about.get("error_message"))
    if record.get("status") != "failure" and not words:
        tokens = {
            "input_tokens": record.get("prompt_tokens"),
            "output_tokens": record.get("completion_tokens"),
        }
        event.usage = {
            key: value
            for key, value in tokens.items()
            if isinstance(value, int) and not isinstance(value, bool)
        } or None
        return event
    event.kind, event.is_error = "terminal", True
    if words:
        fields.take_text(event, words)
        event.platform = "gateway:litellm"
    name = fields.text(about.get("error_class"))
    event.exceptions = (f"litellm.{name}",) if name else event.exceptions
    if event.status is None and event.type is None:
        event.status = fields.status(about.get("error_code"))
    return event


def _about(record: Record) -> Record:
    metadata = record.get("metadata")
    if isinstance(metadata, str):  # a column of the table, exported as text
        metadata = fields.decoded(metadata)
    return fields.mapping(record.get("error_information")) or fields.mapping(
        fields.mapping(metadata).get("error_information")
    )
