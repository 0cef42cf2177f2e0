"""temperature, top_p and top_k: gone since anthropic-version 2026-10-21, limited before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from claude_doctor.doors.batch_check.engine.anchors import Place, param
from claude_doctor.doors.batch_check.engine.fault import kind_of, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params, ThinkingAdaptive, ThinkingEnabled

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

NAMES = ("temperature", "top_p", "top_k")
_SAMPLING: Place[Any] = param(Params.temperature) | param(Params.top_p) | param(Params.top_k)
_OLDER = "It would be fine with anthropic-version 2023-06-01 on models up to Claude 4.6."


_WANTED = {
    "temperature": "a number from 0 to 1 is wanted",
    "top_p": "a number from 0 to 1 is wanted",
    "top_k": "an integer from 0 on is wanted",
}
_IDS = (
    "v20261021-sampling-params",
    "sampling-params-removed-from-sdk",
    *("temperature-range", "top-p-range", "top-k-range"),
    *("sampling-temperature-removed", "sampling-top-p-removed", "sampling-top-k-removed"),
    *("temperature-with-thinking", "top-p-with-thinking", "top-k-with-thinking"),
)


@rule(*_IDS, at=_SAMPLING, reads=(Params.thinking,))
def sampling(value: Any, place: str, request: Request) -> None:
    """Ask the version first, then the value's own range, then the model."""
    name = place.rpartition(".")[2]
    if request.scope.strict:
        words = f"{name} does not exist with anthropic-version {request.scope.version}"
        request.found("v20261021-sampling-params", place, words, f"Remove it. {_OLDER}")
        return
    if not _in_range(name, value):
        rule_id = f"{name.replace('_', '-')}-range"
        unset = value == -1 and name != "temperature"
        shown = quoted(value) if isinstance(value, int | float) else kind_of(value)
        request.found(
            rule_id,
            place,
            f"{name} is {shown}; {_WANTED[name]}",
            "Remove it, or use a value in the range.",
            "warning" if unset else "",
        )
        return
    _for_model(name, value, place, request)
    request.found(
        "sampling-params-removed-from-sdk",
        place,
        f"{name} is no longer typed by the SDK (it is still sent)",
        "Remove it when you move to anthropic-version 2026-10-21.",
    )


def _in_range(name: str, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) and value >= 0 if name == "top_k" else 0 <= value <= 1


def _for_model(name: str, value: Any, place: str, request: Request) -> None:
    model = request.model
    if model is None or model.sampling is None:
        return
    if not model.sampling:
        _removed(name, value, place, request)
    elif isinstance(request.params.thinking, ThinkingEnabled | ThinkingAdaptive):
        _thinking(name, value, place, request)


def _removed(name: str, value: Any, place: str, request: Request) -> None:
    model = request.model.id if request.model else ""
    fix = "Remove it: steer with the prompt and output_config.effort."
    if name == "top_k":
        request.found("sampling-top-k-removed", place, f"{model} does not accept top_k", fix)
    elif name == "top_p" and value < 0.99:
        request.found(
            "sampling-top-p-removed", place, f"{model} does not accept top_p below 0.99 (it is {value})", fix
        )
    elif name == "temperature":
        request.found(
            "sampling-temperature-removed",
            place,
            f"{model} accepts no temperature but 1 (it is {value})",
            fix,
            "warning" if value == 1 else "",
        )


def _thinking(name: str, value: Any, place: str, request: Request) -> None:
    if name == "temperature" and value != 1:
        request.found(
            "temperature-with-thinking",
            place,
            f"temperature is {value} while thinking is on",
            "Remove it, or turn thinking off.",
        )
    elif name == "top_p" and value < 0.95:
        request.found(
            "top-p-with-thinking",
            place,
            f"top_p is {value} while thinking is on; 0.95 to 1 are allowed",
            "Remove it, or turn thinking off.",
        )
    elif name == "top_k":
        request.found(
            "top-k-with-thinking",
            place,
            "top_k is set while thinking is on",
            "Remove it, or turn thinking off.",
        )


@rule("temperature-and-top-p", at=param(Params.temperature), reads=(Params.top_p,))
def temperature_with_top_p(_value: Any, place: str, request: Request) -> None:
    """Ask only where each alone would be fine."""
    model = request.model
    if (
        request.scope.strict
        or model is None
        or not model.sampling
        or request.params.top_p in (UNSET, None, -1)
    ):
        return
    request.found(
        "temperature-and-top-p",
        place,
        f"{model.id} takes temperature or top_p, not both",
        "Remove one of the two.",
    )
