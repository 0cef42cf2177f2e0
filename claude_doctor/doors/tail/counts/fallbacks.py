"""Requests that another model answered after the first one failed."""

from __future__ import annotations

from claude_doctor.base.mask import masked
from claude_doctor.doors.tail.counting.tally import Tally, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.counting.options import Options, Totals, View
    from claude_doctor.doors.tail.reading.event import Event

KEY = "fallbacks"
_MOST = 200
_OTHER = "(other)"
_TO = " -> "


class _Fallbacks(Tally):
    """How often one model answered for another, by both names."""

    def __init__(self) -> None:
        self.pairs: dict[str, int] = {}

    def add(self, event: Event, changes: Sequence[Change]) -> None:
        if event.is_error or not event.model:
            return
        for what, before, number in changes:
            if what == "recovered" and before.is_error and before.model and before.model != event.model:
                self._count(f"{before.model[:80]}{_TO}{event.model[:80]}", number)

    def _count(self, pair: str, number: int) -> None:
        known = pair if pair in self.pairs or len(self.pairs) < _MOST else _OTHER
        self.pairs[known] = self.pairs.get(known, 0) + number

    def merge(self, other: Tally) -> None:
        assert isinstance(other, _Fallbacks)
        for pair, number in other.pairs.items():
            self._count(pair, number)

    def dump(self) -> object:
        return self.pairs

    def load(self, data: object) -> None:
        self.pairs = table(data)

    def shown(self, totals: Totals, view: View) -> dict[str, Any]:
        ranked = sorted(self.pairs.items(), key=lambda item: (-item[1], item[0]))
        return {"count": sum(self.pairs.values()), "by": {masked(pair): number for pair, number in ranked}}


def begin(options: Options) -> Tally:
    """Return an empty table."""
    return _Fallbacks()
