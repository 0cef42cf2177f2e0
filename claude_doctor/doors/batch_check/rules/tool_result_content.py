"""What a tool_result may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from claude_doctor.doors.batch_check.engine.anchors import each
from claude_doctor.doors.batch_check.engine.fault import Claim
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params, SearchResult, ToolResult

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

CLAIMS = (
    Claim(
        "tool-result-content",
        ("ToolResult.content",),
        (
            "Use a string (json.dumps of an object), or an array of text, image, document, search_result "
            "or tool_reference blocks."
        ),
    ),
)


@rule("tool-result-content", at=each(ToolResult))
def empty(block: ToolResult, place: str, request: Request) -> None:
    """Find an empty array, and an error that says nothing; a tool that returned nothing needs no content."""
    if block.content:
        return
    if block.is_error:
        # Captured for empty content; that a missing one counts the same is only likely.
        severity = "warning" if block.content is UNSET else ""
        words = "is_error is true and there is no content"
        request.found(
            "tool-result-content", f"{place}.content", words, "Say in content what went wrong.", severity
        )
    elif block.content == []:
        request.found(
            "tool-result-content",
            f"{place}.content",
            "content is an empty array",
            "Leave content out where a tool returned nothing.",
        )


@rule("tool-result-content", at=each(ToolResult), reads=(Params.messages,))
def alone(block: ToolResult, place: str, request: Request) -> None:
    """Find other blocks beside a search result; where the result is a toolset's, tool-result-toolset-name
    speaks.
    """
    if block.toolset_name or not isinstance(block.content, list):
        return
    blocks: list[Any] = block.content
    if SearchResult not in map(type, blocks):
        return
    other = next((at for at, item in enumerate(blocks) if not isinstance(item, SearchResult)), None)
    if other is not None:
        where = f"{place}.content.{other}"
        words = f"a {blocks[other].__struct_config__.tag} block beside a search_result"
        request.found(
            "tool-result-content",
            where,
            words,
            "Put the text into `content` of a search result, or turn all of them into text.",
        )
