"""The pace: in an overload the sending rate of this process adapts, and calls wait in a queue for their turn.

Pure arithmetic: the time is an argument, nothing sleeps here. The caller holds the lock.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_QUIET_S = 3.0  # so long after a cut without another one the rate grows by itself
_MEASURED_S = 20.0
_DEMAND_S = 30.0
_LONGEST_STEP_S = 10.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How the rate moves: `cut` of it is left at a refusal (at most once in `cut_every_s`), a success adds
    `growth`.

    `quiet` is what a second without refusals adds, `floor` the least rate (requests a second). It ends when
    the rate exceeds `off_above` times the demand and nobody waits.
    """

    cut: float = 0.7
    cut_every_s: float = 2.0
    growth: float = 0.25
    quiet: float = 0.05
    floor: float = 1 / 15
    off_above: float = 1.5


class Ticket:
    """A place in the queue; one who stops waiting gives it back."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


class Pacer:
    """The state of one limit group. `rate` is None while there is no distress."""

    __slots__ = (
        "_at",
        "_cut_at",
        "_demand",
        "_demand_at",
        "_gone",
        "_issued",
        "_measured",
        "_measured_at",
        "_pace",
        "_tokens",
        "rate",
    )

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self.rate: float | None = None
        self._tokens = 0.0
        self._at = 0.0
        self._cut_at = -math.inf
        self._measured = self._measured_at = 0.0
        self._demand = self._demand_at = 0.0
        self._issued = self._gone = 0

    @property
    def waiting(self) -> int:
        """How many wait."""
        return self._issued - self._gone

    def arrived(self, now: float) -> None:
        """Count a new call as demand."""
        self._demand = self._demand * math.exp((self._demand_at - now) / _DEMAND_S) + 1 / _DEMAND_S
        self._demand_at = now

    def admit(self, now: float, left_s: float) -> Ticket | float | None:
        """Return None to send now, a ticket to wait, or the seconds it would take when that is longer than
        `left_s`.
        """
        if self.rate is None:
            return None
        self._fill(now)
        if self.rate is None:
            return None
        if self.waiting == 0 and self._tokens >= 1:
            self._tokens -= 1
            return None
        needed = (self.waiting + 1 - self._tokens) / self.rate
        if needed > left_s:
            return needed
        self._issued += 1
        return Ticket(self._issued)

    def due(self, ticket: Ticket, now: float) -> float:
        """Return 0 when it is the ticket's turn (its place and one request are then taken), else the seconds
        to wait.
        """
        self._fill(now)
        if self.rate is None:
            self._gone += 1
            return 0.0
        place = max(ticket.number - self._gone, 1)
        if self._tokens >= place:
            self._tokens -= 1
            self._gone += 1
            return 0.0
        return max((place - self._tokens) / self.rate, 0.001)

    def back(self) -> None:
        """Take a ticket back."""
        self._gone += 1

    def sent(self, now: float) -> None:
        """Count a request when it is sent."""
        self._measured = self._measured * math.exp((self._measured_at - now) / _MEASURED_S) + 1 / _MEASURED_S
        self._measured_at = now

    def success(self, now: float) -> None:
        """Count an answer."""
        if self.rate is not None:
            self._fill(now)
        if self.rate is not None:
            self.rate *= 1 + self._pace.growth

    def refused(self, now: float) -> None:
        """Count a refusal: distress begins, or the rate is cut."""
        if now - self._cut_at <= self._pace.cut_every_s:
            return
        measured = self._measured * math.exp((self._measured_at - now) / _MEASURED_S)
        self._fill(now)
        if self.rate is None:
            self._at, self._tokens = now, 0.0
        self.rate = max(self._pace.floor, self._pace.cut * min(measured, self.rate or measured))
        self._cut_at = now

    def _fill(self, now: float) -> None:
        if self.rate is None or now <= self._at:
            return
        if now - self._cut_at > _QUIET_S:
            self.rate *= 1 + self._pace.quiet * min(now - self._at, _LONGEST_STEP_S)
        self._tokens = min(max(1.0, self.rate), self._tokens + (now - self._at) * self.rate)
        self._at = now
        demand = self._demand * math.exp((self._demand_at - now) / _DEMAND_S)
        if self.rate > self._pace.off_above * demand + 0.2 and self.waiting == 0:
            self.rate = None
