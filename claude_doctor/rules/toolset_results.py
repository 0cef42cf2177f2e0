"""Calls of the members of a toolset (computer, browser): their results name the same toolset and hold what it can show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.rules._fault import quoted
from claude_doctor.rules._rule import rule
from claude_doctor.rules._shapes import BrowserState, Image, Text
from claude_doctor.rules._turns import calls, exchanges, results

if TYPE_CHECKING:
    from claude_doctor.rules._request import Request
    from claude_doctor.rules._shapes import ToolResult, ToolUse

_RULE = "tool-result-toolset-name"


@rule(_RULE, at="block.tool_use", reads=("messages",), when="it.toolset_name")
def member(block: ToolUse, place: str, request: Request) -> None:
    """Look at the result of a member call."""
    if not block.toolset_name:
        return
    for assistant, user in exchanges(request.turns()):
        if (place, block) in calls(assistant):
            for where, result in results(user):
                if result.tool_use_id == block.id:
                    _answer(block.toolset_name, result, where, request)


@rule(_RULE, at="block.tool_result", reads=("messages",), when="it.toolset_name")
def plain(block: ToolResult, place: str, request: Request) -> None:
    """Look for the call of a result that names a toolset."""
    if not block.toolset_name:
        return
    for assistant, user in exchanges(request.turns()):
        if (place, block) not in results(user):
            continue
        if any(call.id == block.tool_use_id and not call.toolset_name for _, call in calls(assistant)):
            words = f"toolset_name {quoted(block.toolset_name)} on the result of a call without one"
            request.found(_RULE, f"{place}.toolset_name", words, "Remove toolset_name.")


def _answer(toolset: str, result: ToolResult, place: str, request: Request) -> None:
    if result.toolset_name != toolset:
        words = f"toolset_name is {quoted(result.toolset_name) if result.toolset_name else 'missing'}; the call has {quoted(toolset)}"
        request.found(_RULE, f"{place}.toolset_name", words, f'Write "toolset_name": {quoted(toolset)} into the result.')
        return
    allowed = (Text, Image, BrowserState) if toolset == "browser" else (Text, Image)
    content: list[Any] = result.content if isinstance(result.content, list) else []
    for index, block in enumerate(content):
        if not isinstance(block, allowed):
            words = f"a {block.__struct_config__.tag} block in the result of a {toolset} call"
            request.found(_RULE, f"{place}.content.{index}", words, "Use text and image blocks (and browser_state for the browser).")
            return
