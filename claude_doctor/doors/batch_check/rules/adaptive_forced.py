"""Adaptive thinking with a forced tool: the call leaves no room to think, and some models refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import (
    Params,
    ThinkingAdaptive,
    ToolChoiceAny,
    ToolChoiceTool,
)

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Shape


@rule("thinking-forced-tool-adaptive", at=param(Params.tool_choice), reads=(Params.thinking,))
def forced(choice: Shape, place: str, request: Request) -> None:
    """Warn; where the model takes no forced tool at all, that is said already."""
    if type(request.params.thinking) is not ThinkingAdaptive:
        return
    if not isinstance(choice, ToolChoiceAny | ToolChoiceTool):
        return
    if request.model and request.model.forced_tool_use is False:
        return
    request.found(
        "thinking-forced-tool-adaptive",
        f"{place}.type",
        (
            f'tool_choice "{choice.__struct_config__.tag}" with thinking.type "adaptive": there will be no '
            "thinking, and some models refuse it"
        ),
        'Use {"type": "auto"}, or leave thinking out.',
    )
