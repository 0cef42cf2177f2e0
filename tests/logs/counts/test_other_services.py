"""Failures of other services: named, never counted, added up over parts."""

from __future__ import annotations

import pytest

from claude_doctor.doors.tail.counting.options import Options, Totals, View
from claude_doctor.doors.tail.counts import other_services
from claude_doctor.doors.tail.reading.event import Event


def failures(**named):
    tally = other_services.begin(Options())
    for name, number in named.items():
        for _ in range(number):
            tally.add(Event("noise", other=name), ())
    return tally


def shown(tally):
    return tally.shown(Totals(0, 0, 0, 0, 1, {}, {}), View())


def test_names_are_ranked_and_added_up():
    both = failures(stripe=2, openai=1)
    both.merge(failures(openai=3))
    assert shown(both) == {"count": 6, "by": {"openai": 4, "stripe": 2}}
    again = other_services.begin(Options())
    again.load(both.dump())
    assert shown(again) == shown(both)


def test_a_log_with_a_name_a_line_keeps_two_hundred():
    many = failures(**{f"service{number}": 1 for number in range(300)})
    many.merge(failures(**{f"other{number}": 1 for number in range(300)}))
    found = shown(many)
    assert found["count"] == 600
    assert len(found["by"]) == 201
    assert found["by"]["(other)"] == 400


def test_sums_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="numbers by name"):
        other_services.begin(Options()).load([1, 2])


def test_the_pipeline_gives_it_what_it_reads(read):
    found = read({"time": "2026-11-20T04:00:00Z", "level": "error", "msg": "openai: 429 Too Many Requests",
                  "provider": "openai", "status": 429})  # fmt: skip
    assert shown_of(found) == {"count": 1, "by": {"openai": 1}}


def shown_of(pipeline):
    return pipeline.summary.tallies.shown(Totals(0, 0, 0, 0, 1, {}, {}), View())["other_services"]
