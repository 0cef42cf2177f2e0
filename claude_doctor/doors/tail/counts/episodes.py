"""Runs of failures of one cause: when they began and ended, when it recovered, and what failed meanwhile."""

from __future__ import annotations

from claude_doctor.doors.tail.counting import runs
from claude_doctor.doors.tail.counting.tally import Tally, keyed, rows, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.counting.options import Options, Totals, View
    from claude_doctor.doors.tail.reading.event import Event

KEY = "episodes"


class _Successes(Tally):
    """The first and the last success of each step, in microseconds since the epoch."""

    def __init__(self, bucket: int, most: int) -> None:
        self.bucket, self.most = bucket, most
        self.steps: dict[int, list[int]] = {}

    def add(self, event: Event, changes: Sequence[Change]) -> None:
        if event.kind == "ok" and not event.joined and event.at is not None:
            self._seen(event.at, event.at)
            while len(self.steps) > self.most:
                self._coarsen(self.bucket * 2)

    def _seen(self, first: int, last: int) -> None:
        held = self.steps.get(first // self.bucket)
        if held is None:
            self.steps[first // self.bucket] = [first, last]
        else:
            held[0], held[1] = min(held[0], first), max(held[1], last)

    def _coarsen(self, bucket: int) -> None:
        held, self.steps, self.bucket = self.steps, {}, bucket
        for first, last in held.values():
            self._seen(first, last)

    def merge(self, other: Tally) -> None:
        assert isinstance(other, _Successes)
        if other.bucket > self.bucket:
            self._coarsen(other.bucket)
        for first, last in other.steps.values():
            self._seen(first, last)
        while len(self.steps) > self.most:
            self._coarsen(self.bucket * 2)

    def dump(self) -> object:
        return {"bucket": self.bucket, "steps": {str(at): held for at, held in self.steps.items()}}

    def load(self, data: object) -> None:
        held = keyed(data, "bucket", "steps")
        self.bucket = max(table({"bucket": held["bucket"]})["bucket"], 1)
        self.steps = {int(at): row for at, row in rows(held["steps"], 2).items()}

    def shown(self, totals: Totals, view: View) -> list[dict[str, Any]]:
        return runs.episodes(totals, [(held[0], held[1]) for _, held in sorted(self.steps.items())])


def begin(options: Options) -> Tally:
    """Return no success yet."""
    return _Successes(options.bucket, options.most_buckets)
