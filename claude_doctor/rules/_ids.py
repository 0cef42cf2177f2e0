"""The ids of a batch, and where each stands first.

Programs number their requests, so most ids come in order (shorter ones first, then by their text), and what comes in order cannot
repeat. Such ids only join the end of a list, at a third of the price of a table, and memory is read where it is written last.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

# As many may be out of order before it is asked whether there is an order at all.
STRAYS = 1000


class Ids:
    """Ids by place: the line in JSONL, the index elsewhere. `begin` is the first place.

    While `ordered`, `run` has one entry for each place: its id, or the entry before where that has none or is out of order; it is
    sorted by length and text. `others` are the ids out of order, and all of them once there is no order.
    """

    __slots__ = ("begin", "ordered", "others", "run")

    def __init__(self, begin: int) -> None:
        self.begin = begin
        self.ordered = True
        self.run: list[str] = []
        self.others: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.run) or len(self.others)

    @property
    def last(self) -> str:
        """Return what the next id has to follow to be in order; "" at the beginning."""
        return self.run[-1] if self.run else ""

    @property
    def width(self) -> int:
        """The length of an id that may simply join the run; -1 when none may."""
        return len(self.last) if self.ordered else -1

    def add(self, custom_id: str, at: int) -> int:
        """Add an id at the place behind the last one; return where it stands first."""
        if not self.ordered:
            return self.others.setdefault(custom_id, at)
        last = self.last
        if (len(custom_id), custom_id) > (len(last), last):
            self.run.append(custom_id)
            return at
        self.skip()
        first = self.first(custom_id)
        if first is None:
            first = self.others[custom_id] = at
            if len(self.others) > STRAYS and len(self.others) * 8 > len(self.run):
                self._scatter()
        return first

    def skip(self) -> None:
        """Pass over a place without an id."""
        if self.ordered:
            self.run.append(self.last)

    def first(self, custom_id: str) -> int | None:
        """Return where an id stands first; None for one that is new."""
        found = self.others.get(custom_id)
        if found is None and custom_id:
            index = bisect_left(self.run, _order(custom_id), key=_order)
            if index < len(self.run) and self.run[index] == custom_id:
                found = index + self.begin
        return found

    def parcel(self) -> tuple[bool, list[str], dict[str, int]]:
        """Return all as plain values, for `join` in another process."""
        return self.ordered, self.run, self.others

    def join(self, parcel: tuple[bool, list[str], dict[str, int]], places: int) -> list[tuple[int, str]]:
        """Add the ids of the part that follows behind so many places; return (place in the part, id) of those that were here before."""
        ordered, run, others = parcel
        begins = next((index for index, one in enumerate(run) if one), len(run))
        follows = begins == len(run) or _order(run[begins]) > _order(self.last)
        repeated: list[tuple[int, str]] = []
        if self.ordered and ordered and follows:
            for custom_id in self.others:
                index = bisect_left(run, _order(custom_id), lo=begins, key=_order)
                if index < len(run) and run[index] == custom_id:
                    repeated.append((index + self.begin, custom_id))
        else:
            self._scatter()
            others = {**_places(run, self.begin), **others}
        for custom_id, at in others.items():
            if self.first(custom_id) is None:
                self.others[custom_id] = at + places
            else:
                repeated.append((at, custom_id))
        if self.ordered:
            self.run += [self.last] * begins
            self.run += run[begins:]
        return repeated

    def _scatter(self) -> None:
        """Give up the order."""
        self.others = {**_places(self.run, self.begin), **self.others}
        self.run = []
        self.ordered = False


def _order(custom_id: str) -> tuple[int, str]:
    return len(custom_id), custom_id


def _places(run: list[str], begin: int) -> dict[str, int]:
    found: dict[str, Any] = {}
    for place, custom_id in enumerate(run, begin):
        found.setdefault(custom_id, place)
    found.pop("", None)
    return found
