"""Lists: words for people, rules among them, and the first of them on one screen."""

from __future__ import annotations

import json
import sys

import pytest

from claude_doctor import catalogue
from claude_doctor.render.canvas import rows_of
from claude_doctor.render.style import Style
from tests.conftest import Run
from tests.screens.terminal import on_terminal


def test_the_list_speaks_to_people_and_names_the_rules(run: Run) -> None:
    shown = run("explain", "--list").stdout
    assert "after_fix" not in shown
    assert "fix first" in shown
    assert "custom-id-duplicate" in shown
    found = json.loads(run("explain", "--list", "--json").stdout)
    assert {item["id"] for item in found["rules"]} == set(catalogue.rules())
    assert any(item["retryable"] == "after_fix" for item in found["entries"])  # machines keep the key


def test_list_rules(run: Run) -> None:
    shown = run("batch-check", "--list-rules").stdout
    assert all(rule in shown for rule in catalogue.rules())
    found = json.loads(run("batch-check", "--list-rules", "--json").stdout)
    assert {item["rule"] for item in found["rules"]} == set(catalogue.rules())
    assert "custom-id-duplicate" in run("batch-check", "--list-rules", "--format", "markdown").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    "words",
    [
        ("explain", "--list"),
        ("explain", "--search", "timeout"),
        ("batch-check", "--list-rules"),
        ("health", "--list-checks"),
    ],
)
@pytest.mark.parametrize(("rows", "columns"), [(24, 80), (20, 60)])
def test_a_list_fits_the_screen(words: tuple[str, ...], rows: int, columns: int) -> None:
    shown, code = on_terminal(*words, rows=rows, columns=columns)
    assert rows_of(shown.splitlines(), Style(width=columns)) <= rows - 2, shown
    assert "--all" in shown
    assert code == 0
