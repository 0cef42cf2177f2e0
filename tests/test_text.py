"""Cleaning, squeezing and locating."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_doctor.base.text import clean, locate, one_line, squeeze


@pytest.mark.parametrize(
    ("dirty", "want"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\x00b\x08c", "abc"),
        ("a\u202eb\u2066c\u200bd\ufeff", "abcd"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\ud800b", "ab"),
        ("\x9b31mred", "red"),
        ("tab\tstays\n", "tab\tstays\n"),
    ],
)
def test_clean(dirty, want):
    assert clean(dirty) == want


@given(st.text(alphabet=st.characters(), max_size=300))
def test_nothing_that_steers_a_terminal_survives(text):
    kept = clean("\x1b[2J\x1b]52;c;aGk=\x07" + text + "\x1b")
    assert not any(ord(char) < 32 and char not in "\t\n" for char in kept)
    assert not any(0x7F <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000 for char in kept)


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "error", "message": "`tool_use` ids"}',
        "{'type': 'error', 'message': '`tool_use` ids'}",
        '{\\"type\\": \\"error\\", \\"message\\": \\"`tool_use` ids\\"}',
        "{“type”: “error”, “message”: “tool_use ids”}",
        '│ {"type": "er\n│   ror", "message":\\n "tool_use ids"}',
    ],
)
def test_every_state_of_a_body_squeezes_alike(text):
    assert squeeze(text) == b"{type:error,message:tool_useids}"


@given(st.text(max_size=200), st.text(alphabet="abc xyz`'\n", min_size=1, max_size=30), st.text(max_size=50))
def test_locate_finds_what_was_squeezed(before, words, after):
    text = before + words + after
    inside, whole = squeeze(words), squeeze(text)
    start = whole.find(inside)
    if inside and start >= 0:
        first, end = locate(text, start, start + len(inside))
        assert squeeze(text[first:end]) == inside


def test_one_line_shortens_in_the_middle():
    assert one_line("a\n  b") == "a b"
    assert one_line("abcdefghij", 5) == "ab…ij"
    assert len(one_line("x" * 100, 40)) == 40
