"""Tools that are loaded later: never all of them, never the one that
searches, never with a cache breakpoint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import TOOL, TOOLS
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet

_SEARCH = "tool_search_tool_"


@rule("tool-search-deferred", "cache-control-deferred-tool", at=TOOL)
def one(tool: dict[str, Any], place: str, report: ToolSet) -> None:
    """Look at one tool."""
    if tool.get("defer_loading") is not True:
        return
    if _searches(tool):
        report.found(
            "tool-search-deferred",
            f"{place}.defer_loading",
            "the tool search tool is deferred itself",
            "Remove defer_loading there.",
        )
    if tool.get("cache_control"):
        report.found(
            "cache-control-deferred-tool",
            f"{place}.cache_control",
            f"the tool {quoted(tool.get('name'))} has both defer_loading and cache_control",
            "Put the breakpoint on a tool that is not deferred.",
        )


@rule("tool-all-deferred", at=TOOLS)
def every(tools: ToolSet, place: str, report: ToolSet) -> None:
    """Toolsets defer member by member, so with one of them nothing is said."""
    listed = [tool for tool in tools.tools if tool]
    if (
        listed
        and all(tool.get("defer_loading") is True for tool in listed)
        and not any(map(_searches, listed))
    ):
        report.found(
            "tool-all-deferred",
            place,
            "every tool has defer_loading",
            "Leave at least one loaded: the tool search tool.",
        )


def _searches(tool: dict[str, Any]) -> bool:
    return str(tool.get("type")).startswith(_SEARCH)
