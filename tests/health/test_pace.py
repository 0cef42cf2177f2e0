"""What a busy machine adds to a wait is taken off it; what the network takes is not."""

from __future__ import annotations

import pytest

from claude_doctor.doors.health.engine.pace import Pace


class Clock:
    """Time that passes only where it is told to: each 20 ms asked for take `stretch` times as long."""

    def __init__(self, stretch: float, ticks: int) -> None:
        self.now, self.stretch, self.left = 0.0, stretch, ticks

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> bool:
        if self.left == 0:
            return True
        self.left -= 1
        self.now += seconds * self.stretch
        return False


@pytest.mark.parametrize(("stretch", "expected"), [(1.0, 2.0), (10.0, 2.0), (1.5, 2.0)])
def test_only_what_the_machine_did_not_add_counts(stretch, expected):
    clock = Clock(stretch, ticks=100)
    pace = Pace(clock, clock.wait)
    pace._thread.join(10)
    assert clock.now == pytest.approx(2.0 * stretch)
    assert pace.end() == pytest.approx(expected)
