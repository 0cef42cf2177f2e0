"""Counts failed attempts and requests over log time and says when an alert fires, in whatever order the lines
come.
"""

from __future__ import annotations

from collections import deque

from claude_doctor.doors.tail.counting.diagnose import page
from claude_doctor.doors.tail.report import TailAlert

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claude_doctor.doors.tail.counting.alerts import Alert
    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.reading.event import Event

# A window slides in steps of a hundredth: an alert never fires on less than its number within the window.
STEPS = 100
_MOST = 100_000
# A share of fewer failures than this says nothing.
LEAST = 10
# A failed attempt that may be repeated is a failed request when nothing followed for so long.
SETTLED = 60 * 10**6
_FIRED = 1000


class Watch:
    """All alerts of one reading. Feed it what the joiner says; `check` returns what fired since the last
    call.
    """

    def __init__(self, alerts: Sequence[Alert]) -> None:
        self._meters = [Meter(alert) for alert in alerts]
        self._open: dict[int, Event] = {}
        self._order: deque[tuple[int, Event]] = deque()
        self._newest = 0

    def add(self, changes: Iterable[Change], arrived: int | None = None) -> None:
        """Count changes; an event without a time counts when it arrived, or not at all."""
        for what, event, number in changes:
            at = event.at if event.at is not None else arrived
            if at is None:
                continue
            self._newest = max(self._newest, at)
            if what == "attempt":
                self._count(what, event, at, number)
            elif what == "failed":
                self._failed(event, at, number)

    def check(self, *, ended: bool = False) -> list[TailAlert]:
        """Return the alerts that fired, in the order of their rules; `ended` settles what could still have
        been repeated.
        """
        while self._order and (ended or self._newest - self._order[0][0] >= SETTLED):
            at, event = self._order.popleft()
            if self._open.pop(id(event), None) is not None:
                self._count("failed", event, at, 1)
        return [fired for meter in self._meters for fired in meter.check()]

    def _failed(self, event: Event, at: int, number: int) -> None:
        if number < 0 and self._open.pop(id(event), None) is not None:
            return
        if number > 0 and event.kind in {"retry", "attempt"}:
            self._open[id(event)] = event
            self._order.append((at, event))
        else:
            self._count("failed", event, at, number)

    def _count(self, what: str, event: Event, at: int, number: int) -> None:
        entry = page(event.diagnosis)
        for meter in self._meters:
            meter.add(what, event, entry.category if entry else None, at, number)


class Meter:
    """One alert's numbers: steps of time -> [what is watched, all failed attempts, the last time]."""

    def __init__(self, alert: Alert) -> None:
        self._alert = alert
        self._width = max(alert.window // STEPS, 1)
        self._steps: dict[int, list[int]] = {}
        self._low: int | None = None
        self._high = 0
        self._fired: deque[int] = deque(maxlen=_FIRED)

    def add(self, what: str, event: Event, category: str | None, at: int, number: int) -> None:
        """Count a change if it is of the kind that is watched."""
        wanted = what == ("failed" if self._alert.measure == "failed" else "attempt")
        if not wanted or not (self._alert.measure == "share" or self._alert.subject.matches(event, category)):
            return
        step = at // self._width
        row = self._steps.get(step)
        if row is None:
            self._forget()
            row = self._steps[step] = [0, 0, at]
        row[0] += number if self._alert.subject.matches(event, category) else 0
        row[1] += number
        row[2] = max(row[2], at)
        self._low = step if self._low is None else min(self._low, step)
        self._high = max(self._high, step)

    def check(self) -> list[TailAlert]:
        """Look at the windows that hold a step that changed."""
        if self._low is None:
            return []
        low, high = self._low - STEPS + 1, self._high + STEPS - 1
        self._low, self._high = None, 0
        found = range(low, high + 1) if high - low < len(self._steps) else self._steps
        steps = sorted(step for step in found if low <= step <= high and step in self._steps)
        return list(self._windows(steps, low + STEPS - 1))

    def _windows(self, steps: list[int], first: int) -> Iterable[TailAlert]:
        watched = every = start = 0
        for step in steps:
            row = self._steps[step]
            watched += row[0]
            every += row[1]
            while steps[start] <= step - STEPS:
                watched -= self._steps[steps[start]][0]
                every -= self._steps[steps[start]][1]
                start += 1
            if (
                step >= first
                and (value := self._value(watched, every)) is not None
                and self._alert.over(value)
                and self._may_fire(row[2])
            ):
                self._fired.append(row[2])
                cause = self._alert.subject.name if self._alert.subject.by == "cause" else None
                yield TailAlert(self._alert.rule, row[2], value, cause)

    def _value(self, watched: int, every: int) -> float | None:
        if self._alert.measure != "share":
            return watched if watched > 0 else None
        return round(100 * watched / every, 2) if every >= LEAST else None

    def _may_fire(self, at: int) -> bool:
        return all(abs(at - fired) >= self._alert.every for fired in self._fired)

    def _forget(self) -> None:
        if len(self._steps) >= _MOST:
            for step in sorted(self._steps)[: _MOST // 2]:
                del self._steps[step]
