"""Every count: parts add up in any order and groups, and what is dumped is loaded whole."""

from __future__ import annotations

import json
import random

import pytest

from claude_doctor.base import registry
from claude_doctor.doors.tail import counts
from claude_doctor.doors.tail.counting.options import Options, Totals, View
from claude_doctor.doors.tail.counts import latency
from claude_doctor.doors.tail.counts.contract import Count
from claude_doctor.doors.tail.reading.event import Event

TOTALS = Totals(40, 20, 5, 100, 60_000_000, {}, {})
KINDS = ("ok", "terminal", "retry", "noise")


def events(chance):
    """Events with the changes that a joiner may say of them."""
    for at in range(300):
        event = Event(
            chance.choice(KINDS), at=at * 10_000_000, model=chance.choice(("m-1", "m-2", None)),
            duration_ms=chance.choice((None, 5.0, 2500.25)), usage=chance.choice((None, {"input_tokens": 7})),
            stream=chance.choice(("", "w-1", "w-2")), diagnosis=chance.choice(("overloaded_529", None)),
            limits=chance.choice(((), (("requests", "remaining", chance.randrange(50)),))),
            retry=chance.choice((None, {"attempt": chance.randrange(1, 9), "delay_ms": 500.0})),
            other=chance.choice((None, "stripe")),
        )  # fmt: skip
        changes = [("attempt", event, 1), ("failed", event, 1)] if event.is_error else []
        if chance.random() < 0.2 and event.kind == "ok":
            before = Event("retry", model="m-1", usage={"input_tokens": 3}, diagnosis="overloaded_529")
            changes = [("failed", before, -1), ("recovered", before, 1)]
        yield event, changes


@pytest.mark.parametrize("name", registry.names(counts))
def test_parts_add_up_whatever_their_order(name):
    member = registry.load(counts, name, Count)
    chance = random.Random(name)
    whole, parts = member.begin(Options()), [member.begin(Options()) for _ in range(5)]
    for event, changes in events(chance):
        whole.add(event, changes)
        chance.choice(parts).add(event, changes)
    chance.shuffle(parts)
    while len(parts) > 1:
        again = member.begin(Options())
        again.load(json.loads(json.dumps(parts.pop().dump())))
        parts[chance.randrange(len(parts))].merge(again)
    assert parts[0].shown(TOTALS, View()) == whole.shown(TOTALS, View())


@pytest.mark.parametrize("name", registry.names(counts))
@pytest.mark.parametrize("data", [[1], {"a": "b"}, "x", None])
def test_sums_of_another_shape_are_refused(name, data):
    with pytest.raises(ValueError, match="expected"):
        registry.load(counts, name, Count).begin(Options()).load(data)


def test_a_duration_that_is_taken_back_is_gone():
    tally = latency.begin(Options())
    event = Event("terminal", duration_ms=529.0)
    tally.add(event, [("attempt", event, 1)])
    tally.add(event, [("attempt", event, -1)])
    assert tally.shown(TOTALS, View())["p50"] is None
