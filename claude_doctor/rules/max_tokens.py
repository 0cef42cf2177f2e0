"""max_tokens against one, the model's ceiling, and the ceiling that a beta header lifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.rules._rule import Claim, rule

if TYPE_CHECKING:
    from claude_doctor.rules._request import Request

LIFTED = 300_000
BETA = "output-300k-2026-03-24"
CLAIMS = (Claim("max-tokens-int", ("Params.max_tokens",), "Write an integer without quotes or decimal point.", severity="error"),)


@rule("batch-max-tokens-zero", "max-tokens-over-model-limit", "max-tokens-300k-beta", at="params.max_tokens")
def ceiling(value: int, place: str, request: Request) -> None:
    """Unknown models have no known ceiling."""
    if value < 1:
        request.found(
            "batch-max-tokens-zero",
            place,
            f"max_tokens is {value}; a batch needs at least 1",
            "Ask for at least one token; warming the cache works only outside of batches.",
        )
        return
    model = request.model
    if model is None or model.max_output is None or value <= model.max_output:
        return
    if value <= LIFTED and model.max_output >= 128_000 and not (model.batch_output_300k and request.has_beta(BETA)):
        why = f"needs the beta {BETA} on the batch" if model.batch_output_300k else f"is more than {model.id} can write ({model.max_output})"
        request.found(
            "max-tokens-300k-beta",
            place,
            f"max_tokens {value} {why}",
            f'Create the batch with betas=["{BETA}"], or ask for at most {model.max_output}.',
        )
    elif value > (model.batch_output_300k or 0) or not request.has_beta(BETA):
        request.found(
            "max-tokens-over-model-limit",
            place,
            f"max_tokens {value} is more than {model.max_output}, the most {model.id} writes",
            f"Ask for at most {model.max_output}.",
        )
