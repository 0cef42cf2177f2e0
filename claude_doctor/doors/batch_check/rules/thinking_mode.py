"""thinking.type against what the model can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.models import Model
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Shape

_ADAPTIVE = 'Use {"type": "adaptive"} and set the depth with output_config.effort.'
_FIX = {
    "thinking-enabled-unsupported": _ADAPTIVE,
    "thinking-adaptive-unsupported": 'Use {"type": "enabled", "budget_tokens": ...}, or leave thinking out.',
    "thinking-disabled-unsupported": (
        "Leave thinking out and lower output_config.effort; this model always thinks."
    ),
    "thinking-disabled-sonnet-5-5": 'Use {"type": "between_tools"}, alone and with effort high or below.',
}


@rule(
    "thinking-enabled-unsupported",
    "thinking-adaptive-unsupported",
    "thinking-disabled-unsupported",
    "thinking-disabled-sonnet-5-5",
    "thinking-between-tools-unsupported",
    at=param(Params.thinking),
)
def mode(thinking: Shape, place: str, request: Request) -> None:
    """Say nothing of a model whose modes are not known."""
    if not (
        request.model
        and request.model.thinking
        and not request.model.thinking[str(thinking.__struct_config__.tag)]
    ):
        return
    model = request.model
    kind = str(thinking.__struct_config__.tag)
    if model is None or model.thinking is None or model.thinking[kind]:
        return
    found = _rule(kind, model.thinking)
    request.found(
        found,
        f"{place}.type",
        f'{model.id} does not take thinking.type "{kind}"',
        _FIX.get(found) or _instead(model),
    )


def _rule(kind: str, modes: dict[str, bool]) -> str:
    if kind == "disabled" and modes["between_tools"]:
        return "thinking-disabled-sonnet-5-5"
    return f"thinking-{kind.replace('_', '-')}-unsupported"


def _instead(model: Model) -> str:
    modes = [f'"{name}"' for name, taken in (model.thinking or {}).items() if taken]
    return f"Use {' or '.join(modes)}; between_tools belongs to Claude Sonnet 5.5."
