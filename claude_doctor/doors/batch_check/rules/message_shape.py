"""Messages and blocks: role, content, known types; the typed decode sees it, this file says whose fault it
is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET

from claude_doctor.doors.batch_check.engine.anchors import CONTENT_MISSING
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.fault import ShapeFault
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import SystemMessage

_ROLES = {
    "tool": "Send results as tool_result blocks of a user message.",
    "function": "Send results as tool_result blocks of a user message.",
    "developer": "Use the top-level system parameter.",
    "human": "Use user.",
    "model": "Use assistant.",
    "ai": "Use assistant.",
}
_BLOCKS = {
    "image_url": 'Use {"type": "image", "source": {"type": "url", "url": ...}}.',
    "input_text": 'Use {"type": "text", "text": ...}.',
    "output_text": 'Use {"type": "text", "text": ...}.',
    "input_image": 'Use {"type": "image", "source": {...}}.',
    "file": 'Use {"type": "document", "source": {"type": "file", "file_id": ...}}.',
    "tool_call": "Use a tool_use block.",
    "function_call": "Use a tool_use block.",
}


def _role(fault: ShapeFault) -> tuple[str, str]:
    if fault.kind == "untagged":
        return "the message has no role", "Add role: user or assistant."
    fix = (
        _ROLES.get(fault.value, "Use user or assistant.")
        if isinstance(fault.value, str)
        else "Use user or assistant."
    )
    return f"role is {quoted(fault.value)}; it may be user, assistant or system", fix


def _block(fault: ShapeFault) -> tuple[str, str]:
    if fault.kind == "untagged":
        return "the content block has no type", 'Add it, for instance "type": "text".'
    fix = (
        _BLOCKS.get(fault.value, "Use a block type of the Messages API.")
        if isinstance(fault.value, str)
        else "Write the type as a string."
    )
    return f"block type {quoted(fault.value)} does not exist", fix


def _key(fault: ShapeFault) -> tuple[str, str]:
    return (
        f"`{quoted(fault.field)[1:-1]}` does not belong into a message of this role",
        "Remove it: a message has role and content.",
    )


_BODY = ("UserMessage.content", "AssistantMessage.content", "SystemMessage.content")
CLAIMS = (
    Claim("message-role", ("Params.messages:tag",), says=_role),
    Claim("message-missing-field", ("Params.messages:untagged",), says=_role),
    Claim(
        "message-missing-field",
        ("UserMessage:unknown", "AssistantMessage:unknown", "SystemMessage:unknown"),
        says=_key,
    ),
    Claim(
        "message-missing-field",
        tuple(f"{owner}:missing" for owner in _BODY),
        "Add it: a string or an array of blocks.",
    ),
    Claim(
        "block-type-unknown",
        tuple(f"{owner}:{kind}" for owner in _BODY for kind in ("tag", "untagged")),
        says=_block,
    ),
    Claim("system-type", ("Params.system:null",), "Leave it out.", severity="error"),
    Claim(
        "params-wrong-type",
        ("SystemMessage.content:null",),
        "Write a string, or an array of text blocks.",
        severity="error",
    ),
    Claim("system-type", ("Params.system",), "Write a string, or an array of text blocks.", severity="error"),
)


@rule("message-missing-field", at=CONTENT_MISSING)
def content(message: SystemMessage, place: str, request: Request) -> None:
    """Ask for content, except of a system message that only sets the effort."""
    if not message.output_config or message.output_config.effort is UNSET:
        request.found(
            "message-missing-field",
            place,
            "the message has no content",
            "Add it: a string or an array of blocks.",
        )
