"""How a run leaves the interpreter: at once, and yet nothing that was to be written or done is lost."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import clean_environment

START = "import sys; sys.argv = ['claude-doctor', *sys.argv[1:]]; from claude_doctor.cli import entry_point; "
QUESTIONS = [["explain", "529"], ["explain", "Error code: 529 - overloaded_error: Overloaded"], ["--version"]]


def leave(code: str, *args: str, **streams):
    return subprocess.run(
        [sys.executable, "-c", START + code, *args],
        env=clean_environment(),
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
    )


@pytest.mark.parametrize("args", QUESTIONS)
def test_the_interpreter_is_left_without_taking_it_apart(args):
    # What is only done while modules are cleared would show that they were.
    told = "import builtins\nclass End:\n    def __del__(self): print('taken apart')\nbuiltins.end = End()\n"
    done = leave("\n" + told + "entry_point()", *args)
    assert done.returncode == 0
    assert done.stdout.strip()
    assert "taken apart" not in done.stdout


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is always full")
@pytest.mark.parametrize("args", QUESTIONS)
def test_a_full_disk_is_told_and_in_the_code(args):
    with open("/dev/full", "w") as full:
        done = leave("entry_point()", *args, stdout=full)
    assert done.returncode == 3
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is always full")
def test_messages_that_cannot_be_written_are_no_success():
    with open("/dev/full", "w") as full:
        done = leave("print('words', file=sys.stderr, end=''); entry_point()", "explain", "529", stderr=full)
    assert done.returncode != 0


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
@pytest.mark.parametrize("args", QUESTIONS)
def test_a_closed_pipe_ends_quietly(args):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = leave("entry_point()", *args, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


def test_what_others_registered_still_runs_and_is_written():
    done = leave("import atexit; atexit.register(print, 'the last words'); entry_point()", "--version")
    assert done.stdout.endswith("the last words\n")


def test_a_thread_with_work_to_finish_is_waited_for():
    work = (
        "import threading, time; go = threading.Event(); "
        "threading.Thread(target=lambda: (go.wait(0.3), print('finished'))).start(); entry_point()"
    )
    assert leave(work, "--version").stdout.endswith("finished\n")


def test_a_thread_that_only_waits_is_not():
    work = "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start(); entry_point()"
    assert leave(work, "--version").returncode == 0
