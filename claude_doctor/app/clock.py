"""Time and chance, in one place: what `testing()` and the simulation replace."""

from __future__ import annotations

import random as _random
import time as _time


class Clock:
    """The real time and real chance."""

    def now(self) -> float:
        """Return seconds that only grow."""
        return _time.monotonic()

    def wall(self) -> float:
        """Return seconds since the epoch."""
        return _time.time()

    def random(self) -> float:
        """Return a number from 0 to 1."""
        return _random.random()  # noqa: S311  # spreads waits, guards nothing

    def sleep(self, seconds: float) -> None:
        """Wait, holding up this thread only."""
        _time.sleep(seconds)

    async def asleep(self, seconds: float) -> None:
        """Wait without holding up the event loop (asyncio or trio)."""
        import anyio

        await anyio.sleep(seconds)


class _Current:
    clock: Clock = Clock()


def clock() -> Clock:
    """Return the clock in force."""
    return _Current.clock


def install(new: Clock) -> Clock:
    """Put another clock in force and return the one before."""
    before = _Current.clock
    _Current.clock = new
    return before
