"""Calls of server tools that are sent back: each with its result, or left for the API to finish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import each, once
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.role import direct, role_of
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.server_results import SERVER_RESULTS
from claude_doctor.doors.batch_check.engine.shapes import McpToolUse, Params, ServerToolUse, ToolResult
from claude_doctor.doors.batch_check.engine.turns import calls, exchanges

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

# Newer web tools run code by themselves, so its calls appear without a tool for it.
_CODE = ("code_execution_", "web_search_2026", "web_fetch_2026")
_TOOLS = {
    "web_search": ("web_search_",),
    "web_fetch": ("web_fetch_",),
    "code_execution": _CODE,
    "bash_code_execution": _CODE,
    "text_editor_code_execution": _CODE,
    "tool_search_tool_regex": ("tool_search_tool_regex",),
    "tool_search_tool_bm25": ("tool_search_tool_bm25",),
    "advisor": ("advisor_",),
}


@rule("server-tool-use-unresolved", at=once(ServerToolUse), reads=(Params.messages, Params.tools))
def unresolved(request: Request) -> None:
    """Allow a call without result at the end, or with nothing but results of other tools behind it."""
    turns = request.turns()
    done = {
        block.tool_use_id for turn in turns for _, block in turn.blocks if isinstance(block, SERVER_RESULTS)
    }
    for assistant, user in exchanges(turns):
        # Code that waits for a call it made goes on running, whatever tools this request defines.
        alone = user is None or all(isinstance(other, ToolResult) for _, other in user.blocks)
        running = {getattr(block.caller, "tool_id", "") for _, block in calls(assistant)}
        for place, block in assistant.blocks if assistant else ():
            if isinstance(block, ServerToolUse) and block.id not in done:
                _waiting(block, place, alone, request, block.id in running)


def _waiting(block: ServerToolUse, place: str, alone: bool, request: Request, running: bool) -> None:
    call = f"{block.name} call {quoted(block.id)} has no result"
    if not running and block.name not in request.once(_defined):
        fix = f"Send the same tools again, or drop the call of {block.name}."
        request.found(
            "server-tool-use-unresolved", place, f"{call}, and tools does not define {block.name}", fix
        )
    elif not alone:
        fix = "Answer with tool_result blocks alone, or drop the call; text can follow in a later turn."
        request.found(
            "server-tool-use-unresolved",
            place,
            f"{call}, and the next user message holds more than tool results",
            fix,
        )


@rule("server-tool-result-orphan", at=each(*SERVER_RESULTS), reads=(Params.messages,))
def orphan(block: Any, place: str, request: Request) -> None:
    """Look for its call anywhere before it."""
    if not direct(place) or role_of(place, request) != "assistant":
        return
    if place in request.once(_called):
        return
    words = f"no call {quoted(block.tool_use_id)} before this {block.__struct_config__.tag}"
    request.found(
        "server-tool-result-orphan", place, words, "Send the call and its result back together, or drop both."
    )


def _defined(request: Request) -> set[str]:
    """Return the names of the server tools that the request defines."""
    return {name for name, prefixes in _TOOLS.items() if request.tools.of_type(*prefixes)}


def _called(request: Request) -> set[str]:
    """Return the places of results that have their call before them."""
    ids: set[str] = set()
    found: set[str] = set()
    for place, block in request.blocks():
        if isinstance(block, ServerToolUse | McpToolUse):
            ids.add(block.id)
        elif isinstance(block, SERVER_RESULTS) and block.tool_use_id in ids:
            found.add(place)
    return found
