"""What holds for any input: nothing crashes it, and the typed decode and the full path never disagree."""

from __future__ import annotations

import copy
import io
import json
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claude_doctor.doors.batch_check.engine import shapes
from claude_doctor.doors.batch_check.engine.checker import UNREADABLE, Checker
from claude_doctor.doors.batch_check.engine.input import Elements
from claude_doctor.doors.batch_check.engine.mend import mend
from claude_doctor.doors.batch_check.engine.reporter import Scope
from tests.batch import generate, helper
from tests.batch.helper import LARGER

DECODE = msgspec.json.Decoder(shapes.Item).decode
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
KEYS = st.sampled_from(
    [
        "custom_id",
        "params",
        "messages",
        "role",
        "content",
        "type",
        "text",
        "tools",
        "model",
        "max_tokens",
        "thinking",
        "system",
        "tool_choice",
        "source",
    ]
)
NEAR = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["user", "assistant", "text", "tool_use", "image", "base64", "enabled", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def checker(version: str = helper.NEWEST) -> Checker:
    return Checker(Scope(version, frozenset(), helper.TODAY, helper.models()), helper.table())


@settings(max_examples=300 * LARGER, deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=5))
def test_arbitrary_bytes_never_crash_it(lines):
    helper.kept(lines)


@settings(max_examples=300 * LARGER, deadline=None)
@given(JSON | NEAR)
def test_arbitrary_json_never_crashes_it(value):
    helper.kept(
        [
            json.dumps(value).encode("utf-8", "surrogatepass"),
            json.dumps({"custom_id": "a", "params": value}).encode("utf-8", "surrogatepass"),
        ]
    )


@settings(max_examples=200 * LARGER, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_inside_a_request_never_crash_it(noise):
    good = helper.line(helper.params())
    helper.kept([good[: len(noise)] + noise + good[len(noise) :]])


@pytest.mark.parametrize("depth", [50, 500, 5_000, 100_000])
def test_depth_is_a_finding_not_a_crash(depth):
    found = helper.kept([b'{"custom_id": "a", "params": ' + b'{"input": [' * depth + b"]}" * depth + b"}"])
    assert found


def test_what_the_decode_takes_has_no_fault_of_shape_and_the_other_way_round():
    made, seen = generate.items(1500 * LARGER)
    assert generate.every_field(generate.ITEM) <= seen
    random = Random(2)
    for item in made:
        for value in (item, generate.broken(copy.deepcopy(item), random)):
            text = json.dumps(value).encode()
            try:
                DECODE(text)
                taken = True
            except UNREADABLE:
                taken = False
            try:
                whole = msgspec.json.decode(text)
            except UNREADABLE:
                continue
            faults = mend(whole, generate.ITEM).faults if isinstance(whole, dict) else ["not an object"]
            assert taken == (not faults), (text, faults)


def test_both_paths_find_the_same_in_what_the_decode_takes():
    made, _ = generate.items(600 * LARGER, seed=3)
    one, other = checker(), checker()
    for item in made:
        text = json.dumps(item).encode()
        fast = [fault[:2] for fault in one.check(text)]
        full = [fault[:2] for fault in other.full(text)]
        assert fast == full, text


def test_a_mended_request_is_always_taken():
    made, _ = generate.items(800 * LARGER, seed=4)
    random = Random(5)
    check = checker()
    for item in made:
        for _ in range(4):
            generate.broken(item, random)
            check.check(json.dumps(item).encode("utf-8", "surrogatepass"))


@settings(max_examples=300 * LARGER, deadline=None)
@given(
    st.sampled_from([b"", b"[", b'{"requests":[', b'{"a":', b"\xef\xbb\xbf[", b"\xff\xfe"]),
    st.binary(max_size=300),
    st.sampled_from([b"", b"]", b"]}", b"\n{}"]),
)
def test_arbitrary_bytes_as_a_file_never_crash_it(head, noise, tail):
    elements = Elements(io.BufferedReader(io.BytesIO(head + noise + tail)))
    found = list(elements)
    assert all(raw for _, raw in found)
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    assert elements.bytes == len(head + noise + tail) or elements.trouble
    helper.checked([raw for _, raw in found], form=elements.form)
