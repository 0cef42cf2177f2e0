"""Tools that code execution may call (allowed_callers): what cannot be combined with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import TOOL, param
from claude_doctor.doors.batch_check.engine.fault import ShapeFault, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import (
    Params,
    ToolChoiceAny,
    ToolChoiceAuto,
    ToolChoiceTool,
)
from claude_doctor.doors.batch_check.values.schema import cycle

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Shape
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet

_CODE = "code_execution_"
CALLERS = "allowed_callers"
ID = "tool-ptc-incompatible"


@rule(ID, at=TOOL)
def tool(tool: dict[str, Any], place: str, report: ToolSet) -> None:
    """Look at one tool with callers."""
    callers = tool.get(CALLERS)
    if callers == [] and not _lost(report):
        report.found(
            ID, f"{place}.allowed_callers", "allowed_callers is empty", 'Write ["direct"], or leave it out.'
        )
    if not _by_code(tool):
        return
    if tool.get("strict") is True:
        report.found(
            ID,
            f"{place}.strict",
            "a strict tool cannot be called from code",
            "Remove strict, or the code execution caller.",
        )
    schema = tool.get("input_schema")
    circle = (
        cycle(schema, f"{place}.input_schema")
        if isinstance(schema, dict) and tool.get("strict") is not True
        else None
    )
    if circle:
        report.found(
            ID,
            circle[0],
            f"a tool called from code has a recursive schema: {circle[1]}",
            "Unroll the recursion, or remove the code execution caller.",
        )


@rule(ID, at=param(Params.tool_choice), reads=(Params.tools,))
def choice(choice: Shape, place: str, request: Request) -> None:
    """Look at what tool_choice asks of such tools."""
    if CALLERS not in request.tools.keys:
        return
    tools = [tool for tool in request.tools.tools if tool and _by_code(tool)]
    if not tools:
        return
    if (
        isinstance(choice, ToolChoiceAuto | ToolChoiceAny | ToolChoiceTool)
        and choice.disable_parallel_tool_use is True
    ):
        request.found(
            ID,
            f"{place}.disable_parallel_tool_use",
            "parallel tool use cannot be disabled for tools called from code",
            "Remove it, or the caller.",
        )
    if isinstance(choice, ToolChoiceTool):
        named = next((tool for tool in tools if tool.get("name") == choice.name), None)
        if named and "direct" not in named[CALLERS]:
            request.found(
                ID,
                f"{place}.name",
                f"the tool {quoted(choice.name)} can only be called from code",
                'Add "direct" to its allowed_callers, or use auto.',
            )


def _lost(report: ToolSet) -> bool:
    """Whether the list is empty because what was in it has no known name, which is said already."""
    return any(
        isinstance(words, ShapeFault) and "allowed_callers" in words.owner
        for _, _, words, _, _ in report.faults
    )


def _by_code(tool: dict[str, Any]) -> bool:
    callers = tool.get(CALLERS)
    return isinstance(callers, list) and any(str(caller).startswith(_CODE) for caller in callers)
