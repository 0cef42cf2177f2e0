"""The retry budget: repeats are paid for by successes, so that a failing API never gets a multiple of the
requests.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """A bucket of `size` repeats that each success refills by `earn`."""

    size: float = 10.0
    earn: float = 0.2


class Bucket:
    """What is left of a budget. The caller holds the lock."""

    __slots__ = ("_budget", "left")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.left = budget.size

    def earn(self) -> None:
        """Count a success."""
        if self.left < self._budget.size:
            self.left = min(self._budget.size, self.left + self._budget.earn)

    def spend(self) -> bool:
        """Pay for one repeat; False when the bucket is empty."""
        if self.left < 1:
            return False
        self.left -= 1
        return True
