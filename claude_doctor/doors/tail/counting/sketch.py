"""Quantiles of many values by logarithmic buckets: sums that can be added up exactly, never the values.

A bucket holds what lies within a factor of `_GROWTH`, so a quantile is off by at most 1 % of itself.
"""

from __future__ import annotations

import math

from claude_doctor.doors.tail.counting.tally import table

_GROWTH = 1.01 / 0.99
_LOG = math.log(_GROWTH)
# What no request takes: less than a microsecond, more than a month (in milliseconds).
_LEAST, _MOST = 1e-3, 2.7e9


class Sketch:
    """How often values of each size came. Values are positive; what is out of range counts at its end."""

    __slots__ = ("buckets",)

    def __init__(self) -> None:
        self.buckets: dict[int, int] = {}

    def add(self, value: float, number: int = 1) -> None:
        """Count a value; a negative number takes it back."""
        at = math.ceil(math.log(min(max(value, _LEAST), _MOST)) / _LOG)
        found = self.buckets.get(at, 0) + number
        if found:
            self.buckets[at] = found
        else:
            self.buckets.pop(at, None)

    def merge(self, other: Sketch) -> None:
        """Add the counts of another part."""
        for at, number in other.buckets.items():
            found = self.buckets.get(at, 0) + number
            if found:
                self.buckets[at] = found
            else:
                self.buckets.pop(at, None)

    @property
    def count(self) -> int:
        """How many values there are."""
        return sum(self.buckets.values())

    def quantile(self, share: float) -> float | None:
        """Return the value below which a share of all lies, None when there are none."""
        count = self.count
        if count <= 0:
            return None
        left = max(math.ceil(share * count), 1)
        for at in sorted(self.buckets):
            left -= self.buckets[at]
            if left <= 0:
                return 2 * _GROWTH**at / (_GROWTH + 1)
        return None

    def dump(self) -> dict[str, int]:
        """Return the counts as plain data."""
        return {str(at): number for at, number in self.buckets.items()}

    def load(self, data: object) -> None:
        """Take what `dump` gave; ValueError when it is of another shape."""
        self.buckets = {int(at): number for at, number in table(data).items()}
