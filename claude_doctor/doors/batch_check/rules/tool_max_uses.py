"""Counts of server tools are above zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import TOOL
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet


@rule("tool-max-uses", at=TOOL)
def uses(tool: dict[str, Any], place: str, report: ToolSet) -> None:
    """Find 0, a tool that cannot be used; null means no limit."""
    for key in ("max_uses", "max_content_tokens"):
        value = tool.get(key)
        if isinstance(value, int) and value <= 0:
            report.found(
                "tool-max-uses",
                f"{place}.{key}",
                f"{key} is {quoted(value)}; it must be above 0",
                "Use 1 or more, or remove the tool.",
            )
