"""Blocks that belong to one side of the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.server_results import TAGS

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Shape

_USER = ("tool_result", "search_result", "container_upload")
_ASSISTANT = ("tool_use", "thinking", "redacted_thinking", "server_tool_use", "mcp_tool_use", *TAGS)


@rule("block-wrong-role", at=tuple(f"block.{tag}" for tag in _USER), role="assistant")
def of_the_user(block: Shape, place: str, request: Request) -> None:
    """Find what only the user may send in a message of the assistant."""
    _report(block, place, request, "user")


@rule("block-wrong-role", at=tuple(f"block.{tag}" for tag in _ASSISTANT), role="user")
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
