"""How much was retried already: attempts of one request, processes at work, the fullest minute."""

from __future__ import annotations

import hashlib

from claude_doctor.doors.tail.counting.tally import Tally, keyed, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.counting.options import Options, Totals, View
    from claude_doctor.doors.tail.reading.event import Event

KEY = "retries"
_MINUTE = 60 * 10**6
_NAMES = 100


class _Retries(Tally):
    """The highest number of an attempt that a line says, and the names of processes: a hundred, by hash."""

    def __init__(self) -> None:
        self.most = 0
        self.names: set[str] = set()

    def add(self, event: Event, changes: Sequence[Change]) -> None:
        if not changes:
            return
        told = int((event.retry or {}).get("attempt", 0)) if event.is_error else 0
        self.most = max(self.most, told, event.took, event.resends + 1 if event.resends else 0)
        if (name := event.stream or event.worker) and event.is_error:
            self.names.add(hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=8).hexdigest())
            if len(self.names) > 2 * _NAMES:
                self.names = set(sorted(self.names)[:_NAMES])

    def merge(self, other: Tally) -> None:
        assert isinstance(other, _Retries)
        self.most = max(self.most, other.most)
        self.names = set(sorted(self.names | other.names)[:_NAMES])

    def dump(self) -> object:
        return {"most": self.most, "names": sorted(self.names)[:_NAMES]}

    def load(self, data: object) -> None:
        held = keyed(data, "most", "names")
        self.most = table({"most": held["most"]})["most"]
        self.names = set(table(dict.fromkeys(_listed(held["names"]), 0)))

    def shown(self, totals: Totals, view: View) -> dict[str, int]:
        steps = max(_MINUTE // totals.bucket, 1)
        minutes: dict[int, int] = {}
        for start, row in totals.series.items():
            minutes[start // steps] = minutes.get(start // steps, 0) + sum(row.values())
        longer = max(totals.bucket // _MINUTE, 1)  # steps longer than a minute: what one holds on average
        return {
            "most_attempts": self.most,
            "workers": min(len(self.names), _NAMES),
            "most_failed_per_minute": max(minutes.values(), default=0) // longer,
        }


def _listed(data: object) -> list[object]:
    if not isinstance(data, list | tuple) or not all(isinstance(item, str) for item in data):
        raise ValueError("a list of names was expected")
    return list(data)


def begin(options: Options) -> Tally:
    """Return nothing seen yet."""
    return _Retries()
