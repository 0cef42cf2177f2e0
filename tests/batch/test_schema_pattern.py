"""Which patterns can be compiled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_doctor.doors.batch_check.rules.schema_pattern import _unsupported


@pytest.mark.parametrize(
    "text",
    [
        "^a+$",
        r"^\d{3}-\d{4}$",
        r"[\b]",
        r"[(?=]",
        r"\\b",
        r"(a|b)*",
        r"(?:ab)?",
        r"a{2,20}",
        r"\0",
        r"[]a(?=]",
        r"\{1,5000\}",
    ],
)
def test_plain_patterns(text):
    assert _unsupported(text) == ("", False)


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("(?=a)", "a lookahead"),
        ("(?!a)", "a lookahead"),
        ("(?<=a)b", "a lookbehind"),
        ("(?<!a)b", "a lookbehind"),
        (r"(a)\1", "a backreference"),
        (r"(?<n>a)\k<n>", "a backreference"),
        (r"\bword", "a word boundary"),
        (r"x\B", "a word boundary"),
        (r"[a]\\\b", "a word boundary"),
    ],
)
def test_what_looks_around_or_back(text, feature):
    assert _unsupported(text) == (feature, True)


def test_a_large_range_is_not_certain():
    assert _unsupported("a{1,5000}") == ("a very large repetition", False)
    assert _unsupported("a{0,99999999999999999999}") == ("", False)


@given(st.text(alphabet="ab()[]{}\\?<>=!k1,0^$|*+", max_size=200))
def test_any_text_ends(text):
    _unsupported(text)


def test_a_hostile_pattern_ends_soon():
    _unsupported("[" * 100_000)
    _unsupported("{" + "1" * 100_000)
