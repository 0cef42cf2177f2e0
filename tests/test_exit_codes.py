"""What ends a command with which code: nothing from outside is a fault of ours (4)."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import claude_doctor
from tests.conftest import clean_environment

posix = pytest.mark.skipif(sys.platform == "win32", reason="users, limits and closed descriptors of POSIX")
NOBODY = 65534
# Everything is imported before the user changes, for a checkout below a private folder cannot be read by
# another user.
AS_NOBODY = f"""
import os, sys, runpy, pkgutil, importlib
import claude_doctor, claude_doctor.cli
from claude_doctor.catalogue import store
def warm():
    out = os.dup(1); os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for argv in (["explain", "Error code: 401 - invalid x-api-key"], ["tail", os.devnull], ["batch-check", os.devnull]):
        claude_doctor.cli.main(argv)
    sys.stdout.flush(); os.dup2(out, 1)
warm()
for found in pkgutil.walk_packages(claude_doctor.__path__, "claude_doctor."):
    if ".__main__" not in found.name:
        importlib.import_module(found.name)
os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})
sys.exit(claude_doctor.cli.main(sys.argv[1:]))
"""


def command(*args, cwd, code=None, stdin=subprocess.DEVNULL, environment=None, before=None):
    start = [sys.executable, "-c", code] if code else [sys.executable, "-m", "claude_doctor"]
    return subprocess.run(
        [*start, *args],
        cwd=cwd,
        env=environment or clean_environment(),
        stdin=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=before,
    )


@posix
@pytest.mark.parametrize(
    "args", [["tail"], ["batch-check"], ["tail", "-"], ["batch-check", "-"], ["tail", "-f", "-"]]
)
def test_closed_standard_input_cannot_be_read(args, tmp_path):
    done = command(*args, cwd=tmp_path, before=lambda: os.close(0))
    assert done.returncode == 3
    assert "standard input is closed" in done.stderr


def _is_open_to_others():
    place = Path(claude_doctor.__file__).resolve()
    return all(folder.stat().st_mode & 0o001 for folder in place.parents)


open_to_others = pytest.mark.skipif(
    not _is_open_to_others(), reason="the package is in a folder that other users may not enter"
)


@posix
@open_to_others
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user"
)
@pytest.mark.parametrize(
    "args", [["tail", "a.log"], ["batch-check", "a.log"], ["explain", "-f", "a.log"], ["tail", "-f", "a.log"]]
)
def test_a_file_that_another_user_cannot_read_is_an_input_error(args, tmp_path):
    (tmp_path / "a.log").write_text('{"status": 529}\n')
    (tmp_path / "a.log").chmod(0)
    for folder in (tmp_path, *tmp_path.parents):
        if not folder.stat().st_mode & 0o001 and folder.is_relative_to("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o001)
    done = command(*args, cwd=tmp_path, code=AS_NOBODY)
    assert done.returncode == 3, done.stderr
    assert "ermission denied" in done.stderr


@pytest.mark.parametrize("columns", ["²", "9" * 30])
@pytest.mark.parametrize("args", [["tail", "--help"], ["explain", "529"]])
def test_an_odd_width_of_the_terminal_is_none(columns, args, tmp_path):
    assert command(*args, cwd=tmp_path, environment=clean_environment(COLUMNS=columns)).returncode == 0


@pytest.mark.parametrize(
    ("args", "code"), [(["explain", "529"], 0), (["tail", os.devnull], 2), (["batch-check", os.devnull], 2)]
)
def test_deeply_nested_configuration_is_a_mistake_in_it(args, code, tmp_path):
    (tmp_path / "claude-doctor.toml").write_text("select = " + "[" * 100_000 + "]" * 100_000)
    done = command(*args, cwd=tmp_path)
    assert done.returncode in (code, 2)
    assert "not valid TOML: nested too deeply" in done.stderr


@posix
@pytest.mark.parametrize(
    "said",
    ["[[[1]]]", "NaN", '{"python": 5, "openssl": [], "sdk": {}, "httpx": 1, "httpx2": 2, "certifi": 3}'],
)
def test_an_odd_answer_of_the_named_interpreter_is_no_fault_of_ours(said, tmp_path):
    (tmp_path / "said").write_text(said)
    (tmp_path / "deep").write_text("[" * 100_000)
    for file in ("said", "deep"):
        (tmp_path / "python").write_text(f"#!/bin/sh\ncat {file}\n")
        (tmp_path / "python").chmod(0o755)
        done = command(
            "health", "--python", "./python", "--only", "env.python", "--timeout", "5", cwd=tmp_path
        )
        assert done.returncode in (0, 1, 2), done.stderr
        assert "fault of claude-doctor" not in done.stderr


def _limited(what, most):
    return lambda: resource.setrlimit(what, (most, most))


@posix
@pytest.mark.parametrize("limit", [("RLIMIT_AS", 300 * 2**20), ("RLIMIT_NOFILE", 64)])
@pytest.mark.parametrize(
    "args", [["tail", "log.jsonl"], ["batch-check", "batch.jsonl"], ["explain", "-f", "paste.txt"]]
)
def test_little_memory_and_few_files_are_enough(limit, args, tmp_path):
    line = (
        '{"ts": "2026-11-30T12:00:00Z", "level": "error", "status": 529, "error": {"type": '
        '"overloaded_error", "message": "Overloaded"}}\n'
    )
    (tmp_path / "log.jsonl").write_text(line * 50_000)
    request = (
        '{"custom_id": "a%d", "params": {"model": "claude-opus-5-5", "max_tokens": 5, "messages": '
        '[{"role": "user", "content": "hi"}]}}\n'
    )
    (tmp_path / "batch.jsonl").write_text("".join(request % number for number in range(5_000)))
    (tmp_path / "paste.txt").write_text(line * 20_000)
    done = command(*args, cwd=tmp_path, before=_limited(getattr(resource, limit[0]), limit[1]))
    assert done.returncode == 0, done.stderr


@posix
@open_to_others
@pytest.mark.parametrize(
    "args", [["tail", os.devnull], ["explain", "529"], ["explain", "API Error: 529 Overloaded"]]
)
def test_no_home_and_no_user_of_that_number_are_needed(args, tmp_path):
    environment = {
        name: value
        for name, value in clean_environment().items()
        if name not in ("HOME", "USER", "LOGNAME", "XDG_CONFIG_HOME")
    }
    code = AS_NOBODY.replace(str(NOBODY), "54321") if os.geteuid() == 0 else None
    assert command(*args, cwd="/", environment=environment, code=code).returncode == 0
