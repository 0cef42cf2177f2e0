"""`explain` at a terminal: a paste is answered after an empty line, a question at a time otherwise; and the
newcomer's mistakes.
"""

from __future__ import annotations

import sys

import pytest

from tests.conftest import Run
from tests.screens.terminal import on_terminal

terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@terminal
def test_a_pasted_line_is_answered_after_an_empty_line() -> None:
    shown, code = on_terminal("explain", keys=b"Error code: 529 - overloaded_error\n\n")
    assert "Enter on an empty line" in shown
    assert "✗ " in shown
    assert "the API is overloaded" in shown
    assert code == 0


@terminal
def test_an_empty_line_inside_a_paste_ends_nothing() -> None:
    paste = (
        b"something went wrong\n\nanthropic.RateLimitError: Error code: 429 - {'type': 'error', 'error': "
        b"{'type': 'rate_limit_error'}}\n\n"
    )
    shown, code = on_terminal("explain", keys=paste)
    assert "429 rate_limit_error" in shown
    assert code == 0


@terminal
def test_the_triage_asks_one_question_at_a_time() -> None:
    shown, code = on_terminal("explain", keys=b"\n2\n5\n")
    first, second = shown.index("Is there an HTTP status code?"), shown.index("Which one?")
    assert first < second < shown.index("529 overloaded_error")
    assert code == 0


def test_a_file_as_query_is_read_and_said_so(run: Run, tmp_path) -> None:
    (tmp_path / "error.log").write_text(
        "Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}"
    )
    done = run("explain", "error.log")
    assert (done.returncode, done.stderr) == (0, "claude-doctor: reading the file error.log\n")
    assert "529 overloaded_error" in done.stdout


def test_a_bare_status_as_command_names_the_command_meant(run: Run) -> None:
    done = run("529")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "claude-doctor explain 529" in done.stderr


def test_a_typo_names_the_command_meant(run: Run) -> None:
    done = run("explian", "529")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "claude-doctor explain 529" in done.stderr


@terminal
@pytest.mark.parametrize(("words", "code"), [(("tail",), 2), (("batch-check",), 2)])
def test_no_input_at_a_terminal_is_one_sentence(words: tuple[str, ...], code: int) -> None:
    shown, found = on_terminal(*words)
    assert found == code
    assert shown.count("\n") <= 2
    assert shown.startswith("claude-doctor: ")


def test_an_empty_pipe_is_one_sentence(run: Run) -> None:
    done = run("explain", stdin="")
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1


def test_a_missing_key_is_yours_and_named(run: Run) -> None:
    done = run("health", "--only", "config", "-q")
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1
    assert "No credential" in done.stdout
    assert "FAULT yours" in done.stdout
