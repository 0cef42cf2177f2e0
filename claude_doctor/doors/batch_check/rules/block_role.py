"""Blocks that belong to one side of the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import each
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.server_results import SERVER_RESULTS
from claude_doctor.doors.batch_check.engine.shapes import (
    AssistantMessage,
    ContainerUpload,
    McpToolUse,
    RedactedThinking,
    SearchResult,
    ServerToolUse,
    Thinking,
    ToolResult,
    ToolUse,
    UserMessage,
)

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Shape

_USER = (ToolResult, SearchResult, ContainerUpload)
_ASSISTANT = (ToolUse, Thinking, RedactedThinking, ServerToolUse, McpToolUse, *SERVER_RESULTS)


@rule("block-wrong-role", at=each(*_USER, inside=AssistantMessage))
def of_the_user(block: Shape, place: str, request: Request) -> None:
    """Find what only the user may send in a message of the assistant."""
    _report(block, place, request, "user")


@rule("block-wrong-role", at=each(*_ASSISTANT, inside=UserMessage))
def of_the_assistant(block: Shape, place: str, request: Request) -> None:
    """Find what only the assistant writes in a message of the user."""
    _report(block, place, request, "assistant")


def _report(block: Shape, place: str, request: Request, role: str) -> None:
    kind = block.__struct_config__.tag
    request.found(
        "block-wrong-role",
        place,
        f"a {kind} block may only stand in a message of role {role}",
        f"Move it into a message of role {role}.",
    )
