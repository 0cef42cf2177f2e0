"""Whose fault the failed attempts are: the API's, the caller's, or that of what lies between them."""

from __future__ import annotations

from claude_doctor.doors.tail.counting.diagnose import page
from claude_doctor.doors.tail.counting.tally import Sums, Tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.counting.options import Options, Totals, View
    from claude_doctor.doors.tail.reading.event import Event

KEY = "faults"
_NAMES = ("theirs", "yours", "between", "unknown")


class _Faults(Sums):
    """Failed attempts by cause; whose fault a cause is, its page says when the sums are shown."""

    def add(self, event: Event, changes: Sequence[Change]) -> None:
        for what, under, number in changes:
            if what == "attempt":
                self.count(under.diagnosis or "", number)

    def shown(self, totals: Totals, view: View) -> dict[str, float]:
        found = dict.fromkeys(_NAMES, 0)
        for cause, number in self.named.items():
            entry = page(cause or None)
            fault = entry.fault if entry and entry.fault in found else "unknown"
            found[fault] += number
        total = sum(found.values())
        return {name: round(number / total, 4) if total else 0.0 for name, number in found.items()}


def begin(options: Options) -> Tally:
    """Return an empty table."""
    return _Faults()
