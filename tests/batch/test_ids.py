"""The ids of a batch: what stands where first, in order and out of order, in one part and in two."""

from __future__ import annotations

import random
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from claude_doctor.doors.batch_check.engine import ids as _ids
from claude_doctor.doors.batch_check.engine.ids import Ids
from tests.batch.helper import LARGER

NUMBERED = st.integers(0, 30).map(lambda number: f"r-{number}")
ANY = st.lists(st.one_of(st.none(), NUMBERED, st.sampled_from(["", "a", "b", "zz"])), max_size=40)


def added(ids: Ids, given: list[str | None]) -> list[tuple[int, int]]:
    """(place, first place) of each id that is there already."""
    again = []
    for place, custom_id in enumerate(given, 1):
        if custom_id is None:
            ids.skip()
        elif (first := ids.add(custom_id, place)) != place:
            again.append((place, first))
    again += [(place, ids.first(custom_id) or 0) for place, custom_id in ids.settle()]
    return sorted(again)


def plainly(given: list[str | None]) -> list[tuple[int, int]]:
    table: dict[str, int] = {}
    found = [(place, table.setdefault(one, place)) for place, one in enumerate(given, 1) if one is not None]
    return [(place, first) for place, first in found if place != first]


@settings(max_examples=100 * LARGER, deadline=None)
@given(ANY, st.booleans(), st.sampled_from([2, 1000]))
def test_a_table_says_the_same(given, ordered, strays):
    with mock.patch.object(_ids, "STRAYS", strays):
        ids = Ids(ordered)
        assert added(ids, given) == plainly(given)
        for custom_id in filter(None, given):
            assert ids.first(custom_id) == given.index(custom_id) + 1


@settings(max_examples=100 * LARGER, deadline=None)
@given(ANY, ANY)
def test_two_parts_say_what_one_says(first, second):
    whole, part = Ids(ordered=True), Ids(ordered=True)
    again = added(whole, first) + [(place + len(first), 0) for place, _ in added(part, second)]
    again += [(place + len(first), 0) for place, _ in whole.join(part.parcel(), len(first))]
    wanted = plainly(first + second)
    assert sorted({place for place, _ in again}) == [place for place, _ in wanted]
    assert all(
        whole.first(custom_id) == (first + second).index(custom_id) + 1
        for custom_id in filter(None, first + second)
    )


def test_numbers_with_and_without_leading_zeros_are_in_order():
    for form in ("r-{}", "r-{:06}"):
        ids = Ids(ordered=True)
        assert not added(ids, [form.format(number) for number in range(12_000)])
        assert not ids.others


def test_without_an_order_there_is_one_table(monkeypatch):
    monkeypatch.setattr(_ids, "STRAYS", 20)
    given: list[str | None] = [f"r-{number:05}" for number in range(500)]
    random.Random(1).shuffle(given)
    ids = Ids(ordered=True)
    assert added(ids, [*given, given[0], given[499]]) == [(501, 1), (502, 500)]
    assert not ids.ordered
    assert not ids.run
    assert len(ids) == 500


def test_two_sorted_parts_stay_a_list():
    names: list[str | None] = [f"r-{number}" for number in range(200)]
    whole, part = Ids(ordered=True), Ids(ordered=True)
    added(whole, names[:90])
    added(part, [None, None, *names[90:]])
    assert whole.join(part.parcel(), 90) == []
    assert whole.ordered
    assert not whole.others
    assert whole.first("r-150") == 153


def test_an_odd_id_does_not_end_the_order():
    ids = Ids(ordered=True)
    names: list[str | None] = [
        "a-much-longer-one" if number in (50, 70) else f"r-{number:03}" for number in range(200)
    ]
    assert added(ids, names) == [(71, 51)]
    assert ids.others == {"a-much-longer-one": 51}
    assert ids.first("r-199") == 200


def test_an_id_put_aside_is_found_when_it_comes_again_in_order():
    assert added(Ids(ordered=True), ["r-1", "r-0", "r-1", "r-1"]) == [(3, 1), (4, 1)]
