"""Calls of the members of a toolset (computer, browser): their results name the same toolset and hold what it
can show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import each
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import (
    BrowserState,
    BrowserTabOpened,
    Image,
    Params,
    Text,
    ToolResult,
    ToolUse,
)
from claude_doctor.doors.batch_check.engine.turns import calls, exchanges, results

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

_RULE = "tool-result-toolset-name"
# Members whose results are one browser_state block.
_TABS = ("new_tab", "list_tabs", "switch_tab", "close_tab")


@rule(_RULE, at=each(ToolUse), reads=(Params.messages,))
def member(block: ToolUse, place: str, request: Request) -> None:
    """Look at the result of a member call."""
    if block.toolset_name:
        for where, result in request.once(_by_call).get(place, ()):
            _answer(block, result, where, request)


@rule(_RULE, at=each(ToolResult), reads=(Params.messages,))
def stranger(block: ToolResult, place: str, request: Request) -> None:
    """Look for the call of a result that names a toolset."""
    if block.toolset_name and place in request.once(_of_plain_calls):
        words = f"toolset_name {quoted(block.toolset_name)} on the result of a call without one"
        request.found(_RULE, f"{place}.toolset_name", words, "Remove toolset_name.")


def _by_call(request: Request) -> dict[str, list[tuple[str, ToolResult]]]:
    """Return the results of each call of a toolset by its place; of calls with one id in a turn the first has
    them.
    """
    found: dict[str, list[tuple[str, ToolResult]]] = {}
    for assistant, user in exchanges(request.turns()):
        places: dict[str, str] = {}
        for place, call in calls(assistant):
            if call.toolset_name:
                places.setdefault(call.id, place)
        for where, result in results(user):
            if result.tool_use_id in places:
                found.setdefault(places[result.tool_use_id], []).append((where, result))
    return found


def _of_plain_calls(request: Request) -> set[str]:
    """Return the places of results of calls that have no toolset_name."""
    found: set[str] = set()
    for assistant, user in exchanges(request.turns()):
        ids = {call.id for _, call in calls(assistant) if not call.toolset_name}
        found.update(where for where, result in results(user) if result.tool_use_id in ids)
    return found


def _answer(call: ToolUse, result: ToolResult, place: str, request: Request) -> None:
    toolset = call.toolset_name
    if result.toolset_name != toolset:
        words = (
            f"toolset_name is {quoted(result.toolset_name) if result.toolset_name else 'missing'}; the "
            f"call has {quoted(toolset)}"
        )
        request.found(
            _RULE, f"{place}.toolset_name", words, f'Write "toolset_name": {quoted(toolset)} into the result.'
        )
        return
    browser = toolset == "browser"
    allowed = (Text, Image, BrowserState) if browser else (Text, Image)
    content: list[Any] = result.content if isinstance(result.content, list) else []
    for index, block in enumerate(content):
        if not isinstance(block, allowed):
            words = f"a {block.__struct_config__.tag} block in the result of a {toolset} call"
            request.found(
                _RULE,
                f"{place}.content.{index}",
                words,
                "Use text and image blocks (and browser_state for the browser).",
            )
            return
    if browser:
        _browser(call.name, result, content, place, request)


def _browser(name: str, result: ToolResult, content: list[Any], place: str, request: Request) -> None:
    """Look at the state of the browser that a result reports."""
    states = [
        (f"{place}.content.{index}", block)
        for index, block in enumerate(content)
        if isinstance(block, BrowserState)
    ]
    if result.is_error:
        if states:
            request.found(
                _RULE,
                states[0][0],
                "a browser_state block in an error result",
                "Leave the block out of a result with is_error.",
            )
        return
    if len(states) > 1:
        request.found(
            _RULE, states[1][0], "a second browser_state block", "Report the state once in a result."
        )
    elif name in _TABS and not len(content) == len(states) == 1:
        fix = "Write one browser_state block, and no text or image."
        request.found(
            _RULE, f"{place}.content", f"the result of {quoted(name)} is not one browser_state block", fix
        )
    for where, state in states[:1]:
        wrong = _state(state, opens=name == "new_tab")
        if wrong:
            request.found(_RULE, f"{where}.{wrong[0]}", *wrong[1:])


def _state(state: BrowserState, opens: bool) -> tuple[str, str, str] | None:
    """Return (field, what is wrong, what to do) of a browser_state block."""
    ids = [tab.tab_id for tab in state.tabs]
    active = [tab.tab_id for tab in state.tabs if tab.active is True]
    if state.tabs and len(active) != 1:
        return "tabs", f"{len(active)} tabs are active", 'Write "active": true on exactly one tab.'
    if len(set(ids)) < len(ids):
        return "tabs", "two tabs have one tab_id", "Give every tab its own tab_id."
    if state.state_changes == []:
        return "state_changes", "state_changes is an empty array", "Leave it out when nothing changed."
    changes = state.state_changes or []
    opened = [change.tab_id for change in changes if isinstance(change, BrowserTabOpened)]
    if not set(opened) <= set(ids):
        return (
            "state_changes",
            "a tab that was opened is not among tabs",
            "Report only tabs that are still open.",
        )
    loads = [change.download_id for change in changes if not isinstance(change, BrowserTabOpened)]
    if len(set(loads)) < len(loads):
        return "state_changes", "one download_id has two changes", "Report the last change of a download."
    if opens and opened != active:
        return (
            "state_changes",
            "not exactly one tab_opened that names the active tab",
            "Report the new tab as tab_opened, and mark it active.",
        )
    return None
