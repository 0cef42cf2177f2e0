"""How much of a wait was this machine's own: a busy one wakes everybody late, and that says nothing of the
network.
"""

from __future__ import annotations

import threading
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_TICK = 0.02


class Pace:
    """A thread beside a wait that asks to be woken every 20 ms and adds up by how much it was woken late."""

    def __init__(
        self, clock: Callable[[], float] = time.perf_counter, wait: Callable[[float], bool] | None = None
    ) -> None:
        """Begin; `wait` sleeps for seconds and returns whether it is over."""
        self._over = threading.Event()
        self._clock = clock
        self._wait = wait or self._over.wait
        self._began = clock()
        self._late = 0.0
        self._asked = 0.0  # since when nobody was woken
        self._thread = threading.Thread(target=self._run, name="pace", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        self._asked = self._clock()
        self._late = self._asked - self._began  # a thread that begins late is woken late too
        while not self._wait(_TICK):
            now = self._clock()
            self._late += max(now - self._asked - _TICK, 0.0)
            self._asked = now

    def end(self) -> float:
        """Return the seconds since the beginning that were not the machine's own, 0 at least."""
        now = self._clock()
        self._over.set()
        late = self._late + (max(now - self._asked - _TICK, 0.0) if self._asked else now - self._began)
        return max(now - self._began - late, 0.0)
