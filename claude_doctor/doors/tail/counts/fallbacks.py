"""Requests that another model answered after the first one failed."""

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

KEY = "fallbacks"
_TO = " -> "


class _Fallbacks(Sums):
    """How often one model answered for another, by both names."""

    most = 200

    def add(self, event: Event, changes: Sequence[Change]) -> None:
        if event.is_error or not event.model:
            return
        for what, before, number in changes:
            if what == "recovered" and before.is_error and before.model and before.model != event.model:
                self.count(f"{before.model[:80]}{_TO}{event.model[:80]}", number)

    def shown(self, totals: Totals, view: View) -> dict[str, Any]:
        by = {masked(pair): number for pair, number in self.ranked()}
        return {"count": sum(self.named.values()), "by": by}


def begin(options: Options) -> Tally:
    """Return an empty table."""
    return _Fallbacks()
