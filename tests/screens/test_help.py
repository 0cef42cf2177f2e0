"""Help as text is Typer's own, completion names values, man pages are made from the options: all at little
start-up.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from claude_doctor import catalogue, doors
from claude_doctor.base import made, registry
from claude_doctor.base.options import COMMON
from claude_doctor.cli import completion, door, helptext, manpage
from tests.conftest import Run, clean_environment

NAMES = ["", *(name.replace("_", "-") for name in registry.names(doors))]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", helptext.WIDTHS)
def test_the_text_is_what_typer_draws(run: Run, name: str, width: int) -> None:
    # `--color` beside it is nothing the quick road knows, so Typer itself draws.
    slow = "import sys; from claude_doctor.cli import typer_app; typer_app.main(sys.argv[1:], lambda *_: 0)"
    own = subprocess.run(
        [sys.executable, "-c", slow, *name.split(), "--help"],
        capture_output=True,
        text=True,
        env=clean_environment(COLUMNS=str(width)),
        check=True,
    )
    quick = run(*name.split(), "--help", env={"COLUMNS": str(width + 7)})
    assert quick.stdout == own.stdout
    assert quick.returncode == 0


def test_a_changed_source_makes_the_text_anew(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(made, "FOLDER", str(tmp_path))
    source = tmp_path / "source.py"
    source.write_text("1")
    asked = []

    def text() -> str:
        return made.text("x.txt", lambda: [str(source)], lambda: asked.append(1) or f"made {len(asked)}\n")

    assert [text(), text()] == ["made 1\n", "made 1\n"]
    source.write_text("22")
    assert text() == "made 2\n"
    made.write(str(tmp_path), "x.txt", made.WHEEL, "of the wheel\n")
    assert text() == "of the wheel\n"


def complete(words: str, shell: str = "bash", **env: str) -> list[str]:
    line = f"claude-doctor {words}"
    parts = line.split(" ")
    given = (
        {"COMP_WORDS": line, "COMP_CWORD": str(len(parts) - 1)}
        if shell == "bash"
        else {"_TYPER_COMPLETE_ARGS": line}
    )
    done = subprocess.run(
        [sys.executable, "-m", "claude_doctor"],
        env=clean_environment(_CLAUDE_DOCTOR_COMPLETE=f"complete_{shell}", **given, **env),
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    assert not done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", "batch-check"),
        ("ex", "explain"),
        ("help he", "health"),
        ("explain 52", "529"),
        ("explain overloaded_", "overloaded_529"),
        ("explain custom-id-dup", "custom-id-duplicate"),
        ("explain --for", "--format"),
        ("explain --format j", "json"),
        ("explain --platform bed", "bedrock"),
        ("batch-check --ignore custom-id-d", "custom-id-duplicate"),
        ("batch-check --ignore model-retired,custom-id-d", "model-retired,custom-id-duplicate"),
        ("health --only net.t", "net.tls"),
        ("health --skip t", "tls"),
        ("health --model claude-opus", "claude-opus-5-5"),
        ("tail --select overloaded_5", "overloaded_529"),
        ("tail --by mo", "model"),
    ],
)
def test_values_are_completed(words: str, expected: str) -> None:
    assert expected in complete(words)


def test_each_shell_gets_its_own_form() -> None:
    assert complete("explain overloaded_529", "zsh")[0].startswith('_arguments \'*: :(("overloaded_529":"')
    assert complete("tail nothing-such", "zsh") == ["_files"]
    assert complete("explain overloaded_529", "fish", _TYPER_COMPLETE_FISH_ACTION="get-args")[0].startswith(
        "overloaded_529\t"
    )
    shown = complete(
        "explain overloaded_529", "powershell", _TYPER_COMPLETE_WORD_TO_COMPLETE="overloaded_529"
    )
    assert shown[0].startswith("overloaded_529:::")


def test_every_rule_and_entry_is_among_the_values() -> None:
    found = {value for value, _ in completion.values(["explain"], "")}
    assert set(catalogue.rules()) <= found
    assert {heading.id for heading in catalogue.headings()} <= found


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_the_script_that_typer_installs_works_in_bash(tmp_path: Path) -> None:
    starter = tmp_path / "claude-doctor"
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claude_doctor "$@"\n')
    starter.chmod(0o755)
    environment = clean_environment(
        PATH=f"{tmp_path}:{os.environ['PATH']}", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1"
    )
    script = subprocess.run(
        ["claude-doctor", "--show-completion", "bash"],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    ).stdout
    asked = (
        f"{script}\nCOMP_WORDS=(claude-doctor health --only net.tl); COMP_CWORD=3; "
        f"_claude_doctor_completion claude-doctor; echo ${{COMPREPLY[@]}}"
    )
    assert (
        subprocess.run(
            ["bash", "-c", asked], capture_output=True, text=True, env=environment, check=True
        ).stdout.strip()
        == "net.tls"
    )


@pytest.mark.parametrize(
    "module", ["typer", "rich", "click", "anthropic", "httpx2", "msgspec", "dataclasses"]
)
@pytest.mark.parametrize("words", [["--help"], ["tail", "--help"], ["health", "--list-checks"]])
def test_what_is_only_printed_loads_no_parser(module: str, words: list[str]) -> None:
    code = (
        f"import sys; from claude_doctor.cli import main; main({words!r}); sys.exit({module!r} in "
        "sys.modules)"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], env=clean_environment(), capture_output=True, check=False
        ).returncode
        == 0
    )


def test_man_pages_name_every_option() -> None:
    pages = dict(manpage.pages())
    assert set(pages) == {f"claude-doctor-{name}.1" if name else "claude-doctor.1" for name in NAMES}
    for name in NAMES[1:]:
        command = door.load(name)
        for option in (*command.OPTIONS, *COMMON):
            for flag in option.flags:
                assert flag.replace("-", "\\-") in pages[f"claude-doctor-{name}.1"]


@pytest.mark.skipif(shutil.which("man") is None, reason="there is no man here")
def test_man_renders_each_page_without_a_complaint(tmp_path: Path) -> None:
    for name, page in manpage.pages():
        path = tmp_path / name
        path.write_text(page, encoding="utf-8")
        environment = clean_environment(
            MANWIDTH="80", LC_ALL="C.UTF-8", MANPAGER="cat", PAGER="cat", MAN_KEEP_STDERR="1"
        )
        done = subprocess.run(
            ["man", "--warnings", "-l", str(path)],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        if "minimized" in done.stdout:
            pytest.skip("man is only a placeholder here")
        assert done.returncode == 0
        assert not done.stderr
        assert "EXIT STATUS" in done.stdout
        assert name.removesuffix(".1").upper() in done.stdout.upper()
