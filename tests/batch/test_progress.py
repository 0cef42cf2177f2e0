"""Progress: on a terminal, after a second, at most four times a second, and nowhere else."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from claude_doctor.doors.batch_check.engine import progress
from tests.batch import helper
from tests.conftest import clean_environment

pty = pytest.importorskip("pty")
GOOD = helper.line(helper.params(), "good") + b"\n"
# Three seconds of a pipe that gives a request now and then: what is shown does not depend on how fast this
# machine is.
FEED = (
    f"import sys, time\nfor at in range(12):\n    sys.stdout.write({GOOD.decode()!r}.replace('good', "
    f"f'id{{at}}')); sys.stdout.flush(); time.sleep(0.25)"
)


def slow(stderr: int) -> subprocess.CompletedProcess[bytes]:
    words = [sys.executable, "-m", "claude_doctor", "batch-check", "--json"]
    with subprocess.Popen([sys.executable, "-c", FEED], stdout=subprocess.PIPE) as feed:
        return subprocess.run(
            words,
            stdin=feed.stdout,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=clean_environment(TERM="xterm"),
            check=False,
            timeout=60,
        )


def test_a_terminal_sees_a_line_that_is_gone_at_the_end():
    ours, theirs = pty.openpty()
    done = slow(theirs)
    os.close(theirs)
    seen = os.read(ours, 1 << 16)
    os.close(ours)
    assert done.returncode == 0, seen
    assert b'"requests": 12' in done.stdout
    assert b"Checking standard input" in seen
    assert b"requests" in seen
    assert seen.count(b"Checking") <= 4 * 4
    assert seen.rstrip().endswith((b"\x1b[2K", b"\x1b[?25h"))  # the line is erased, the cursor is back


def test_off_a_terminal_there_is_nothing():
    done = slow(subprocess.PIPE)
    assert done.returncode == 0
    assert b'"requests": 12' in done.stdout
    assert done.stderr == b""


def test_the_share_of_a_file_is_its_position(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x" * 100)
    with open(path, "rb", buffering=0) as raw:
        raw.read(25)
        assert progress._share(raw) == 0.25
    assert progress._share(io.BytesIO(b"x")) == 0


def test_a_short_run_shows_nothing():
    ours, theirs = pty.openpty()
    # How long a run takes is a matter of the machine; that it is short is said here.
    begin = (
        "from claude_doctor.doors.batch_check.engine import progress as it; it.AFTER = 60.0; from "
        "claude_doctor.cli import entry_point; entry_point()"
    )
    done = subprocess.run(
        [sys.executable, "-c", begin, "batch-check", "--json"],
        input=GOOD,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=clean_environment(TERM="xterm"),
        check=False,
    )
    os.write(theirs, b".")
    seen = os.read(ours, 1 << 16)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0
    assert seen == b"."


def test_a_ring_during_a_ring_waits_for_the_next(monkeypatch):
    shown = progress.Progress()
    calls = []

    def show():
        calls.append(1)
        shown._ring()  # the timer rings again while rich is being imported

    monkeypatch.setattr(shown, "_show", show)
    shown._ring()
    assert calls == [1]
    shown._ring()
    assert calls == [1, 1]
