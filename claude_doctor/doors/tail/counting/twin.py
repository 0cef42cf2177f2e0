"""Joining that looks back the same way wherever reading began.

What is known at a line is what the lines since the block before its own say, and nothing older. So two
joiners read each block: one that began with the block before, whose word counts, and one that begins with
this block and takes its place in the next.
"""

from __future__ import annotations

import copy

from claude_doctor.doors.tail.counting.join import Joiner
from claude_doctor.doors.tail.counting.memory import Memory
from claude_doctor.doors.tail.counting.remembered import Counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.counting.remembered import Copies
    from claude_doctor.doors.tail.reading.event import Event

# What a joiner may change in an event.
_CHANGED = ("joined", "kind", "at", "status", "diagnosis", "retryable")


class Twin:
    """The joiner whose word counts, and its successor; in the first block they are one."""

    __slots__ = ("_copies", "_counted", "memory", "now", "then")

    def __init__(self, counted: Callable[[Any, str], Event], copies: Copies | None = None) -> None:
        self._counted = counted
        self._copies = copies
        self.memory = Memory(copies=copies)
        self.now = self.then = self._joiner(self.memory)

    def _joiner(self, memory: Memory) -> Joiner:
        joiner = Joiner(memory)
        joiner.finder.counted = self._counted
        return joiner

    def turn(self) -> None:
        """Begin with the next block."""
        hot = Counted()
        self.now = self.then
        self.memory = self.now.memory
        self.memory.turn(hot)
        self.then = self._joiner(Memory(hot, self._copies))

    def add(self, event: Event) -> tuple[Event, list[Change]]:
        """Return the event as it counts, and how it changes the counts."""
        if self.then is self.now:
            return event, self.now.add(event)
        if not event.headless:
            event = self._ahead(event)
        return event, self.now.add(event)

    def _ahead(self, event: Event) -> Event:
        """Tell the successor; it keeps what it changed, and the event as it was goes on."""
        before = (event.joined, event.kind, event.at, event.status, event.diagnosis, event.retryable)
        self.then.add(event)
        if before == (event.joined, event.kind, event.at, event.status, event.diagnosis, event.retryable):
            return event
        event = copy.copy(event)
        for name, value in zip(_CHANGED, before, strict=True):
            setattr(event, name, value)
        return event

    def knows(self, names: list[str]) -> bool:
        """Whether any of some request ids was seen."""
        now, then = self.memory, self.then.memory
        if not (now.hot.names.isdisjoint(names) and now.hot_older.names.isdisjoint(names)):
            return True
        return not (now.ids.keys().isdisjoint(names) and then.ids.keys().isdisjoint(names))

    def counts(self, names: list[str], got: list[Any]) -> bool:
        """Remember plain failures that the hot path counts, none of which is known; False when an id comes
        twice among them.
        """
        return self.memory.hot.add(names, got)
