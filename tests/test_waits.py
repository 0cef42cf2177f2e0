"""The arithmetic of waiting, by value."""

import pytest

from claude_doctor.base import waits


def test_exponential_doubles_to_its_cap():
    assert [waits.exponential(n) for n in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert waits.exponential(40) == 60


def test_jitter_only_shortens():
    assert waits.jittered(8, 0) == 8
    assert waits.jittered(8, 1) == 6


def test_the_sdks_default_retries_last_a_second_and_a_half():
    assert waits.sdk_total() == 1.5


@pytest.mark.parametrize(
    ("attempt", "after", "want"),
    [(1, None, 1), (3, None, 4), (6, None, None), (1, 30, 30), (6, 30, 30), (1, 0, 1)],
)
def test_next_delay(attempt, after, want):
    assert waits.next_delay((1, 2, 4, 8, 16), attempt, after) == want


def test_a_retry_after_that_is_not_to_be_honoured_is_not():
    assert waits.next_delay((1, 2), 1, 30, honour=False) == 1


def test_attempts_count_from_one():
    with pytest.raises(ValueError, match="from 1"):
        waits.next_delay((1,), 0)


@pytest.mark.parametrize(
    ("headers", "want"),
    [
        ({"Retry-After": "30"}, 30),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "Fri, 20 Nov 2026 00:01:00 GMT"}, 60),
        ({"retry-after": "Fri, 20 Nov 2020 00:01:00 GMT"}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "1e99"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "Xxx, 99 Foo 2026 99:99:99 GMT"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers, want):
    midnight = 1_795_132_800.0  # 2026-11-20T00:00:00Z
    assert waits.retry_after(headers, midnight) == want
