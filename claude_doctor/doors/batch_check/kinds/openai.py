"""A batch of OpenAI's API: `method`, `url` and `body` beside an id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.head import Head

RANK = 30
NAME = "an OpenAI batch file"
WAY_OUT = (
    'A batch of Claude has {"custom_id": ..., "params": ...} on each line: rewrite `body` as the params '
    "of the Messages API."
)


def recognise(head: Head) -> bool:
    """Whether the first object has a body, and says where to send it."""
    item = head.item
    return isinstance(item.get("body"), dict) and ("url" in item or "method" in item)


def request(item: dict[str, Any], number: int) -> dict[str, Any] | None:
    """Return the request of a line; its body is checked as params afterwards."""
    body = item.get("body")
    return (
        {"custom_id": item.get("custom_id", f"row-{number}"), "params": body}
        if isinstance(body, dict)
        else None
    )


WRAP = request
