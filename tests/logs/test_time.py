"""Every form of time in the samples and in the wild; zones; spans."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claude_doctor.doors.tail.reading import times


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (1795148428, "2026-11-20T04:20:28.000Z"),
        (1795148428.4754648, "2026-11-20T04:20:28.475Z"),
        (1795148428664, "2026-11-20T04:20:28.664Z"),
        (1795148428664123, "2026-11-20T04:20:28.664Z"),
        (1795148428664123456, "2026-11-20T04:20:28.664Z"),
        ("1795148428664123456", "2026-11-20T04:20:28.664Z"),
        ("2026-11-20T04:20:28.664123456Z", "2026-11-20T04:20:28.664Z"),
        ("2026-11-20T04:20:28.6641230Z", "2026-11-20T04:20:28.664Z"),
        ("2026-11-20T05:20:28.664+01:00", "2026-11-20T04:20:28.664Z"),
        ("2026-11-20T05:20:28.664+0100", "2026-11-20T04:20:28.664Z"),
        ("2026-11-20 04:20:28.576416+00:00", "2026-11-20T04:20:28.576Z"),
        ("2026-11-20 04:20:28 UTC", "2026-11-20T04:20:28.000Z"),
        ("2026-11-20 04:20:28,664", "2026-11-20T04:20:28.664"),
        ("2026/11/20 04:20:28", "2026-11-20T04:20:28.000"),
        ("2026-11-20T04:20:60Z", "2026-11-20T04:21:00.000Z"),
        ("Fri, 20 Nov 2026 04:20:28 GMT", "2026-11-20T04:20:28.000Z"),
        ("20/Nov/2026:05:20:28 +0100", "2026-11-20T04:20:28.000Z"),
        ("2026-02-31T00:00:00Z", None),
        ("soon", None),
        (None, None),
        (True, None),
        (12, None),
        ([], None),
    ],
)
def test_forms(value, wanted):
    found = times.parse(value)
    assert (found and times.shown(*found)) == wanted


def test_a_naive_time_is_placed_by_its_zone():
    at, naive = times.parse("2026-11-20T04:20:28")
    assert naive
    assert times.shown(times.absolute(at, timezone(timedelta(hours=2)))) == "2026-11-20T02:20:28.000Z"
    assert times.absolute(at, UTC) == at


def test_a_zone_with_summer_time():
    summer, _ = times.parse("2026-07-01T12:00:00")
    winter, _ = times.parse("2026-12-01T12:00:00")
    berlin = times.zone("Europe/Berlin")
    assert (summer - times.absolute(summer, berlin)) // 3_600_000_000 == 2
    assert (winter - times.absolute(winter, berlin)) // 3_600_000_000 == 1


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "+99", "", "UTC+25:99"])
def test_unknown_zones_are_refused(name):
    with pytest.raises(ValueError, match=r"."):
        times.zone(name)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("24h", 86400), ("90m", 5400), ("1.5h", 5400), ("7d", 604800), ("30s", 30), ("500ms", 0.5)],
)
def test_spans(text, seconds):
    assert times.span(text) == seconds * 10**6


@pytest.mark.parametrize("text", ["", "h", "5", "5x", "-5m", "5 parsecs"])
def test_what_is_no_span(text):
    assert times.span(text) is None


@settings(deadline=None)
@given(st.text(max_size=60) | st.integers() | st.floats() | st.none())
def test_anything_is_a_time_or_none(value):
    found = times.parse(value)
    assert found is None or times.shown(*found) is None or isinstance(times.shown(*found), str)


@pytest.mark.parametrize(("day", "name"), list(enumerate("Mon Tue Wed Thu Fri Sat Sun".split(), 16)))
def test_mail_dates_of_every_day_of_the_week(day, name):
    assert times.parse(f"{name}, {day} Nov 2026 04:20:28 GMT") == times.parse(f"2026-11-{day}T04:20:28Z")
    assert times.parse(f"{name} Nov {day} 04:20:28 2026") == times.parse(f"2026-11-{day}T04:20:28")
