"""Failures of other services, by name: never counted as Claude's, but said."""

from __future__ import annotations

from claude_doctor.base.mask import masked
from claude_doctor.doors.tail.counting.tally import Sums, Tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.counting.options import Options, Totals, View
    from claude_doctor.doors.tail.reading.event import Event

KEY = "other_services"


class _Others(Sums):
    """Names and numbers."""

    most = 200

    def add(self, event: Event, changes: Sequence[Change]) -> None:
        if event.other is not None:
            self.count(event.other, 1)

    def shown(self, totals: Totals, view: View) -> dict[str, Any]:
        by = {masked(name): number for name, number in self.ranked()}
        return {"count": sum(self.named.values()), "by": by}


def begin(options: Options) -> Tally:
    """Return an empty table."""
    return _Others()
