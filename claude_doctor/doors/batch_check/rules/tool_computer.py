"""The dated computer tools and the advisor: behind beta headers, and not on models that only know the
toolset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import TOOLS_OF_MODEL
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from msgspec import Raw

    from claude_doctor.doors.batch_check.engine.request import Request

BETAS = {
    "computer_20241022": "computer-use-2024-10-22",
    "computer_20250124": "computer-use-2025-01-24",
    "computer_20251124": "computer-use-2025-11-24",
    "advisor_20260301": "advisor-tool-2026-03-01",
}
TOOLSET_ONLY = ("opus-5-5", "sonnet-5-5", "haiku-5-5", "fable-5-2", "mythos-5-2")


@rule("tool-computer-legacy-unsupported", "tool-computer-beta", at=TOOLS_OF_MODEL)
def computer(_raw: Raw, _place: str, request: Request) -> None:
    """Look at the model first: one that refuses the tool needs no header for it."""
    if BETAS.keys().isdisjoint(request.tools.types):
        return
    model = request.model
    for place, tool in request.tools.of_type(*BETAS):
        kind = tool["type"]
        if kind.startswith("computer_") and model and model.family in TOOLSET_ONLY:
            request.found(
                "tool-computer-legacy-unsupported",
                f"{place}.type",
                f"{model.id} does not have {kind}",
                'Use {"type": "computer_toolset_20260801"}, without name and display size.',
            )
        elif not request.has_beta(BETAS[kind]):
            request.found(
                "tool-computer-beta",
                f"{place}.type",
                f"{kind} needs the beta {BETAS[kind]} on the batch",
                f'Create the batch with betas=["{BETAS[kind]}"].',
            )
