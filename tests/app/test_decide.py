"""`decide` alone: the order in which reasons count, rules of the caller, and the sentence for people."""

from __future__ import annotations

import dataclasses

import pytest

from claude_doctor import catalogue
from claude_doctor.app import STOP, Failure, Policy, Rule, decide

OVERLOADED = Failure(status=529, type="overloaded_error", entry="overloaded_529", retryable="yes")
LIMIT = Failure(status=429, type="rate_limit_error", entry="rate_limit_error", retryable="after_wait")


def test_the_wait_doubles_to_a_cap_with_full_jitter():
    waits = [decide(Policy(), OVERLOADED, attempt, 0.0, 1.0).delay_s for attempt in range(1, 9)]
    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]
    assert decide(Policy(), OVERLOADED, 5, 0.0, 0.0).delay_s == 0


@pytest.mark.parametrize("key", ["overloaded_529", "overloaded_error", 529])
def test_the_caller_s_rule_goes_first(key):
    assert decide(Policy(rules={key: STOP}), OVERLOADED, 1, 0.0, 0.5).action == "fallback"
    assert "rule says stop" in decide(Policy(rules={key: STOP}), OVERLOADED, 1, 0.0, 0.5).because
    assert decide(Policy(rules={key: Rule(first_s=3)}), OVERLOADED, 1, 0.0, 1.0).delay_s == 3
    bad = Failure(status=400, type="invalid_request_error", retryable="after_fix")
    assert decide(Policy(rules={400: Rule()}), bad, 1, 0.0, 0.5).goes_on
    assert decide(Policy(), bad, 1, 0.0, 0.5).action == "stop"


def test_a_schedule_ends_the_call():
    policy = Policy(rules={529: Rule(delays_s=(1, 3, 8))})
    assert [decide(policy, OVERLOADED, attempt, 0.0, 0.9).delay_s for attempt in (1, 2, 3)] == [1, 3, 8]
    assert not decide(policy, OVERLOADED, 4, 0.0, 0.9).goes_on
    assert decide(policy, dataclasses.replace(OVERLOADED, retry_after_s=5), 1, 0.0, 0.9).delay_s == 5


def test_the_header_of_the_server():
    assert not decide(Policy(), dataclasses.replace(OVERLOADED, should_retry=False), 1, 0.0, 0.5).goes_on
    odd = Failure(status=418, should_retry=True)
    assert decide(Policy(), odd, 1, 0.0, 0.5).goes_on
    assert not decide(Policy(), odd, 2, 0.0, 0.5).goes_on
    assert not decide(Policy(), dataclasses.replace(odd, should_retry=None), 1, 0.0, 0.5).goes_on


def test_waiting_for_what_passes_next_month_is_no_waiting():
    for heading in catalogue.headings():
        entry = catalogue.find(heading.id)
        if entry.retryable == "after_wait" and not entry.delays_s:
            failure = Failure(
                status=429, entry=entry.id, retryable="after_wait", scheduled=False, passes=entry.wait
            )
            found = decide(Policy(), failure, 1, 0.0, 0.5)
            assert not found.goes_on
            assert entry.wait in found.because


def test_queue_is_the_action_of_an_overload_under_a_pace():
    assert decide(Policy(), OVERLOADED, 1, 0.0, 0.5).action == "queue"
    assert decide(Policy(pace=None), OVERLOADED, 1, 0.0, 0.5).action == "again"


def test_the_deadline_and_when_the_server_would_answer():
    found = decide(Policy(), dataclasses.replace(LIMIT, retry_after_s=200), 1, 0.0, 0.5)
    assert (found.goes_on, found.until) == (False, 200)
    assert "deadline of 120 s" in found.because
    assert decide(
        Policy(deadline_s=None), dataclasses.replace(LIMIT, retry_after_s=200), 1, 9999.0, 0.5
    ).goes_on
    assert not decide(Policy(), OVERLOADED, 6, 119.0, 0.9).goes_on


@pytest.mark.parametrize(
    "wrong", [{"deadline_s": -1}, {"first_s": float("nan")}, {"max_attempts": 0}, {"billed_repeats": -1}]
)
def test_a_policy_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match="at least|from 0 up"):
        Policy(**wrong)


def test_the_presets():
    assert Policy.interactive().deadline_s == 30
    assert Policy.batch().deadline_s == 900
    assert not decide(Policy.off(), OVERLOADED, 1, 0.0, 0.5).goes_on
