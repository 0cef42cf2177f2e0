"""Huge pastes are read where an error may be."""

from hypothesis import given
from hypothesis import strategies as st

from claude_doctor.base.condense import LIMIT, condensed


def test_small_texts_stay():
    assert condensed("a\nb\n\na") == "a\nb\n\na"


def test_repeated_lines_stand_once():
    assert condensed("INFO well\n" * 100_000 + "API Error: 529").splitlines() == [
        "INFO well",
        "API Error: 529",
    ]


def test_a_needle_in_a_huge_line_or_a_huge_log_is_kept():
    assert "the error here" in condensed("x" * 300_000 + " the error here " + "y" * 300_000)
    log = [f"line {n} of nothing" for n in range(100_000)]
    log[50_000] = "prompt is too long: an error"
    assert "prompt is too long" in condensed("\n".join(log))
    assert condensed("\n".join(log)).endswith("line 99999 of nothing")


@given(st.lists(st.text(max_size=50), max_size=30), st.integers(1, 20_000))
def test_its_size_is_bounded(lines, times):
    assert len(condensed("\n".join(lines) * times)) <= 2 * LIMIT
