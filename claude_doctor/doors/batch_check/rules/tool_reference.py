"""Tool references: to tools that the request defines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import each
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import (
    Compaction,
    McpToolListing,
    Params,
    ToolAddition,
    ToolReference,
    ToolRemoval,
    ToolSearchToolResult,
    ToolSearchToolSearchResult,
)
from claude_doctor.doors.batch_check.engine.shapes.changes import ChangedTool, DefinedTool

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

# Blocks that bring tools of their own.
_BRINGING = (ToolAddition, McpToolListing, Compaction)


@rule("tool-reference-unknown", at=each(ToolReference), reads=(Params.tools, Params.messages))
def reference(block: ToolReference, place: str, request: Request) -> None:
    """Compare one in a tool result with the tools."""
    _known(block, place, request)


@rule("tool-reference-unknown", at=each(ToolSearchToolResult), reads=(Params.tools, Params.messages))
def searched(block: ToolSearchToolResult, place: str, request: Request) -> None:
    """Compare those a search returned with the tools."""
    if isinstance(block.content, ToolSearchToolSearchResult):
        for index, found in enumerate(block.content.tool_references):
            _known(found, f"{place}.content.tool_references.{index}", request)


@rule(
    "tool-reference-unknown",
    at=each(ToolAddition) | each(ToolRemoval),
    reads=(Params.tools, Params.messages),
)
def changed(block: ToolAddition | ToolRemoval, place: str, request: Request) -> None:
    """Compare the tool a system message adds or removes with those of the request, and with those defined on
    the way.
    """
    tool = block.tool
    if (
        not isinstance(tool, ChangedTool)
        or tool.name in request.tools.names
        or not request.has_beta("mid-conversation-tool-changes-")
    ):
        return
    if tool.name not in request.once(_defined):
        request.found(
            "tool-reference-unknown",
            f"{place}.tool.name",
            f"no tool {quoted(tool.name)} in tools",
            "Define the tool in tools.",
        )


def _defined(request: Request) -> set[str]:
    """Return the names of the tools that system messages define."""
    made = (
        other.tool.definition
        for _, other in request.blocks()
        if isinstance(other, ToolAddition) and isinstance(other.tool, DefinedTool)
    )
    names = (definition.get("name") for definition in made)
    return {name for name in names if isinstance(name, str)}


def _known(block: ToolReference, place: str, request: Request) -> None:
    if block.tool_name in request.tools.names or request.once(_elsewhere):
        return
    request.found(
        "tool-reference-unknown",
        f"{place}.tool_name",
        f"no tool {quoted(block.tool_name)} in tools",
        "Define the tool, with defer_loading.",
    )


def _elsewhere(request: Request) -> bool:
    """Whether tools may come from where no file shows them."""
    if (
        any(kind.startswith("mcp_toolset") or "_toolset_" in kind for kind in request.tools.types)
        or request.params.mcp_servers
    ):
        return True
    return any(isinstance(block, _BRINGING) for _, block in request.blocks())
