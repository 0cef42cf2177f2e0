"""How long requests took, good and failed ones, and the time that was lost to failures and to waiting."""

from __future__ import annotations

from claude_doctor.doors.tail.counting.sketch import Sketch
from claude_doctor.doors.tail.counting.tally import Tally, keyed, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.counting.options import Options, Totals, View
    from claude_doctor.doors.tail.reading.event import Event

KEY = "latency_ms"
_THOUSANDTHS = 1000  # sums are kept in microseconds, as whole numbers: those add up the same in any order


class _Latency(Tally):
    """Durations of successes and of failed attempts, and the sums of what was lost."""

    def __init__(self) -> None:
        self.good, self.bad = Sketch(), Sketch()
        self.sums = {"lost": 0, "waited": 0, "waits": 0}

    def add(self, event: Event, changes: Sequence[Change]) -> None:
        if event.duration_ms is not None and event.kind == "ok" and not event.joined:
            self.good.add(event.duration_ms)
        for what, under, number in changes:
            if what == "attempt" and under.duration_ms is not None:
                sign = 1 if number > 0 else -1
                self.bad.add(under.duration_ms, sign)
                self.sums["lost"] += sign * round(under.duration_ms * _THOUSANDTHS)
        wait = (event.retry or {}).get("delay_ms")
        if wait is not None and 0 <= wait < 1e9 and (event.kind == "retry" or event.link == "retrying"):
            self.sums["waited"] += round(wait * _THOUSANDTHS)
            self.sums["waits"] += 1

    def merge(self, other: Tally) -> None:
        assert isinstance(other, _Latency)
        self.good.merge(other.good)
        self.bad.merge(other.bad)
        for name, number in other.sums.items():
            self.sums[name] += number

    def dump(self) -> object:
        return {"good": self.good.dump(), "bad": self.bad.dump(), "sums": self.sums}

    def load(self, data: object) -> None:
        held = keyed(data, "good", "bad", "sums")
        self.good.load(held["good"])
        self.bad.load(held["bad"])
        self.sums = {**self.sums, **table(held["sums"])}

    def shown(self, totals: Totals, view: View) -> dict[str, Any]:
        both = Sketch()
        both.merge(self.good)
        both.merge(self.bad)
        sums = self.sums
        return {
            **_quantiles(both),
            "succeeded": _quantiles(self.good),
            "failed": _quantiles(self.bad),
            "lost_ms": sums["lost"] // _THOUSANDTHS if self.bad.count else None,
            "waited_ms": sums["waited"] // _THOUSANDTHS if sums["waits"] else None,
        }


def _quantiles(sketch: Sketch) -> dict[str, Any]:
    middle, high = sketch.quantile(0.5), sketch.quantile(0.95)
    return {
        "p50": None if middle is None else float(f"{middle:.3g}"),
        "p95": None if high is None else float(f"{high:.3g}"),
        "count": sketch.count,
    }


def begin(options: Options) -> Tally:
    """Return empty sketches."""
    return _Latency()
