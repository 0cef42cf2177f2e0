"""When to try again: data alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claude_doctor.app.budget import Budget
from claude_doctor.app.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Rule:
    """What to do about one kind of failure, instead of what the catalogue says. Fields left None are the
    policy's.

    `stop` never repeats. `delays_s` is a fixed schedule (it ends the call when it is used up); without it the
    wait is uniform between 0 and min(`cap_s`, `first_s` * 2**n).
    """

    stop: bool = False
    first_s: float | None = None
    cap_s: float | None = None
    max_attempts: int | None = None
    delays_s: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if any(not 0 <= value < 1e7 for value in (*self.delays_s, self.first_s or 0, self.cap_s or 0)):
            raise ValueError("waits are seconds from 0 up")


STOP = Rule(stop=True)


@dataclass(frozen=True, slots=True)
class Policy:
    """A deadline for the call, waits, and how often work that may be billed is repeated.

    `deadline_s`: after it no attempt and no wait begins; a running answer is never cut; None: no deadline.
    `first_s`, `cap_s`: full jitter, uniform(0, min(cap, first * 2**n)). `billed_repeats`: repeats after a
    failure that may have been billed (a timeout, a connection lost after sending). `budget` pays for repeats
    of everything but overload; empty, it starts the `pace`, which lets calls queue (None: no queue). `rules`
    go by entry id, error code, type or status and win over the catalogue: `{529: Rule(first_s=3), 500:
    STOP}`.
    """

    deadline_s: float | None = 120.0
    first_s: float = 1.0
    cap_s: float = 30.0
    max_attempts: int = 12
    billed_repeats: int = 1
    budget: Budget = field(default_factory=Budget)
    pace: Pace | None = field(default_factory=Pace)
    rules: Mapping[str | int, Rule] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.deadline_s is not None and not self.deadline_s >= 0:
            raise ValueError("deadline_s is seconds from 0 up, or None")
        if not (0 <= self.first_s < 1e7 and 0 <= self.cap_s < 1e7):
            raise ValueError("first_s and cap_s are seconds from 0 up")
        if self.max_attempts < 1 or self.billed_repeats < 0:
            raise ValueError("max_attempts is at least 1, billed_repeats at least 0")

    @classmethod
    def interactive(cls) -> Policy:
        """Return the policy for somebody who waits: 30 seconds in all."""
        return cls(deadline_s=30.0, cap_s=8.0)

    @classmethod
    def batch(cls) -> Policy:
        """Return the policy for work nobody waits for: 15 minutes, waits up to a minute."""
        return cls(deadline_s=900.0, cap_s=60.0, max_attempts=30)

    @classmethod
    def off(cls) -> Policy:
        """Return the policy of one attempt; log, monitor and the guard of streams stay."""
        return cls(max_attempts=1, pace=None)
