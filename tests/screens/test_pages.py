"""Every page and every rule's page at three sizes: the answer is on the
screen, and nothing is wider than it.
"""

from __future__ import annotations

import functools
import io
import json

import pytest

from claude_doctor import catalogue
from claude_doctor.base.model import Diagnosis, Evidence, Signal
from claude_doctor.catalogue import store
from claude_doctor.doors.explain import command as explain
from claude_doctor.doors.explain import short
from claude_doctor.doors.explain.report import Explained, Explanation
from claude_doctor.doors.explain.views import text
from claude_doctor.render.canvas import bare, rows_of, width_of
from claude_doctor.render.style import Style
from tests.conftest import GIVEN, ROOT

SIZES = [(80, 24), (60, 20), (120, 40)]


@functools.cache
def _ids() -> tuple[str, ...]:
    return (*(heading.id for heading in catalogue.headings()), *store.module("rules").RULES)


def shown(report: object, style: Style) -> list[str]:
    out = io.StringIO()
    text.render([report], out, style)
    return out.getvalue().splitlines()


def check_size(lines: list[str], style: Style) -> None:
    assert rows_of(lines, style) <= style.rows - 2, "\n".join(lines)
    check_width(lines, style)


def check_width(lines: list[str], style: Style) -> None:
    for line in lines:
        # Addresses and commands are there to be followed and copied: only the terminal may wrap them.
        if width_of(bare(line)) > style.width:
            assert "://" in line or "`" in line or "claude-doctor " in line, line


@pytest.mark.parametrize(("width", "rows"), SIZES)
def test_the_short_form_of_every_page_fits_and_holds_the_answer(width: int, rows: int) -> None:
    style = Style(width=min(width, 100), rows=rows, extent="short")
    for name in _ids():
        entry = catalogue.find(name)
        assert entry is not None
        report = explain.lookup(name)
        assert report is not None
        lines = shown(report, style)
        check_size(lines, style)
        words = " ".join(" ".join(lines).split())
        assert short.headline(entry) in words
        assert f"RETRY {short.RETRY[entry.retryable]}" in words
        fix = short.of(report.main.diagnoses[0]).fixes[0]
        assert " ".join(short.first_sentence(fix).split()).replace("**", "") in words.replace(
            "**", ""
        ) or _broken(fix, words)
        assert f"explain {name} --all" in words or f"explain {entry.id} --all" in words


def _broken(fix: str, words: str) -> bool:
    """Whether the fix stands there with a word of it that is wider than the screen cut in two."""
    return "".join(short.first_sentence(fix).split()).replace("**", "") in "".join(words.split()).replace(
        "**", ""
    )


@pytest.mark.parametrize(("width", "rows"), SIZES)
def test_no_line_of_a_whole_page_is_wider_than_the_screen(width: int, rows: int) -> None:
    style = Style(width=min(width, 100), rows=rows)
    for name in _ids():
        report = explain.lookup(name)
        assert report is not None
        check_width(shown(report, style), style)


@pytest.mark.parametrize(("width", "rows"), SIZES)
def test_the_short_form_of_every_paste_of_the_corpora_fits(width: int, rows: int) -> None:
    style = Style(width=min(width, 100), rows=rows, extent="short")
    files = [
        *sorted((ROOT / "tests" / "corpus").glob("errors-*.jsonl")),
        *sorted(GIVEN.glob("errors-*.jsonl")),
    ]
    pastes = [
        json.loads(line)["text"] for path in files for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert pastes
    for paste in pastes[:: max(1, len(pastes) // 400)]:
        check_size(shown(explain.explain(paste), style), style)


def test_a_guess_says_so_and_leads_to_the_others() -> None:
    entries = [catalogue.find(name) for name in ("rate_limit_error", "ramp_limit_exceeded")]
    found = tuple(Diagnosis(entry, "guess", (Evidence("status", "429"),)) for entry in entries if entry)
    lines = shown(
        Explanation(Explained(Signal(status=429), found), text="429 in a log"), Style(extent="short")
    )
    assert lines[0].startswith("✗ Only a guess: 429 rate_limit_error")
    assert any("Not it?" in line and "ramp_limit_exceeded" in line for line in lines)


def test_the_request_id_stands_in_the_fix_that_asks_for_it() -> None:
    entries = [
        entry
        for name in _ids()
        if (entry := catalogue.find(name)) and any("request id" in fix.lower() for fix in entry.fixes[:3])
    ]
    assert entries
    for entry in entries:
        found = Diagnosis(entry, "certain", (Evidence("type", str(entry.type)),))
        fixes = short.of(found, Signal(request_id="req_011CExample")).fixes
        assert any(fix.endswith("req_011CExample") for fix in fixes)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("One, e.g. this. Two.", "One, e.g. this."),
        ("Use `a. B` here. Then.", "Use `a. B` here."),
        ("Since 2.5.0 it is so. More.", "Since 2.5.0 it is so."),
        ("Only this", "Only this"),
    ],
)
def test_the_first_sentence(words: str, first: str) -> None:
    assert short.first_sentence(words) == first


def test_the_mark_is_red_only_when_the_fault_is_yours() -> None:
    for name, code in (("529", "33"), ("authentication_error", "31")):
        report = explain.lookup(name)
        assert report is not None
        assert shown(report, Style(color=True, extent="short"))[0].startswith(f"\x1b[{code};1m✗")


def test_no_fix_of_a_short_form_leads_to_what_it_leaves_out() -> None:
    for name in _ids():
        report = explain.lookup(name)
        assert report is not None
        for fix in short.of(report.main.diagnoses[0]).fixes:
            assert "below)" not in fix, (name, fix)
            assert "code below" not in fix, (name, fix)
