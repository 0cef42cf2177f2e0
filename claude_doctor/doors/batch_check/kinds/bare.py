"""Bodies of the Messages API, one a line, without the id and the wrapper of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.head import Head

RANK = 80
NAME = "Messages API bodies without the wrapper of a batch"
WAY_OUT = (
    'Wrap each line: {"custom_id": "row-1", "params": <the line>}; `claude-doctor batch-check FILE '
    "--fix-unsafe NEW` does."
)


def recognise(head: Head) -> bool:
    """Whether the first object is the body of a request."""
    item = head.item
    return "messages" in item and "custom_id" not in item and ("model" in item or "max_tokens" in item)


def request(item: dict[str, Any], number: int) -> dict[str, Any] | None:
    """Return the request of a line; its number is its id."""
    return {"custom_id": f"row-{number}", "params": item}


WRAP = request
