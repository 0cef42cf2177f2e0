"""The conversation as two sides: what stands between a call and its answer, and what the results answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.request import Turn
from claude_doctor.doors.batch_check.engine.shapes import ToolResult, ToolUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    Placed = tuple[str, ToolUse]


def sides(turns: list[Turn]) -> list[Turn]:
    """Return the turns without system messages, whose place is another rule's business; neighbours of one
    role are joined.
    """
    if not any(turn.role == "system" for turn in turns):
        return turns
    made: list[Turn] = []
    blocks: list[tuple[str, Any]] = []  # of the last one made: its own list, which may grow
    for turn in turns:
        if turn.role == "system":
            continue
        if made and made[-1].role == turn.role:
            blocks += turn.blocks
            made[-1].last = turn.last
        else:
            blocks = list(turn.blocks)
            made.append(Turn(turn.role, turn.first, turn.last, blocks))
    return made


def exchanges(turns: list[Turn]) -> Iterator[tuple[Turn | None, Turn | None]]:
    """Yield (assistant, user behind it); the user is None at the end, the assistant where the user begins."""
    talk = sides(turns)
    for at, turn in enumerate(talk):
        if turn.role == "assistant":
            yield turn, talk[at + 1] if at + 1 < len(talk) else None
        elif not at:
            yield None, turn


def calls(turn: Turn | None) -> list[Placed]:
    """Return (place, call) of the client tool calls of a turn."""
    return [(place, block) for place, block in turn.blocks if isinstance(block, ToolUse)] if turn else []


def results(turn: Turn | None) -> list[tuple[str, ToolResult]]:
    """Return (place, result) of the tool results of a turn."""
    return [(place, block) for place, block in turn.blocks if isinstance(block, ToolResult)] if turn else []
