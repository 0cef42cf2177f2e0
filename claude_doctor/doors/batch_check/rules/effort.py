"""output_config.effort: a known level, on a model that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import OutputConfig

_OWNERS = ("OutputConfig.effort", "SystemMessageOutputConfig.effort")
CLAIMS = (
    Claim(
        "effort-value",
        tuple(f"{owner}:{kind}" for owner in _OWNERS for kind in ("value", "type")),
        "Use low, medium, high, xhigh or max.",
    ),
)


@rule(
    "effort-unsupported-model",
    "effort-level-unsupported",
    at="params.output_config",
    when="it.effort and r.model and r.model.efforts is not None and it.effort not in r.model.efforts",
)
def level(config: OutputConfig, place: str, request: Request) -> None:
    """Say nothing of a model whose levels are not known."""
    effort, model = config.effort, request.model
    if not effort or model is None or model.efforts is None or effort in model.efforts:
        return
    if not model.efforts:
        request.found(
            "effort-unsupported-model",
            f"{place}.effort",
            f"{model.id} has no effort parameter",
            "Remove effort.",
        )
        return
    request.found(
        "effort-level-unsupported",
        f"{place}.effort",
        f"{model.id} has no effort level {quoted(effort)}",
        f"Use {', '.join(model.efforts[:-1])} or {model.efforts[-1]}.",
    )
