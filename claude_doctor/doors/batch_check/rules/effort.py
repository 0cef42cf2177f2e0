"""output_config.effort: a known level, on a model that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

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


@rule("effort-unsupported-model", "effort-level-unsupported", at=param(Params.output_config))
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
