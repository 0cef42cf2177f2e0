"""The ids of a batch, and where each stands first.

Programs number their requests, so most ids come in order (shorter ones first, then by their text), and what
comes in order cannot repeat. Such ids only join the end of a list, at a third of the price of a table, and
memory is read where it is written last.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

# Whether it is ordered; the run, as one text where no id holds a line end; the others.
Parcel = tuple[bool, str | list[str], dict[str, int]]

# As many may be out of order before it is asked whether there is an order at all.
STRAYS = 1000
# How far back an id may stand that turns out to be the odd one itself: one much longer than the rest, for
# instance.
LATELY = 8


class Ids:
    """Ids by place: the line of JSONL from 1, or any other number where no order is looked for (`ordered`).

    While it is ordered, `run` has one entry for each line: its id, or the entry before where that has none or
    is out of order; it is sorted by length and text. `others` are the ids out of order, and all of them once
    there is no order.
    """

    __slots__ = ("_aside", "_settled", "ordered", "others", "run")

    def __init__(self, ordered: bool) -> None:
        self.ordered = ordered
        self.run: list[str] = []
        self.others: dict[str, int] = {}
        self._aside: list[str] = []
        self._settled: list[tuple[int, str]] = []

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
        if _order(custom_id) > _order(self.last) or self._instead(custom_id):
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
        return _line(self.run, custom_id) if found is None and custom_id else found

    def settle(self) -> list[tuple[int, str]]:
        """Return (line, id) of those that came in order, and had been put aside before; each is returned
        once.
        """
        self._settle()
        repeated, self._settled = self._settled, []
        return repeated

    def _settle(self) -> None:
        for custom_id in self._aside:
            line = _line(self.run, custom_id)
            if line is not None:
                self._settled.append((line, custom_id))
        self._aside = []

    def parcel(self) -> Parcel:
        """Return all as plain values, for `join` in another process."""
        together = "\n".join(self.run)
        # One text travels in half of the time of its words.
        return self.ordered, together if together.count("\n") == len(self.run) - 1 else self.run, self.others

    def join(self, parcel: Parcel, places: int) -> list[tuple[int, str]]:
        """Add the ids of the part that follows behind so many places; return (place in the part, id) of those
        that were here before.
        """
        ordered, given, others = parcel
        run = given.split("\n") if isinstance(given, str) else given
        begins = next((index for index, one in enumerate(run) if one), len(run))
        follows = begins == len(run) or _order(run[begins]) > _order(self.last)
        repeated: list[tuple[int, str]] = []
        if self.ordered and ordered and follows:
            for custom_id in self.others.keys() - others.keys():
                line = _line(run, custom_id, begins)
                if line is not None:
                    repeated.append((line, custom_id))
        else:
            self._scatter()
            others = {**_places(run), **others}
        for custom_id, at in others.items():
            if (self.ordered and self.first(custom_id) is not None) or self.others.setdefault(
                custom_id, at + places
            ) != at + places:
                repeated.append((at, custom_id))
        if self.ordered:
            self.run += [self.last] * begins
            self.run += run[begins:]
        return repeated

    def _instead(self, custom_id: str) -> bool:
        """Put the last id aside if it is what is out of order, and not the new one."""
        last = self.last
        begins = bisect_left(self.run, _order(last), lo=max(len(self.run) - LATELY, 0), key=_order)
        before = self.run[begins - 1] if begins else ""
        if not last or before == last or not _order(before) < _order(custom_id) < _order(last):
            return False
        if custom_id in self.others:
            return False
        if last in self.others:
            self._settled.append((begins + 1, last))
        else:
            self.others[last] = begins + 1
            self._aside.append(last)
        self.run[begins:] = [before] * (len(self.run) - begins)
        return True

    def _scatter(self) -> None:
        """Give up the order."""
        self._settle()
        self.others = {**_places(self.run), **self.others}
        self.run = []
        self.ordered = False


def _order(custom_id: str) -> tuple[int, str]:
    return len(custom_id), custom_id


def _line(run: list[str], custom_id: str, begins: int = 0) -> int | None:
    """Return the line an id stands on first in a run that is sorted from `begins` on."""
    index = bisect_left(run, _order(custom_id), lo=begins, key=_order)
    return index + 1 if index < len(run) and run[index] == custom_id else None


def _places(run: list[str]) -> dict[str, int]:
    found: dict[str, Any] = {}
    for place, custom_id in enumerate(run, 1):
        found.setdefault(custom_id, place)
    found.pop("", None)
    return found
