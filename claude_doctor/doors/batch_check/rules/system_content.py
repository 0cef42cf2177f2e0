"""What a message of role system may hold: text, and two things that need a beta header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import SYSTEM_MESSAGE
from claude_doctor.doors.batch_check.engine.fault import Claim
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params, Text, ToolAddition, ToolRemoval

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import SystemMessage

CLEAR_AT = "mid-conversation-system-clear-at-2026-08-21"
TOOL_CHANGES = "mid-conversation-tool-changes-2026-07-01"
CLAIMS = (
    Claim(
        "system-role-content",
        ("SystemMessage.clear_at:value", "SystemMessage.clear_at:type"),
        "Use next_user_message or never.",
    ),
)


@rule("system-role-content", at=SYSTEM_MESSAGE, reads=(Params.messages,))
def content(message: SystemMessage, place: str, request: Request) -> None:
    """Name the first block that does not belong there."""
    blocks = message.content if isinstance(message.content, list) else []
    for index, block in enumerate(blocks):
        if isinstance(block, Text):
            continue
        change = isinstance(block, ToolAddition | ToolRemoval)
        if change and request.has_beta("mid-conversation-tool-changes-"):
            continue
        kind = str(block.__struct_config__.tag)
        words = (
            f"{kind} needs the beta {TOOL_CHANGES} on the batch"
            if change
            else f"a {kind} block in a system message; only text may stand there"
        )
        fix = (
            f'Create the batch with betas=["{TOOL_CHANGES}"].'
            if change
            else "Move the block into a user message."
        )
        request.found("system-role-content", f"{place}.content.{index}", words, fix)
        break


@rule("system-role-content", at=SYSTEM_MESSAGE, reads=(Params.messages,))
def clear_at(message: SystemMessage, place: str, request: Request) -> None:
    """Check the header, then that nothing is cached that will be cleared."""
    if not message.clear_at:
        return
    if not request.has_beta("mid-conversation-system-clear-at-"):
        fix = f'Create the batch with betas=["{CLEAR_AT}"], or remove it.'
        request.found(
            "system-role-content",
            f"{place}.clear_at",
            f"clear_at needs the beta {CLEAR_AT} on the batch",
            fix,
        )
        return
    blocks = message.content if isinstance(message.content, list) else []
    for index, block in enumerate(blocks):
        if getattr(block, "cache_control", None):
            where = f"{place}.content.{index}.cache_control"
            request.found(
                "system-role-content",
                where,
                "cache_control in a system message with clear_at",
                "Remove cache_control.",
            )
            return
