"""How a run ends from outside: signals leave no half file and no second process, a full disk leaves the old
file.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import clean_environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _gone(children: list[int]) -> bool:
    """Whether all end soon: the system tells a child of its parent's end in its own time."""
    until = time.monotonic() + 30
    while any(_alive(child) for child in children) and time.monotonic() < until:
        time.sleep(0.01)
    return not any(_alive(child) for child in children)


@pytest.fixture
def large(tmp_path):
    line = (
        '{"ts": "2026-11-30T12:00:00Z", "level": "error", "status": 529, "request_id": "req_%d", "error": '
        '{"type": "overloaded_error", "message": "Overloaded"}}\n'
    )
    block = "".join(line % one for one in range(10_000))
    with (tmp_path / "log.jsonl").open("w") as file:
        for _ in range(80):
            file.write(block)
    request = (
        '{"custom_id": "a%d", "params": {"model": "claude-opus-5-5", "max_tokens": 5, "messages": '
        '[{"role": "user", "content": "hi"}]}}\n'
    )
    with (tmp_path / "batch.jsonl").open("w") as file:
        block = "".join(request % one for one in range(10_000))
        for _ in range(80):
            file.write(block)
    return tmp_path


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="children are looked up in /proc")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, -signal.SIGINT)]
)
@pytest.mark.parametrize("args", [["tail", "log.jsonl"], ["batch-check", "batch.jsonl"]])
def test_a_signal_leaves_no_half_file_and_no_second_process(args, number, code, large):
    # A shell starts what runs in the background with SIGINT ignored, and a child would inherit that.
    start = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from claude_doctor.cli import entry_point; entry_point()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", start, *args, "-o", "out.txt"],
        cwd=large,
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    seen: list[int] = []
    while process.poll() is None and not (seen and list(large.glob("*.part"))):
        seen = _children(process.pid) or seen
        if (os.cpu_count() or 1) < 2 and list(large.glob("*.part")):
            break
        time.sleep(0.002)
    if process.poll() is not None:
        pytest.skip("it was done before anything could be seen of it")
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == code, errors
    assert list(large.glob("*.part")) == []
    assert not (large / "out.txt").exists()
    assert _gone(seen), "a child outlived its parent"
    assert b"Traceback" not in errors


@pytest.mark.parametrize(
    "args",
    [
        ["explain", "529", "--format", "json", "-o", "out", "--force"],
        ["explain", "529", "--format", "json:+out"],
    ],
)
def test_a_disk_that_is_full_leaves_the_old_file_as_it_was(args, tmp_path):
    (tmp_path / "out").write_text("old\n")
    done = subprocess.run(
        [sys.executable, "-m", "claude_doctor", *args], cwd=tmp_path, env=clean_environment(PYTHONDONTWRITEBYTECODE="1"), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60, check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert "cannot write" in done.stderr
    assert os.listdir(tmp_path) == ["out"]
    assert (tmp_path / "out").read_text() == "old\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize(
    "args", [["explain", "529", "-o", "/dev/full"], ["tail", os.devnull, "-o", "/dev/full"]]
)
def test_a_full_device_is_an_input_error(args, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "claude_doctor", *args],
        cwd=tmp_path,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3, done.stderr
