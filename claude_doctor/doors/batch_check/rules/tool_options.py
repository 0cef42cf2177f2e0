"""Options that belong to other kinds of tools, and how many tools there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import TOOLS
from claude_doctor.doors.batch_check.engine.fault import Claim
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.fault import ShapeFault
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet

MOST = 10_000
_HOLDERS = {"McpToolset": "an mcp_toolset", "ServerTool": "this Anthropic tool"}


def _said(fault: ShapeFault) -> tuple[str, str]:
    shape = fault.owner.partition(".")[0]
    return (
        f"`{fault.field}` is not available on {_HOLDERS[shape]}",
        "Remove it; in an mcp_toolset settings stand in default_config and configs.",
    )


CLAIMS = (
    Claim(
        "tool-option-unavailable",
        (
            *(
                "McpToolset.strict:unknown",
                "McpToolset.allowed_callers:unknown",
                "McpToolset.input_examples:unknown",
            ),
            *("McpToolset.eager_input_streaming:unknown", "McpToolset.defer_loading:unknown"),
            *("ServerTool.input_examples:unknown", "ServerTool.eager_input_streaming:unknown"),
        ),
        says=_said,
    ),
)


@rule("tool-count", at=TOOLS)
def count(tools: ToolSet, place: str, report: ToolSet) -> None:
    """No limit is documented but that of the tool search catalogue."""
    if len(tools.tools) > MOST:
        report.found(
            "tool-count",
            place,
            f"{len(tools.tools):,} tools; tool search takes {MOST:,}",
            "Send the tools this request can need.",
        )
