"""What `thinking` may hold beside its type: display, block_binding, budget_tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import Claim
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params, ThinkingAdaptive, ThinkingEnabled

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Shape

UPDATES = "thinking-display-updates-2026-08-18"
BINDING = "thinking-binding-controls-2026-08-01"
_KINDS = "Use an object whose type is adaptive, enabled, disabled or between_tools."
_ALONE = "Remove it: between_tools must be alone."
_OFF = "Remove it: thinking that is off shows nothing and has no budget."

CLAIMS = (
    Claim("thinking-type-invalid", ("Params.thinking",), _KINDS),
    Claim("thinking-type-invalid", ("Params.thinking:null",), "Leave it out.", severity="error"),
    # Always-thinking models were seen to take block_binding without a type.
    Claim(
        "thinking-type-invalid",
        ("Params.thinking:untagged",),
        'Add "type", for instance "adaptive".',
        severity="warning",
    ),
    Claim(
        "thinking-between-tools-extra",
        tuple(f"ThinkingBetweenTools.{key}:unknown" for key in ("display", "budget_tokens", "block_binding")),
        _ALONE,
    ),
    Claim(
        "thinking-disabled-extra",
        ("ThinkingDisabled.display:unknown", "ThinkingDisabled.budget_tokens:unknown"),
        _OFF,
    ),
    Claim(
        "thinking-adaptive-budget",
        ("ThinkingAdaptive.budget_tokens:unknown",),
        "Remove it; use output_config.effort.",
    ),
    Claim(
        "thinking-display-value",
        tuple(
            f"{kind}.display:{fault}"
            for kind in ("ThinkingAdaptive", "ThinkingEnabled")
            for fault in ("value", "type")
        ),
        "Use summarized or omitted.",
    ),
    Claim(
        "thinking-block-binding-beta",
        (
            "ThinkingBlockBinding.prefix_mismatch_behavior:value",
            "ThinkingBlockBinding.prefix_mismatch_behavior:type",
        ),
        "Use error or drop_block.",
    ),
)


@rule("thinking-display-value", "thinking-block-binding-beta", at=param(Params.thinking))
def behind_beta(thinking: Shape, place: str, request: Request) -> None:
    """Two fields the API knows only with their beta header."""
    if not isinstance(thinking, ThinkingAdaptive | ThinkingEnabled):
        return
    if thinking.display == "updates" and not request.has_beta("thinking-display-updates-"):
        request.found(
            "thinking-display-value",
            f"{place}.display",
            f'display "updates" needs the beta {UPDATES} on the batch',
            f'Create the batch with betas=["{UPDATES}"], or use summarized or omitted.',
        )
    if thinking.block_binding and not request.has_beta("thinking-binding-controls-"):
        request.found(
            "thinking-block-binding-beta",
            f"{place}.block_binding",
            f"block_binding needs the beta {BINDING} on the batch",
            f'Create the batch with betas=["{BINDING}"], or remove it.',
        )
