"""Failures of other services, by name: never counted as Claude's, but said."""

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

KEY = "other_services"
_MOST = 200
_OTHER = "(other)"


class _Others(Tally):
    """Names and numbers."""

    def __init__(self) -> None:
        self.named: dict[str, int] = {}

    def add(self, event: Event, changes: Sequence[Change]) -> None:
        if event.other is not None:
            self._count(event.other, 1)

    def _count(self, name: str, number: int) -> None:
        known = name if name in self.named or len(self.named) < _MOST else _OTHER
        self.named[known] = self.named.get(known, 0) + number

    def merge(self, other: Tally) -> None:
        assert isinstance(other, _Others)
        for name, number in other.named.items():
            self._count(name, number)

    def dump(self) -> object:
        return self.named

    def load(self, data: object) -> None:
        self.named = table(data)

    def shown(self, totals: Totals, view: View) -> dict[str, Any]:
        ranked = sorted(self.named.items(), key=lambda item: (-item[1], item[0]))
        return {
            "count": sum(self.named.values()),
            "by": {masked(name): number for name, number in ranked},
        }


def begin(options: Options) -> Tally:
    """Return an empty table."""
    return _Others()
