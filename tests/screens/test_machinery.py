"""What every command does on a terminal and off it: help, messages, the pager, -a and -q."""

from __future__ import annotations

import json
import sys

import pytest

from tests.conftest import Run
from tests.screens.terminal import on_terminal

terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def test_help_is_a_command_too(run: Run) -> None:
    assert run("help", "explain").stdout == run("explain", "--help").stdout
    assert run("help").stdout == run("--help").stdout
    wrong = run("help", "nope")
    assert wrong.returncode == 2
    assert "'nope' is no command" in wrong.stderr


@pytest.mark.parametrize("command", ["", "explain", "health", "batch-check", "tail"])
def test_help_speaks_to_people(run: Run, command: str) -> None:
    shown = run(*command.split(), "--help").stdout
    assert "<bool>" not in shown
    assert "<list" not in shown


def test_the_short_name_of_version_is_in_the_help(run: Run) -> None:
    assert "-V" in run("--help").stdout


def test_json_to_standard_output_by_its_name(run: Run) -> None:
    assert (
        json.loads(run("explain", "529", "--format", "json:-").stdout)["diagnoses"][0]["id"]
        == "overloaded_529"
    )


@pytest.mark.parametrize("words", [("explain", "-f"), ("batch-check",), ("tail",)])
def test_one_voice_for_what_cannot_be_read(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words, "nope.jsonl")
    assert done.stderr == "claude-doctor: cannot read nope.jsonl: no such file\n"
    assert done.returncode == 3


def test_a_broken_configuration_is_a_warning_to_explain(run: Run, tmp_path) -> None:
    (tmp_path / "claude-doctor.toml").write_text("format = [\n")
    done = run("explain", "529")
    assert done.returncode == 0
    assert "overloaded" in done.stdout
    assert "not valid TOML" in done.stderr
    assert run("batch-check", "-", stdin="{}").returncode == 2


def test_quiet_is_one_line(run: Run) -> None:
    assert run("explain", "529", "-q").stdout.count("\n") == 1
    assert run("tail", "-", "-q", stdin="x\n").stdout.count("\n") == 1
    assert run("batch-check", "-", "-q", stdin='{"custom_id": "a", "params": {}}').stdout.count("\n") == 1


@terminal
@pytest.mark.parametrize(("rows", "columns"), [(24, 80), (20, 60), (0, 0)])
def test_short_on_a_terminal_and_whole_with_all(rows: int, columns: int) -> None:
    shown, code = on_terminal("explain", "529", rows=rows, columns=columns)
    assert shown.count("\n") <= (rows or 24) - 2
    assert code == 0
    assert "Sources" not in shown
    for flag in ("-a", "-v", "--all", "--verbose"):
        assert "Sources" in on_terminal("explain", "529", flag, rows=rows, columns=columns)[0]


@terminal
def test_leaving_the_pager_early_keeps_the_exit_code() -> None:
    shown, code = on_terminal("explain", "529", "--all", PAGER="head -n 1")
    assert "529" in shown
    assert code == 0
    assert on_terminal("explain", "no such thing at all", "--all", PAGER="head -n 1")[1] == 1


@terminal
@pytest.mark.parametrize("pager", ["", "no-such-pager-at-all", "'"])
def test_without_a_pager_everything_is_printed(pager: str) -> None:
    assert "Sources" in on_terminal("explain", "529", "--all", PAGER=pager)[0]
