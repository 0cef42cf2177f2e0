"""Start-up of the commands that decode typed JSON: msgspec comes without typing_extensions, and leaves no trace."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import clean_environment

LINE = (
    '{"ts": "2026-11-30T12:00:00Z", "level": "error", "status": 529, "error": {"type": "overloaded_error"}}\n'
)
REQUEST = (
    '{"custom_id": "a", "params": {"model": "claude-opus-5-5", "max_tokens": 5, "messages": '
    '[{"role": "user", "content": "hi"}]}}\n'
)
RUN = "import sys; from claude_doctor.cli import main; main(sys.argv[1:]); "


def after(code: str, *args: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", RUN + code, *args, "-q"],
        env=clean_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(("command", "text"), [("tail", LINE), ("batch-check", REQUEST)])
def test_a_command_decodes_without_typing_extensions(tmp_path, command, text):
    path = tmp_path / "file.jsonl"
    path.write_text(text, encoding="utf-8")
    told = "print('msgspec' in sys.modules, 'typing_extensions' in sys.modules)"
    assert after(told, command, str(path)) == "True False"


def test_who_needs_it_later_can_import_it(tmp_path):
    path = tmp_path / "file.jsonl"
    path.write_text(LINE, encoding="utf-8")
    assert after("import typing_extensions; print(typing_extensions.__name__)", "tail", str(path)) == (
        "typing_extensions"
    )
