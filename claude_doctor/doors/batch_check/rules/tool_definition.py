"""What every entry of tools is: a known type, a name that fits it, and a schema for a tool of one's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import TOOL
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.toolspecs import TOOLS

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.fault import ShapeFault
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet

NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}").fullmatch
DOCUMENTED = 64


def _type(fault: ShapeFault) -> tuple[str, str]:
    if fault.value == "function":
        return (
            'type "function" is the form of another API',
            'Write {"name", "description", "input_schema"} without type and without `function`.',
        )
    return (
        f"the tool type {quoted(fault.value)} is not known",
        'Leave `type` out for a tool of your own (or write "custom"), or use a versioned type.',
    )


CLAIMS = (
    Claim("tool-type-unknown", ("Params.tools:tag",), says=_type),
    Claim(
        "tool-name-missing",
        ("CustomTool.name:missing", "CustomTool.input_schema:missing"),
        "Give the tool a name and an input_schema.",
    ),
    Claim(
        "tool-server-name-fixed", ("ServerTool.name:missing",), "Write the name that belongs to this type."
    ),
)


@rule("tool-name-pattern", "tool-server-name-fixed", at=TOOL)
def name(tool: dict[str, Any], place: str, report: ToolSet) -> None:
    """Look at the name: free within a pattern for one's own tools, fixed for Anthropic's."""
    given, kind = tool.get("name"), tool.get("type") or "custom"
    if not isinstance(given, str):
        return
    place = f"{place}.name"
    fixed = TOOLS[kind][0] if kind in TOOLS else ""
    if fixed and given != fixed:
        report.found(
            "tool-server-name-fixed",
            place,
            f"a tool of type {kind} is named {fixed}, not {quoted(given)}",
            f'Write "name": "{fixed}".',
        )
    elif kind == "custom" and not NAME(given):
        report.found(
            "tool-name-pattern",
            place,
            f"the name {quoted(given)} does not match ^[a-zA-Z0-9_-]{{1,128}}$",
            "Use letters, digits, _ and - only.",
        )
    elif kind == "custom" and len(given) > DOCUMENTED:
        report.found(
            "tool-name-pattern",
            place,
            f"the name has {len(given)} characters; {DOCUMENTED} are documented",
            "Shorten it to be safe.",
            severity="warning",
        )
