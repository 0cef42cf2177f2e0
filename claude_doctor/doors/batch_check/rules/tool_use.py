"""Tool calls that are sent back: the form of their ids, names and input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import each
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import ServerToolUse, ToolUse
from claude_doctor.doors.batch_check.engine.tool_ids import CLIENT, SERVER

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

LONGEST = 200
TOOL_ID, PLAIN = "tool_id", "srvtoolu_0"
CLAIMS = (
    Claim(
        "tool-use-input-object",
        ("ToolUse.input", "ServerToolUse.input", "McpToolUse.input"),
        "Parse the arguments into a JSON object; write {} where there are none.",
        severity="error",
    ),
)


@rule("tool-use-id-pattern", "tool-use-name-length", at=each(ToolUse))
def client(block: ToolUse, place: str, request: Request) -> None:
    """Check the id of the call only: its result repeats it."""
    if not CLIENT(block.id):
        words = (
            f"id {quoted(block.id)} has a character other than a-z, A-Z, 0-9, _ and -"
            if block.id
            else "the id is empty"
        )
        request.found(
            "tool-use-id-pattern",
            f"{place}.id",
            words,
            "Use the id as the API gave it, in the call and in its result.",
        )
    if not 1 <= len(block.name) <= LONGEST:
        words = f"name has {len(block.name)} characters; 1 to {LONGEST} are allowed"
        request.found(
            "tool-use-name-length", f"{place}.name", words, "Write the name of the tool that was called."
        )


@rule("tool-use-id-pattern", at=each(ToolUse) | each(ServerToolUse))
def caller(block: ToolUse | ServerToolUse, place: str, request: Request) -> None:
    """Look at the call of code execution that made a call; the model itself has no id."""
    if not block.caller or SERVER(getattr(block.caller, TOOL_ID, PLAIN)):
        return
    words = f"caller.tool_id {quoted(getattr(block.caller, TOOL_ID))} does not have the form srvtoolu_..."
    request.found(
        "tool-use-id-pattern", f"{place}.caller.tool_id", words, "Send the block back exactly as it came."
    )


@rule("tool-use-id-pattern", at=each(ServerToolUse))
def server(block: ServerToolUse, place: str, request: Request) -> None:
    """Ids of server tools have a prefix of their own."""
    if not SERVER(block.id):
        words = f"id {quoted(block.id)} of a server tool call does not have the form srvtoolu_..."
        request.found("tool-use-id-pattern", f"{place}.id", words, "Send the block back exactly as it came.")
