"""Alerts by the words of `tail --alert`, delivered in the background; the caller only hands an event over."""

from __future__ import annotations

import logging
import os
import threading
import weakref
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claude_doctor.app import events, house
from claude_doctor.app.alert import Alert
from claude_doctor.app.clock import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from claude_doctor.app.events import Event
    from claude_doctor.app.webhook import Webhook

_HELD = 10_000
_ALERTS = 100
_KINDS = 1000
_TRIES = 3
_LOG = logging.getLogger("claude_doctor.app")


@dataclass(frozen=True, slots=True)
class Counts:
    """Failures of one cause since the monitor was made, and when the last one came (ISO text in UTC)."""

    count: int
    last: str


class Monitor:
    """Counts failures and says when a rule is broken: each at most once per cool-down, `resolved` once its
    window is quiet.

    `to` is called with an Alert (a function or a Webhook) in a thread of the monitor; what it raises is
    logged and tried again, three times in all, and never reaches the caller. Different from the popular
    version: "in 1h" is a window that slides, not a count since the start.
    """

    def __init__(
        self,
        alerts: Sequence[str] = ("any > 5 in 1h",),
        *,
        cooldown_s: float = 3600,
        to: Callable[[Alert], object] | Webhook | None = None,
        resolved: bool = True,
    ) -> None:
        self._rules = tuple(alerts)
        self._watch = house.watch(self._rules, cooldown_s)
        self._windows = {rule: house.window_s(rule) for rule in self._rules}
        self._to = to
        self._resolved = resolved
        self._inbox: deque[tuple[float, float, object]] = deque(maxlen=_HELD)
        self._outbox: deque[Alert] = deque(maxlen=_ALERTS)
        self._counting = threading.RLock()
        self._wake = threading.Event()
        self._idle = threading.Event()
        self._thread: threading.Thread | None = None
        self._pid = 0
        self._closed = False
        self._counts: dict[str, Counts] = {}
        self._recent: deque[str] = deque(maxlen=10_000)
        self._firing: dict[str, float] = {}
        self._is_warned = False
        self.alerts: deque[Alert] = deque(maxlen=_ALERTS)
        self.dropped = 0

    def record(self, error_or_event: object) -> None:
        """Count a failure: an Event, an exception, a text or an error body. Costs the caller next to nothing;
        never raises.
        """
        if len(self._inbox) >= _HELD:
            self.dropped += 1
        self._inbox.append((clock().now(), clock().wall(), error_or_event))
        if not self._wake.is_set():
            self._begin()
            self._wake.set()

    def stats(self) -> Mapping[str, Counts]:
        """Return the counts by cause (an id of the catalogue, else a type or status)."""
        self._count()
        with self._counting:
            return dict(self._counts)

    def patterns(self, last: int = 100) -> list[tuple[str, int]]:
        """Return (cause, how often) among the last failures, the most frequent first."""
        self._count()
        with self._counting:
            return Counter(list(self._recent)[-last:]).most_common()

    def flush(self, timeout: float = 5) -> bool:
        """Wait until all that was recorded is counted and its alerts are delivered or given up; False when
        that takes longer.
        """
        self._begin()
        self._idle.clear()
        self._wake.set()
        return self._idle.wait(timeout)

    def close(self, timeout: float = 5) -> None:
        """Deliver what is left, at most for so long, and end the thread; what is recorded later is only
        counted.
        """
        if not self._closed:
            self.flush(timeout)
        self._closed = True
        self._wake.set()

    # -- the thread

    def _begin(self) -> None:
        if (self._thread is not None and self._pid == os.getpid()) or self._closed:
            return
        with self._counting:
            if self._thread is None or self._pid != os.getpid():
                self._pid = os.getpid()
                self._thread = threading.Thread(
                    target=_work,
                    args=(weakref.ref(self), self._wake),
                    name="claude-doctor-monitor",
                    daemon=True,
                )
                self._thread.start()

    def _round(self) -> bool:
        """Count and deliver; return whether the thread goes on."""
        self._count()
        self._settle()
        while self._outbox:
            self._deliver(self._outbox.popleft())
        if not self._inbox:
            self._idle.set()
        return not self._closed

    def _deliver(self, alert: Alert) -> None:
        if self._to is None:
            return
        for attempt in range(1, _TRIES + 1):
            try:
                self._to(alert)
            except Exception as error:  # noqa: BLE001  # a receiver of the program must not end the thread
                if attempt < _TRIES:
                    clock().sleep(min(0.1 * 2**attempt, 2.0))
                elif not self._is_warned:
                    self._is_warned = True
                    _LOG.warning("the receiver of alerts failed %d times: %s", _TRIES, type(error).__name__)
            else:
                return

    def _count(self) -> None:
        with self._counting:
            while self._inbox:
                now, wall, item = self._inbox.popleft()
                event = _event(item)
                cause = event.diagnosis or event.error_type or str(event.status or "unknown")
                if len(self._counts) < _KINDS or cause in self._counts:
                    before = self._counts.get(cause)
                    self._counts[cause] = Counts(before.count + 1 if before else 1, events.stamp(wall))
                self._recent.append(cause)
                self._fire(now, wall, event)

    def _fire(self, now: float, wall: float, event: Event) -> None:
        counted = house.log_event(
            status=event.status, type=event.error_type, code=event.error_code, diagnosis=event.diagnosis
        )
        counted.at = int(now * 10**6)
        changes = [("attempt", counted, 1)]
        if event.kind != "retry":
            changes.append(("failed", counted, 1))
        self._watch.add(changes)
        for fired in self._watch.check():
            self._firing[fired.rule] = now
            self._send(
                Alert(
                    fired.rule,
                    events.stamp(wall),
                    fired.value,
                    diagnosis=fired.diagnosis,
                    causes=dict(self._top()),
                )
            )

    def _top(self) -> list[tuple[str, int]]:
        return Counter(list(self._recent)[-100:]).most_common(5)

    def _settle(self) -> None:
        """Say `resolved` of the alerts whose window has passed without another
        failure that breaks the rule.
        """
        if not self._resolved:
            return
        now = clock().now()
        with self._counting:
            for rule, at in list(self._firing.items()):
                if now - at > self._windows.get(rule, 0):
                    del self._firing[rule]
                    self._send(Alert(rule, events.stamp(clock().wall()), 0.0, resolved=True))

    def _send(self, alert: Alert) -> None:
        if len(self._outbox) == _ALERTS:
            self.dropped += 1
        self._outbox.append(alert)
        self.alerts.append(alert)
        self._wake.set()


def _event(item: object) -> Event:
    if isinstance(item, events.Event):
        return item
    from claude_doctor.app.classify import failure_of_words

    try:
        return events.of_failure(failure_of_words(item), "terminal")
    except Exception:  # noqa: BLE001  # what cannot be described is still counted
        return events.Event(kind="terminal", error_type=type(item).__name__)


def _work(owner: weakref.ref[Monitor], wake: threading.Event) -> None:
    """Run until the monitor is closed or gone; wakes each second for alerts that are over."""
    while True:
        wake.wait(1.0)
        wake.clear()
        monitor: Any = owner()
        if monitor is None or not monitor._round():  # noqa: SLF001  # the thread's own object
            return
        del monitor
