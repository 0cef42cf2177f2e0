"""What a tool_result may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


@rule("tool-result-content", at="block.tool_result")
def empty(block: ToolResult, place: str, request: Request) -> None:
    """Find an empty array; no content at all is fine."""
    if block.content == []:
        request.found("tool-result-content", f"{place}.content", "content is an empty array", "Leave content out where a tool returned nothing.")
