"""Results of the advisor in the history: they need the beta header, and perhaps the tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import once
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import AdvisorToolResult, Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

ADVISOR = "advisor-tool-2026-03-01"


@rule("advisor-history", at=once(AdvisorToolResult), reads=(Params.tools, Params.messages))
def history(request: Request) -> None:
    """With the tool itself in tools a missing header is that tool's fault."""
    if request.tools.of_type("advisor_"):
        return
    place = next(
        (place for place, block in request.blocks() if isinstance(block, AdvisorToolResult)),
        "params.messages",
    )
    if not request.has_beta("advisor-tool-"):
        words = f"an advisor_tool_result needs the beta {ADVISOR} on the batch"
        request.found(
            "advisor-history",
            place,
            words,
            f'Create the batch with betas=["{ADVISOR}"], or drop the advisor\'s calls and results.',
        )
    else:
        words = (
            "an advisor_tool_result without the advisor in tools; sources differ on whether it is accepted"
        )
        request.found(
            "advisor-history",
            place,
            words,
            "Keep the advisor in tools, or drop its calls and results.",
            "warning",
        )
