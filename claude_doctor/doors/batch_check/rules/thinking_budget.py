"""thinking.budget_tokens: there, at least 1,024, and less than max_tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params, ThinkingEnabled

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Shape

LEAST = 1024
INTERLEAVED = ("opus-4-5", "sonnet-4-5", "sonnet-4-6")
DOUBTFUL = ("opus-4-6",)
CLAIMS = (
    Claim(
        "thinking-budget-required",
        ("ThinkingEnabled.budget_tokens:missing",),
        f"Add budget_tokens (at least {LEAST}, less than max_tokens).",
    ),
)


@rule("thinking-budget-min", "thinking-budget-max", at=param(Params.thinking))
def budget(thinking: Shape, place: str, request: Request) -> None:
    """With interleaved thinking the budget may pass max_tokens: it spans several turns."""
    if type(thinking) is not ThinkingEnabled:
        return
    value, most = thinking.budget_tokens, request.params.max_tokens
    if value < LEAST:
        request.found(
            "thinking-budget-min",
            f"{place}.budget_tokens",
            f"budget_tokens is {quoted(value)}; at least {LEAST} are needed",
            f"Use {LEAST} or more.",
        )
    elif value >= most:
        family = request.model.family if request.model else INTERLEAVED[0]
        header = request.has_beta("interleaved-thinking-2025-05-14") and family in (*INTERLEAVED, *DOUBTFUL)
        if header and request.tools.present and family in INTERLEAVED:
            return
        request.found(
            "thinking-budget-max",
            f"{place}.budget_tokens",
            f"budget_tokens {quoted(value)} is not less than max_tokens {quoted(most)}",
            "Raise max_tokens above the budget, or lower the budget.",
            # An example of the migration guide has the header and no tools; of Opus 4.6 the pages say both.
            severity="warning" if header else "",
        )
