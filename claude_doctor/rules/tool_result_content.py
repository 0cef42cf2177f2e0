"""What a tool_result may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from claude_doctor.rules._role import direct
from claude_doctor.rules._rule import Claim, rule
from claude_doctor.rules._shapes import SearchResult

if TYPE_CHECKING:
    from claude_doctor.rules._request import Request
    from claude_doctor.rules._shapes import ToolResult

CLAIMS = (
    Claim(
        "tool-result-content",
        ("ToolResult.content",),
        "Use a string (json.dumps of an object), or an array of text, image, document, search_result or tool_reference blocks.",
    ),
)


@rule("tool-result-content", at="block.tool_result", when="not it.content")
def empty(block: ToolResult, place: str, request: Request) -> None:
    """Find an empty array, and an error that says nothing; a tool that returned nothing needs no content."""
    if block.is_error:
        # Captured for empty content; that a missing one counts the same is only likely.
        severity = "warning" if block.content is UNSET else ""
        words = "is_error is true and there is no content"
        request.found("tool-result-content", f"{place}.content", words, "Say in content what went wrong.", severity)
    elif block.content == []:
        request.found("tool-result-content", f"{place}.content", "content is an empty array", "Leave content out where a tool returned nothing.")


@rule("tool-result-content", at="block.search_result", reads=("messages",))
def alone(block: SearchResult, place: str, request: Request) -> None:
    """Find a search result that shares a tool result with other blocks; the first one speaks for all."""
    if direct(place):
        return
    _, _, message, _, outer, *_ = place.split(".")
    body: Any = request.params.messages[int(message)].content
    result = body[int(outer)]
    if result.toolset_name:
        return  # where no search result may stand, as tool-result-toolset-name says
    blocks = result.content
    first = next(item for item in blocks if isinstance(item, SearchResult))
    other = next((at for at, item in enumerate(blocks) if not isinstance(item, SearchResult)), None)
    if first is block and other is not None:
        where = f"{place.rpartition('.')[0]}.{other}"
        words = f"a {blocks[other].__struct_config__.tag} block beside a search_result"
        request.found("tool-result-content", where, words, "Put the text into `content` of a search result, or turn all of them into text.")
