"""max_tokens against one, the model's ceiling, and the ceiling that a beta header lifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

LIFTED = 300_000
BETA = "output-300k-2026-03-24"
CLAIMS = (
    Claim(
        "max-tokens-int",
        ("Params.max_tokens",),
        "Write an integer without quotes or decimal point.",
        severity="error",
    ),
)


@rule(
    "batch-max-tokens-zero",
    "max-tokens-over-model-limit",
    "max-tokens-300k-beta",
    at=param(Params.max_tokens),
)
def ceiling(value: int, place: str, request: Request) -> None:
    """Unknown models have no known ceiling."""
    if value < 1:
        request.found(
            "batch-max-tokens-zero",
            place,
            f"max_tokens is {quoted(value)}; a batch needs at least 1",
            "Ask for at least one token; warming the cache works only outside of batches.",
        )
        return
    model = request.model
    if model is None or model.max_output is None or value <= model.max_output:
        return
    lifted = request.has_beta(BETA)
    if value <= (model.batch_output_300k or 0) and lifted:
        return
    if value <= LIFTED and lifted:
        _lift(
            request,
            place,
            f"is for other models; {model.id} writes at most {model.max_output}",
            f"Ask for at most {model.max_output}, or use a model of the 300k list.",
        )
    elif value <= (model.batch_output_300k or 0):
        _lift(
            request,
            place,
            f"needs the beta {BETA} on the batch",
            f'Create the batch with betas=["{BETA}"], or ask for at most {model.max_output}.',
        )
    else:
        fix = f"Ask for at most {model.max_output}."
        request.found(
            "max-tokens-over-model-limit",
            place,
            f"max_tokens {quoted(value)} is more than {model.max_output}, the most {model.id} writes",
            fix,
        )


def _lift(request: Request, place: str, why: str, fix: str) -> None:
    value = request.params.max_tokens
    words = (
        f"max_tokens {value} {why}"
        if why.startswith("needs")
        else f"the beta {BETA} {why} (max_tokens {value})"
    )
    request.found("max-tokens-300k-beta", place, words, fix)
