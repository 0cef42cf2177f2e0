"""Each fault of this family gives exactly one failing check: the right one, with the right verdict and fix,
and no secret.
"""

from __future__ import annotations

from tests.health.lab import rows


@rows.of_family("stream_limits")
def test_a_fault_is_named(row, lab, runs):
    rows.judge(row, lab, runs)
