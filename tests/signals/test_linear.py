"""No reader takes longer than in proportion to its text: what a paste holds is anybody's choice."""

from __future__ import annotations

import time

import pytest

from claude_doctor import diagnose
from claude_doctor.base.text import clean
from claude_doctor.doors.explain.command import explain

SIZE = 100_000
CASES = {
    "blanks after a body's key": '{"type":"error","error":{"type":"x","message":"' + " " * SIZE + "x",
    "quotes": "Error: " + '"' * SIZE + " 529 overloaded_error",
    "backslashes": "Error: " + "\\" * SIZE + " 529 overloaded_error",
    "a border of bars": "Error: " + "│" * SIZE + " 529 overloaded_error",
    "packages": "Error code: 400 - " + "anthropic." * (SIZE // 10),
    "Claude Code's line": "API Error: 529 x" + " " * SIZE + "x",
}
STAMP = "2026-11-20 03:00:00,000 "


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_a_paste_is_read_in_proportion_to_its_length(text):
    began = time.process_time()
    explain(text)
    diagnose(text)
    assert time.process_time() - began < 3  # linear: about 0.2 s; with the square: tens of seconds


@pytest.mark.parametrize("filler", ["a" + " " * 50, "a:" + " " * 300], ids=["words", "loggers"])
def test_one_log_line(filler):
    began = time.process_time()
    diagnose(STAMP + filler * (20_000 // len(filler)) + "x")
    assert time.process_time() - began < 3


def test_escapes_that_never_end():
    began = time.process_time()
    assert clean("\x9d" * SIZE) == ""
    assert time.process_time() - began < 1


def test_a_huge_text_given_to_diagnose_is_read_at_its_ends():
    body = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'
    began = time.process_time()
    found = diagnose("line of a log\n" * 300_000 + body)
    assert found is not None
    assert found.entry.id == "overloaded_529"
    assert time.process_time() - began < 5


def test_what_cannot_be_written_as_json_is_not_diagnosed():
    loop: dict[str, object] = {}
    loop["error"] = loop
    assert diagnose(loop) is None
