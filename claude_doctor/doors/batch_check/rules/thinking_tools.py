"""Manual thinking together with tools: no forced tool, and a thinking block before the calls that are being
answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import (
    Params,
    RedactedThinking,
    SystemMessage,
    Thinking,
    ThinkingEnabled,
    ToolChoiceAny,
    ToolChoiceTool,
    ToolResult,
    UserMessage,
)

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request, Turn
    from claude_doctor.doors.batch_check.engine.shapes import Shape


@rule("thinking-forced-tool-manual", at=param(Params.tool_choice), reads=(Params.thinking,))
def forced(choice: Shape, place: str, request: Request) -> None:
    """Where the model takes no forced tool at all, or no manual thinking, that is said already."""
    if type(request.params.thinking) is not ThinkingEnabled:
        return
    if not isinstance(choice, ToolChoiceAny | ToolChoiceTool):
        return
    model = request.model
    if model and (model.forced_tool_use is False or not _takes_manual(request)):
        return
    request.found(
        "thinking-forced-tool-manual",
        f"{place}.type",
        f'tool_choice "{choice.__struct_config__.tag}" with thinking.type "enabled"',
        'Use {"type": "auto"}, or leave thinking out.',
    )


@rule("thinking-final-assistant-first-block", at=param(Params.thinking), reads=(Params.messages,))
def first_block(thinking: Shape, _place: str, request: Request) -> None:
    """Only the tool loop that is going on is looked at: the API drops the thinking of earlier ones."""
    if type(thinking) is not ThinkingEnabled or not _answers(request) or not _takes_manual(request):
        return
    loop = _loop([turn for turn in request.turns() if turn.role != "system"])
    if not loop or any(
        isinstance(block, Thinking | RedactedThinking) for turn in loop for _, block in turn.blocks
    ):
        return
    where, block = loop[0].blocks[0]
    request.found(
        "thinking-final-assistant-first-block",
        f"{where}.type",
        (
            f"the assistant turn whose tool calls are answered begins with {block.__struct_config__.tag}, "
            "not with a thinking block"
        ),
        "Send the thinking blocks of that turn back unchanged, or leave thinking out for this request.",
    )


def _answers(request: Request) -> bool:
    """Whether the last turn of the user holds a result; the turns are only looked at where it does."""
    for message in reversed(request.params.messages):
        if type(message) is UserMessage:
            if type(message.content) is list and any(type(block) is ToolResult for block in message.content):
                return True
        elif type(message) is not SystemMessage:
            return False
    return False


def _loop(turns: list[Turn]) -> list[Turn]:
    """Return the assistant turns whose calls are answered by nothing but
    results up to the end, oldest first.
    """
    found: list[Turn] = []
    at = len(turns) - 1
    while at > 0 and turns[at].role == "user" and _only_results(turns[at], last=not found):
        if turns[at - 1].role != "assistant" or not turns[at - 1].blocks:
            break
        found.append(turns[at - 1])
        at -= 2
    found.reverse()
    return found


def _only_results(turn: Turn, last: bool) -> bool:
    # The last user turn may add text behind the results; earlier such text begins a new loop.
    kinds = [isinstance(block, ToolResult) for _, block in turn.blocks]
    return any(kinds) if last else bool(kinds) and all(kinds)


def _takes_manual(request: Request) -> bool:
    model = request.model
    return model is None or model.thinking is None or model.thinking["enabled"]
