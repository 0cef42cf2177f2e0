"""One wall-clock deadline over everything, name resolution and dripping servers included."""

from __future__ import annotations

import threading
import time
from typing import Generic, TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


# What is kept back for diagnosing and writing the report, at most and as a share of the budget.
_RESERVE, _RESERVE_SHARE = 0.1, 0.05


class BudgetError(TimeoutError):
    """A step was still waiting when its own limit or the whole budget ended."""


class Budget:
    """The time that is left, for the whole run and for one step."""

    def __init__(
        self, total: float, step: float, clock: Callable[[], float] = time.monotonic, spent: float = 0.0
    ) -> None:
        """Start the clock: `total`, `step` and `spent`, what is gone already, are seconds."""
        self._clock = clock
        self.total = total
        self.step = step
        self.started = clock() - spent

    def elapsed(self) -> float:
        """Return the seconds since the start."""
        return self._clock() - self.started

    def left(self) -> float:
        """Return the seconds that may still be waited, 0 when they are over; the report has its own share of
        the budget.
        """
        return max(self.total - min(_RESERVE, self.total * _RESERVE_SHARE) - self.elapsed(), 0.0)

    def limit(self, most: float | None = None) -> float:
        """Return how long the next step may take; never 0, which would mean `do not wait` to a socket."""
        return max(min(self.left(), self.step, self.step if most is None else most), 0.001)

    def until(self, most: float | None = None) -> Deadline:
        """Return the moment the next step must have ended."""
        return Deadline(self._clock, self._clock() + self.limit(most))


class Deadline:
    """A moment; what waits on a socket asks how long it still may."""

    def __init__(self, clock: Callable[[], float], at: float) -> None:
        """Remember the moment."""
        self._clock = clock
        self._at = at

    def left(self) -> float:
        """Return the seconds until then; BudgetError when it is past."""
        seconds = self._at - self._clock()
        if seconds <= 0:
            raise BudgetError("timed out")
        return seconds


class Task(Generic[T]):
    """A function in a daemon thread: whoever waits for it decides how long, and a hanging one never holds the
    process.
    """

    def __init__(self, work: Callable[[], T], name: str) -> None:
        """Start at once."""
        self._work = work
        self._done = threading.Event()
        self._value: list[T] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._value.append(self._work())
        except BaseException as error:  # noqa: BLE001  # handed to whoever waits
            self._error = error
        finally:
            self._done.set()

    def done(self) -> bool:
        """Whether it has ended."""
        return self._done.is_set()

    def result(self, seconds: float) -> T:
        """Return its value or raise its error; BudgetError when it is not there in time."""
        if not self._done.wait(max(seconds, 0.0)):
            raise BudgetError("timed out")
        if self._error is not None:
            raise self._error
        return self._value[0]


def bounded(work: Callable[[], T], seconds: float, name: str = "step") -> T:
    """Run a function that cannot be told a timeout (getaddrinfo) and return its value; BudgetError when it
    takes longer.
    """
    return Task(work, name).result(seconds)
