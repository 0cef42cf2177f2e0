"""Effort on models that tie it to thinking: not above high while thinking
is off, and no change on the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import (
    Params,
    SystemMessage,
    ThinkingBetweenTools,
    ThinkingDisabled,
)

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Shape

_TIED: dict[str, type] = {
    "opus-5": ThinkingDisabled,
    "haiku-5-5": ThinkingDisabled,
    "sonnet-5-5": ThinkingBetweenTools,
}
# One report says that Opus 4.8 refuses it too; the documentation does not name it.
_REPORTED = "opus-4-8"
_NOT_ADAPTIVE = (ThinkingDisabled, ThinkingBetweenTools)
_HIGH = ("xhigh", "max")


@rule("thinking-off-with-high-effort", at=param(Params.thinking), reads=(Params.output_config,))
def too_high(thinking: Shape, _place: str, request: Request) -> None:
    """Compare the level of the request itself."""
    if type(thinking) not in _NOT_ADAPTIVE:
        return
    effort = _level(request)
    if effort not in _HIGH:
        return
    family = request.model.family if request.model else ""
    reported = family == _REPORTED and isinstance(thinking, ThinkingDisabled)
    if reported or _off(thinking, family):
        request.found(
            "thinking-off-with-high-effort",
            "params.output_config.effort",
            f'effort {quoted(effort)} with thinking.type "{thinking.__struct_config__.tag}"',
            "Use effort high or below, or adaptive thinking.",
            "warning" if reported else "",
        )


@rule(
    "thinking-off-effort-change",
    "thinking-between-tools-effort-change",
    at=param(Params.thinking),
    reads=(Params.messages, Params.output_config),
)
def changed(thinking: Shape, _place: str, request: Request) -> None:
    """Compare the level of each system message with the one that holds before it."""
    if type(thinking) not in _NOT_ADAPTIVE:
        return
    model = request.model
    level = _level(request) or (model.effort_default if model else None)
    if model is None or level is None or not _off(thinking, model.family):
        return
    found = (
        "thinking-off-effort-change"
        if isinstance(thinking, ThinkingDisabled)
        else "thinking-between-tools-effort-change"
    )
    for index, message in enumerate(request.params.messages):
        effort = (
            message.output_config.effort
            if isinstance(message, SystemMessage) and message.output_config
            else None
        )
        if effort and effort != level:
            request.found(
                found,
                f"params.messages.{index}.output_config.effort",
                (
                    f"effort {quoted(effort)} differs from {quoted(level)} before it, with thinking.type "
                    f'"{thinking.__struct_config__.tag}"'
                ),
                f"Use effort {level}, or adaptive thinking.",
            )


def _off(thinking: Shape, family: str) -> bool:
    return isinstance(thinking, _TIED.get(family, type(None)))


def _level(request: Request) -> str | None:
    config = request.params.output_config
    return (config.effort or None) if config else None
