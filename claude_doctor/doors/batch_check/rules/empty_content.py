"""Messages and text blocks with nothing in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import CONTENT_BLANK, CONTENT_EMPTY, TEXT_BLANK
from claude_doctor.doors.batch_check.engine.role import direct, holder, role_of
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import SystemMessage, ToolResult

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Message, Text

_DROP = "Drop the message, or write what was meant to be said."
_FILL = "Drop the block, or fill it."


@rule("content-empty-list", at=CONTENT_EMPTY)
def no_blocks(message: Message, place: str, request: Request) -> None:
    """Allow it for the last message of the assistant, and where a system message sets the effort only.

    User messages in a row are one turn: the turn is refused when nothing is in it, not the single message.
    """
    if _last_assistant(message, request) or (isinstance(message, SystemMessage) and message.output_config):
        return
    words = f"content of a message of role {message.role} is an empty array"
    severity = "warning" if message.role == "user" and _beside_content(message, request) else ""
    request.found("content-empty-list", f"{place}.content", words, _DROP, severity)


@rule("content-empty-string", "text-whitespace", at=CONTENT_BLANK)
def blank(message: Message, place: str, request: Request) -> None:
    """White space alone is refused from the user and in a system message; of the assistant nothing is known,
    so nothing is said.
    """
    if message.content:
        if message.role != "assistant":
            request.found("text-whitespace", place, "content is only white space", _DROP)
    elif not _last_assistant(message, request):
        request.found(
            "content-empty-string",
            place,
            f"content of a message of role {message.role} is an empty string",
            _DROP,
        )


@rule("text-empty", "cache-control-empty-text", "text-whitespace", at=TEXT_BLANK)
def text(block: Text, place: str, request: Request) -> None:
    """Call it empty first; white space alone counts where it was seen to be refused."""
    if block.text:
        if _must_say_something(place, request):
            request.found("text-whitespace", f"{place}.text", "the text is only white space", _FILL)
    elif block.cache_control:
        request.found(
            "cache-control-empty-text",
            f"{place}.text",
            "an empty text with cache_control",
            "Set it on the last block that is not empty.",
        )
    else:
        request.found("text-empty", f"{place}.text", "the text is empty", _FILL)


def _last_assistant(message: Message, request: Request) -> bool:
    return message.role == "assistant" and message is request.params.messages[-1]


def _beside_content(message: Message, request: Request) -> bool:
    return id(message) in request.once(_accompanied)


def _accompanied(request: Request) -> set[int]:
    """Return the ids (of objects) of messages beside which, in a run of the
    user's, another one has content.
    """
    found: set[int] = set()
    messages = request.params.messages
    for ordered in (messages, messages[::-1]):
        filled = False
        for message in ordered:
            if filled:
                found.add(id(message))
            filled = message.role == "user" and (filled or bool(message.content))
    return found


def _must_say_something(place: str, request: Request) -> bool:
    if place.startswith("params.system"):
        return True
    role = role_of(place, request)
    if role != "user":
        return role == "system"
    return direct(place) or isinstance(_outer(place, request), ToolResult)


def _outer(place: str, request: Request) -> object:
    _, _, message, _, block = holder(place).split(".")
    content = request.params.messages[int(message)].content
    return content[int(block)] if isinstance(content, list) else None
