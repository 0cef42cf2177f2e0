"""Where a block stands: in the message of which role, directly or inside another block."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

_MESSAGES = "params.messages."
# params.messages.0.content.1
_DIRECT = 4


def role_of(place: str, request: Request) -> str:
    """Return the role of the message a place is in; "" outside of the messages."""
    if not place.startswith(_MESSAGES):
        return ""
    return request.params.messages[int(place.split(".", 3)[2])].role


def direct(place: str) -> bool:
    """Whether a block stands in a message itself, not inside another block."""
    return place.count(".") == _DIRECT and place.startswith(_MESSAGES)


def holder(place: str) -> str:
    """Return the place of the outermost block around a block, which is the block itself when it stands
    directly.
    """
    return ".".join(place.split(".")[: _DIRECT + 1])
