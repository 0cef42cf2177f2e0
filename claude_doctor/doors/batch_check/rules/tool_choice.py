"""tool_choice: one of four objects, for tools that are there, on models that can be forced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params, ToolChoiceAny, ToolChoiceTool
from claude_doctor.doors.batch_check.engine.toolsets import MEMBERS, NAMES
from claude_doctor.doors.batch_check.engine.toolspecs import MCP_TOOLSET

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.fault import ShapeFault
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Shape

_ELSEWHERE = {
    "required": '"any"',
    "function": '"tool" with "name" beside it',
    "auto": '"auto"',
    "none": '"none"',
}
# With these, tools may come from messages too.
_LATER = ("mid-conversation-tool-changes-", "inline-tools-")


def _type(fault: ShapeFault) -> tuple[str, str]:
    like = _ELSEWHERE.get(fault.value) if isinstance(fault.value, str) else None
    words = (
        f"tool_choice is the text {quoted(fault.value)}, not an object"
        if isinstance(fault.value, str) and fault.kind == "type"
        else ""
    )
    return words, f'Write {{"type": {like or "..."}}}; types are auto, any, tool, none.'


CLAIMS = (
    Claim("tool-choice-type", ("Params.tool_choice",), says=_type),
    Claim("tool-choice-name", ("ToolChoiceTool.name",), "Name one of the tools."),
    Claim(
        "tool-choice-none-parallel",
        ("ToolChoiceNone.disable_parallel_tool_use:unknown",),
        "Remove it: with none no tool is called.",
    ),
)


@rule(
    "tool-choice-no-tools",
    "tool-choice-name",
    "tool-toolset-choice",
    at=param(Params.tool_choice),
    reads=(Params.tools, Params.mcp_servers),
)
def choice(choice: Shape, place: str, request: Request) -> None:
    """Look for the tool that is chosen."""
    tools = request.tools
    if not tools.present and not request.params.mcp_servers and not request.has_beta(*_LATER):
        request.found(
            "tool-choice-no-tools",
            place,
            "tool_choice is in a request without tools",
            "Add tools, or remove tool_choice.",
        )
    elif isinstance(choice, ToolChoiceTool) and choice.name not in tools.names:
        _absent(choice.name, f"{place}.name", request)


def _absent(name: str, place: str, request: Request) -> None:
    types = request.tools.types
    if any(kind in types and (name == NAMES[kind] or name in members) for kind, members in MEMBERS.items()):
        request.found(
            "tool-toolset-choice",
            place,
            f"{quoted(name)} is a toolset or a member of one, which cannot be forced",
            "Use auto, any or none.",
        )
    elif MCP_TOOLSET not in types and not request.params.mcp_servers and not request.has_beta(*_LATER):
        request.found("tool-choice-name", place, f"no tool is named {quoted(name)}", "Name one of the tools.")


@rule("forced-tool-unsupported", at=param(Params.tool_choice))
def forced(choice: Shape, place: str, request: Request) -> None:
    """Find models that choose for themselves, always."""
    if (
        isinstance(choice, ToolChoiceAny | ToolChoiceTool)
        and request.model
        and request.model.forced_tool_use is False
    ):
        word = "any" if isinstance(choice, ToolChoiceAny) else "tool"
        request.found(
            "forced-tool-unsupported",
            f"{place}.type",
            f'{request.model.id} does not take tool_choice "{word}"',
            "Use auto, strict tools, and say in the prompt which tool to call; or output_config.format.",
        )
