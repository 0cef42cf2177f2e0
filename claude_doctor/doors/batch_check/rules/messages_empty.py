"""A request without any message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import MESSAGES_EMPTY
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Message


@rule("messages-empty", at=MESSAGES_EMPTY)
def empty(messages: list[Message], place: str, request: Request) -> None:
    """Ask for one message at least."""
    if not messages:
        request.found("messages-empty", place, "there is no message", "Add a user message.")
