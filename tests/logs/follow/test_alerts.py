"""Alerts: how they are written, what they count, when they fire and when they are silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_doctor.base.errors import UsageError
from claude_doctor.base.record import fields
from claude_doctor.doors.tail.counting import watch as _watch
from claude_doctor.doors.tail.counting.alerts import Subject, parse
from claude_doctor.doors.tail.counting.join import Joiner
from claude_doctor.doors.tail.counting.watch import Watch
from claude_doctor.doors.tail.reading.event import Event

SECOND = 10**6
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


@pytest.mark.parametrize(
    "expected",
    [
        ("overloaded_529 > 5 in 1h", "count", Subject("cause", "overloaded_529"), False, 5, HOUR, HOUR),
        (
            "overloaded_error>=5 in 90s",
            "count",
            Subject("cause", "overloaded_529", "overloaded_error"),
            True,
            5,
            90 * SECOND,
            90 * SECOND,
        ),
        (
            "failed(429) > 0 in 10m every 1d",
            "failed",
            Subject("status", "429"),
            False,
            0,
            10 * MINUTE,
            24 * HOUR,
        ),
        ("failed() > 3 in 1h", "failed", Subject("any"), False, 3, HOUR, HOUR),
        (
            "share(rate_limit) > 20% in 10m",
            "share",
            Subject("category", "rate_limit"),
            False,
            20,
            10 * MINUTE,
            10 * MINUTE,
        ),
        ("share( 5xx ) >= 2.5 % in 7d", "share", Subject("class", "5"), True, 2.5, 168 * HOUR, 168 * HOUR),
        ("any > 100 in 1m", "count", Subject("any"), False, 100, MINUTE, MINUTE),
        ("count(network) > 1 in 1m", "count", Subject("category", "network"), False, 1, MINUTE, MINUTE),
    ],
)
def test_what_is_written_is_what_is_meant(expected):
    found = parse(expected[0])
    assert tuple(value for _, value in fields(found)) == expected


@pytest.mark.parametrize(
    ("rule", "place", "wanted"),
    [
        ("", 1, "a cause"),
        ("overloaded_529", 15, "> or >="),
        ("overloaded_529 < 5 in 1h", 16, "> or >="),
        ("overloaded_529 >> 5 in 1h", 17, "a number"),
        ("overloaded_529 > five in 1h", 18, "a number"),
        ("overloaded_529 > 5", 19, "the word in"),
        ("overloaded_529 > 5 within 1h", 20, "the word in"),
        ("overloaded_529 > 5 in", 22, "a span"),
        ("overloaded_529 > 5 in soon", 23, "a span"),
        ("overloaded_529 > 5 in 0s", 23, "a span"),
        ("overloaded_529 > 5 in 1h now", 26, "the end"),
        ("overloaded_592 > 5 in 1h", 1, "no 'overloaded_592' is known (perhaps overloaded_529"),
        ("ratio(429) > 5 in 1h", 1, "failed(...), share(...)"),
        ("share(429 > 20% in 1h", 11, "a closing parenthesis"),
        ("share(429) > 20 in 1h", 17, "% after the number"),
        ("429 > 20% in 1h", 9, "no percent sign"),
    ],
)
def test_a_malformed_rule_is_refused_with_the_place(rule, place, wanted):
    with pytest.raises(UsageError) as error:
        parse(rule)
    assert f"at character {place} " in str(error.value)
    assert wanted in str(error.value)


def failure(
    at: int, diagnosis: str = "overloaded_529", status: int = 529, kind: str = "terminal", **more
) -> Event:
    event = Event(kind, status=status, diagnosis=diagnosis, **more)
    event.at = at
    return event


def feed(watch: Watch, *events: Event) -> list:
    for event in events:
        watch.add([("attempt", event, 1), ("failed", event, 1)])
    return watch.check()


def test_it_fires_above_the_number_and_says_when():
    watch = Watch([parse("overloaded_529 > 2 in 1h")])
    assert feed(watch, failure(0), failure(MINUTE)) == []
    (fired,) = feed(watch, failure(2 * MINUTE))
    assert (fired.rule, fired.value, fired.at, fired.diagnosis) == (
        "overloaded_529 > 2 in 1h",
        3,
        2 * MINUTE,
        "overloaded_529",
    )


def test_or_equal_fires_at_the_number():
    assert feed(Watch([parse("529 >= 1 in 1m")]), failure(0))


def test_what_left_the_window_does_not_count():
    watch = Watch([parse("529 > 1 in 1h")])
    assert feed(watch, failure(0)) == []
    assert feed(watch, failure(HOUR + MINUTE)) == []


def test_it_is_silent_while_it_cools_down_then_fires_again():
    watch = Watch([parse("529 > 0 in 1m every 1h")])
    times = [0, MINUTE, 30 * MINUTE, 59 * MINUTE, 61 * MINUTE, 70 * MINUTE, 3 * HOUR]
    assert [bool(feed(watch, failure(at))) for at in times] == [True, False, False, False, True, False, True]


def test_lines_that_come_out_of_order_count_where_they_belong():
    watch = Watch([parse("529 > 2 in 1m")])
    assert feed(watch, failure(10 * MINUTE), failure(0), failure(10 * MINUTE + SECOND)) == []
    (fired,) = feed(watch, failure(10 * MINUTE - SECOND))
    assert fired.at == 10 * MINUTE + SECOND


def test_a_share_is_of_all_failed_attempts_and_needs_enough_of_them():
    watch = Watch([parse("share(rate_limit) > 20% in 1h")])
    limited = [failure(at, "rate_limit_error", 429) for at in range(3)]
    assert feed(watch, *limited) == [], "three failures are no basis for a share"
    (fired,) = feed(watch, *(failure(at) for at in range(3, 12)))
    assert fired.value == 25.0


def test_a_request_that_recovered_is_no_failed_one():
    joiner, watch = Joiner(), Watch([parse("failed(529) > 0 in 1h"), parse("529 > 0 in 1h")])

    def add(event: Event) -> None:
        watch.add(joiner.add(event))

    one = failure(0, kind="retry", file="a", looks=(("chain", 1),), gives=(("chain", 1),))
    add(one)
    ok = Event("ok", status=200, file="a", looks=(("chain", 1),))
    ok.at = SECOND
    add(ok)
    assert [item.rule for item in watch.check(ended=True)] == ["529 > 0 in 1h"]


def test_an_attempt_that_nothing_followed_is_a_failed_request_after_a_minute():
    watch = Watch([parse("failed(529) > 0 in 1h")])
    assert feed(watch, failure(0, kind="retry")) == []
    assert feed(watch, failure(2 * MINUTE, "rate_limit_error", 429)) != []


def test_an_event_without_a_time_counts_when_it_arrives_or_not_at_all():
    for arrived, expected in ((None, 0), (5 * SECOND, 1)):
        watch = Watch([parse("any > 0 in 1m")])
        event = failure(0)
        event.at = None
        watch.add([("attempt", event, 1)], arrived)
        assert len(watch.check()) == expected


@given(times=st.lists(st.integers(0, 400), max_size=60), limit=st.integers(0, 6), cuts=st.integers(1, 10))
def test_it_never_fires_on_less_and_always_on_more(times, limit, cuts):
    """Against counting by hand: the window slides in steps, so it lies between 99 % and all of its length."""
    window = 100
    watch = Watch([parse(f"529 > {limit} in {window}s every 1000000d")])
    fired = []
    for start in range(0, len(times), cuts):
        fired += feed(watch, *(failure(at * SECOND) for at in times[start : start + cuts]))
    most = max((sum(1 for other in times if at - window < other <= at) for at in times), default=0)
    surely = max((sum(1 for other in times if at - window * 0.98 < other <= at) for at in times), default=0)
    assert len(fired) <= 1
    if fired:
        assert most > limit
    else:
        assert surely <= limit


def test_memory_stays_bounded(monkeypatch):
    monkeypatch.setattr(_watch, "_MOST", 1000)
    watch = Watch([parse("529 > 3 in 1s")])
    for at in range(5000):
        feed(watch, failure(at * SECOND))
    assert len(watch._meters[0]._steps) <= 1000
