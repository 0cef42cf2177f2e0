"""Names of tools: each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import TOOLS
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet


@rule("tool-name-duplicate", at=TOOLS)
def once(tools: ToolSet, place: str, report: ToolSet) -> None:
    """Toolsets have no name of their own; their members are another rule's business."""
    seen: dict[str, int] = {}
    for index, tool in enumerate(tools.tools):
        name = tool.get("name") if tool else None
        if not isinstance(name, str):
            continue
        first = seen.setdefault(name, index)
        if first != index:
            report.found(
                "tool-name-duplicate",
                f"{place}.{index}.name",
                f"the name {quoted(name)} is taken by tools.{first}",
                "Rename one of the two.",
            )
