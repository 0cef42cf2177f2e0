"""Calls and results: each call answered in the turn behind it, each result for a call of the turn before it.

A block in a message of the wrong role is another rule's business, so its id is left out here.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import once
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params, Text, ToolResult, ToolUse
from claude_doctor.doors.batch_check.engine.tool_ids import CLIENT
from claude_doctor.doors.batch_check.engine.turns import calls, exchanges, results

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request, Turn

    Placed = tuple[str, ToolUse]

_SERVER = "srvtoolu_"
_ANSWER = (
    "Add a tool_result for each call to the user message right behind it, with is_error where there is none."
)


_IDS = (
    *("tool-use-unanswered", "tool-use-not-last", "tool-use-id-duplicate"),
    *(
        "tool-result-orphan",
        "tool-result-duplicate",
        "tool-result-first",
        "tool-result-server-id",
        "tool-use-id-pattern",
    ),
)


@rule(*_IDS, at=once(ToolUse), reads=(Params.messages,))
def of_calls(request: Request) -> None:
    """Look at a request with calls."""
    if not plainly_answered(request):
        pairs(request)


@rule(*_IDS, at=once(ToolResult), reads=(Params.messages,))
def of_results(request: Request) -> None:
    """Look at a request with results alone."""
    if ToolUse not in request.kinds:
        pairs(request)


def plainly_answered(request: Request) -> bool:
    """Whether each message with calls ends with them, and the next one answers them in order: most do."""
    made: list[str] = []
    for message in request.params.messages:
        if type(message.content) is not list:
            if made:
                return False
            continue
        waiting, made, results = made, [], 0
        for at, block in enumerate(message.content):
            if type(block) is Text:
                if made:
                    return False
            elif type(block) is ToolUse:
                made.append(block.id)
            elif type(block) is ToolResult:
                if at != results or results >= len(waiting) or block.tool_use_id != waiting[results]:
                    return False
                results += 1
        if results != len(waiting) or (results and message.role != "user"):
            return False
        if made and (message.role != "assistant" or len(set(made)) < len(made)):
            return False
    return not made


def pairs(request: Request) -> None:
    """Look at each assistant turn with the user turn behind it."""
    turns = request.turns()
    strays = _strays(turns)
    for assistant, user in exchanges(turns):
        made = calls(assistant)
        if made and assistant:
            _doubled(made, request)
            _answered(assistant, made, [block.tool_use_id for _, block in results(user)], strays, request)
        if user:
            _results(user, made, strays, request)


def _strays(turns: list[Turn]) -> set[str]:
    """Return ids of calls outside of assistant turns and of results outside of user turns."""
    found = set()
    for turn in turns:
        for _, block in turn.blocks:
            if isinstance(block, ToolUse) and turn.role != "assistant":
                found.add(block.id)
            elif isinstance(block, ToolResult) and turn.role != "user":
                found.add(block.tool_use_id)
    return found


def _doubled(made: list[Placed], request: Request) -> None:
    seen: set[str] = set()
    for place, block in made:
        if block.id in seen and CLIENT(block.id):
            request.found(
                "tool-use-id-duplicate",
                place,
                f"id {quoted(block.id)} is used twice in one turn",
                "Give each call an id of its own.",
            )
        seen.add(block.id)


def _answered(
    turn: Turn, made: list[Placed], answered: list[str], strays: set[str], request: Request
) -> None:
    done = strays.union(answered)
    waiting = [(place, block.id) for place, block in made if block.id not in done]
    ids = {block.id for _, block in made}
    unknown = [one for one in answered if one not in ids and not one.startswith(_SERVER)]
    # As many results of unknown calls: the ids differ, which is said of the result.
    if len(waiting) > len(unknown):
        more = f" and {len(waiting) - 1} more" if len(waiting) > 1 else ""
        words = f"tool call {quoted(waiting[0][1])}{more} without a tool_result in the next user message"
        request.found("tool-use-unanswered", waiting[0][0], words, _ANSWER)
    elif not waiting:
        _order(turn, request)


def _order(turn: Turn, request: Request) -> None:
    called = False
    for place, block in turn.blocks:
        if isinstance(block, ToolUse):
            called = True
        elif called and isinstance(block, Text):
            words = "text behind a tool call in the same turn of the assistant"
            request.found(
                "tool-use-not-last", place, words, "Put the text before the tool calls of the turn."
            )
            return


def _results(turn: Turn, made: list[Placed], strays: set[str], request: Request) -> None:
    ids = Counter(block.id for _, block in made)
    seen: set[str] = set()
    before = ""
    for place, block in turn.blocks:
        if not isinstance(block, ToolResult):
            before = before or str(block.__struct_config__.tag)
        elif block.tool_use_id in strays:
            continue
        elif block.tool_use_id not in ids:
            _orphan(block.tool_use_id, place, request)
        elif block.tool_use_id in seen:
            if ids[block.tool_use_id] == 1:
                words = f"a second result for {quoted(block.tool_use_id)}"
                request.found(
                    "tool-result-duplicate", place, words, "Keep one result a call; join their contents."
                )
        else:
            seen.add(block.tool_use_id)
            if before and before != "found":
                words = f"a {before} block is before this tool_result in the user turn"
                request.found(
                    "tool-result-first",
                    place,
                    words,
                    "Put all tool_result blocks first, then text and images.",
                )
                before = "found"


def _orphan(tool_use_id: str, place: str, request: Request) -> None:
    if tool_use_id.startswith(_SERVER):
        words = f"a tool_result for {quoted(tool_use_id)}, which the API itself answers"
        request.found(
            "tool-result-server-id", place, words, "Remove it; answer only the calls of your own tools."
        )
    elif not CLIENT(tool_use_id):
        words = (
            f"tool_use_id {quoted(tool_use_id)} has a character other than a-z, A-Z, 0-9, _ and -"
            if tool_use_id
            else "the tool_use_id is empty"
        )
        request.found("tool-use-id-pattern", f"{place}.tool_use_id", words, "Use the id of the call.")
    else:
        words = f"no call {quoted(tool_use_id)} in the assistant turn before this tool_result"
        request.found(
            "tool-result-orphan",
            place,
            words,
            "Send the assistant message with the call right before it, or drop the result.",
        )
