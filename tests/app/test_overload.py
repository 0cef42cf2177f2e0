"""APP 11.22 to 11.25: the real Policy, Pacer and Bucket against an overloaded server in virtual time."""

from __future__ import annotations

import pytest

from claude_doctor.app.policy import Policy
from tests.app.simulation import run

DEFAULT, BACKOFF = Policy(), Policy(pace=None)


@pytest.fixture(scope="module")
def small():
    return run(DEFAULT, 100, capacity=0.2)


def test_small_processes_save_most_calls_with_few_requests(small):
    assert small.ok >= 0.40
    assert small.sent <= 20
    assert small.recovered is not None
    assert small.recovered <= 60


def test_costly_refusals_do_not_take_the_capacity():
    found = run(DEFAULT, 100, capacity=0.35, costly=1.0)
    assert found.goodput >= 7.5
    assert run(BACKOFF, 100, capacity=0.35, costly=1.0).goodput < 1  # the measure measures something


def test_big_processes_keep_the_goodput_and_an_outage_ends():
    found = run(DEFAULT, 5, capacity=0.2)
    assert found.goodput >= 5.2
    assert found.recovered is not None
    assert found.recovered <= 40
    outage = run(DEFAULT, 100, failing=1.0)
    assert outage.sent <= 20
    assert outage.recovered is not None
    assert outage.recovered <= 60


def test_isolated_errors_are_repaired_cheaply():
    found = run(DEFAULT, 100, failing=0.2)
    assert found.ok >= 0.99
    assert found.sent / 20 <= 1.3
