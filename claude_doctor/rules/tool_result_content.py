"""What a tool_result may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET

from claude_doctor.rules._rule import Claim, rule

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
