"""`tail --follow` as a person and a program meet it: the real command, in real time, ended by a signal."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import clean_environment

PATIENCE = 20.0


def event(number: int, status: int = 529, message: str = "Overloaded") -> str:
    """Return a line of the simple logger."""
    kinds = {529: "server", 400: "client", 429: "client"}
    request = {"model": "claude-opus-5-5"}
    found = {
        "timestamp": f"2026-11-20T12:00:{number:02}Z",
        "category": kinds[status],
        "status_code": status,
        "message": message,
        "context": {},
        "request": request,
        "request_id": f"req_{number:024}",
    }
    return json.dumps(found)


class Running:
    """The command as it runs; its output is collected as it comes."""

    def __init__(self, folder: Path, *args: str, stdin: int | None = subprocess.DEVNULL) -> None:
        argv = [sys.executable, "-m", "claude_doctor", "tail", *args]
        # A pipe, block-buffered as any: what is shown in time was flushed in time.
        self.process = subprocess.Popen(
            argv,
            cwd=folder,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean_environment(COLUMNS="100"),
        )
        self.text = ""
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        while data := os.read(self.process.stdout.fileno(), 65536):
            self.text += data.decode()

    def wait(self, words: str, count: int = 1) -> str:
        end = time.monotonic() + PATIENCE
        while self.text.count(words) < count and time.monotonic() < end:
            time.sleep(0.01)
        assert self.text.count(words) >= count, self.text
        return self.text

    def has_opened(self, path: Path) -> None:
        """Wait until it follows a log: the file is open and SIGTERM has a handler, as the system says."""
        end = time.monotonic() + PATIENCE
        while not self._follows(path) and time.monotonic() < end:
            time.sleep(0.01)
        assert self._follows(path), self.text

    def _follows(self, path: Path) -> bool:
        process = Path("/proc", str(self.process.pid))
        if not process.exists():  # no such folder on this system: the clock has to do
            time.sleep(2)
            return True
        caught = int(re.search(r"SigCgt:\s*(\w+)", (process / "status").read_text())[1], 16)
        return bool(caught >> (signal.SIGTERM - 1) & 1) and any(
            self._is(each, path) for each in (process / "fd").iterdir()
        )

    @staticmethod
    def _is(descriptor: Path, path: Path) -> bool:
        try:
            return os.readlink(descriptor) == str(path.resolve())
        except OSError:  # closed between two looks
            return False

    def end(self, number: int = signal.SIGINT) -> tuple[int, str, str]:
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self.thread.join(PATIENCE)
        return code, self.text, self.process.stderr.read().decode()


@pytest.fixture
def start(tmp_path):
    running: list[Running] = []

    def call(*args: str, **more) -> Running:
        running.append(Running(tmp_path, *args, **more))
        return running[-1]

    yield call
    for item in running:
        if item.process.poll() is None:
            item.process.kill()
        item.process.wait(PATIENCE)
        item.thread.join(PATIENCE)
        item.process.stdout.close()
        item.process.stderr.close()
        if item.process.stdin:
            item.process.stdin.close()


def append(path: Path, *lines: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(line + "\n" for line in lines))


def test_the_sum_then_each_error_on_a_line_then_the_sum_again(start, tmp_path):
    log = tmp_path / "app.log"
    append(log, event(1), event(2))
    it = start("-f", "app.log")
    it.wait("2 requests failed")
    before = len(it.wait("Last errors"))
    append(log, event(3), event(4, 400, "prompt is too long: 210000 tokens > 200000 maximum"))
    it.wait("prompt_too_long")
    lines = [line for line in it.text[before:].splitlines() if "12:00:0" in line and ("✗" in line)]
    assert [("12:00:03" in line, "12:00:04" in line) for line in lines[-2:]] == [(True, False), (False, True)]
    code, text, errors = it.end()
    assert (code, errors) == (0, "")
    assert "4 requests failed" in text
    assert "\x1b" not in text, "no animation and no colours off a terminal"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_good_order_with_everything_that_came(start, tmp_path, number):
    log = tmp_path / "app.log"
    append(log, event(1))
    it = start("-f", "app.log", "--json")
    it.has_opened(log)
    log.rename(tmp_path / "app.log.1")
    append(log, event(2))
    with log.open("a", encoding="utf-8") as file:
        file.write(event(3))  # no newline: it is whole all the same
    code, text, _ = it.end(number)
    report = json.loads(text)
    assert code == 0
    assert (report["attempts"], report["failed_requests"]) == (3, 3)


def test_an_alert_is_printed_when_it_fires_and_decides_the_exit_code(start, tmp_path):
    append(tmp_path / "app.log", event(1))
    it = start("-f", "app.log", "--alert", "overloaded_529 > 2 in 1h")
    it.wait("Last errors")
    assert "alert" not in it.text
    append(tmp_path / "app.log", event(2), event(3))
    it.wait("! alert overloaded_529 > 2 in 1h")
    code, text, _ = it.end()
    assert code == 1
    assert "Alert: overloaded_529 > 2 in 1h" in text


def test_events_are_one_object_a_line_with_alerts_among_them(start, tmp_path):
    append(tmp_path / "app.log", event(1), event(2))
    it = start("--follow", "app.log", "--format", "events", "--alert", "529 > 2 in 1h")
    it.wait("\n", 2)
    append(tmp_path / "app.log", event(3))
    it.wait('"alert"')
    code, text, _ = it.end()
    found = [json.loads(line) for line in text.splitlines()]
    assert [item["kind"] for item in found] == ["terminal", "terminal", "terminal", "alert"]
    assert (found[3]["rule"], found[3]["value"], found[3]["ts"]) == (
        "529 > 2 in 1h",
        3,
        "2026-11-20T12:00:03.000Z",
    )
    assert set(found[0]) - {"duplicate"} <= set(found[3])
    assert code == 1


def test_standard_input_is_followed_to_its_end(start):
    it = start("-f", stdin=subprocess.PIPE)
    it.process.stdin.write((event(1) + "\n").encode())
    it.process.stdin.flush()
    it.wait("overloaded_529")
    it.process.stdin.close()
    it.process.stdin = None
    assert it.process.wait(PATIENCE) == 0
    it.thread.join(PATIENCE)
    assert "1 request failed" in it.text


def test_a_log_that_comes_later_is_waited_for(start, tmp_path):
    it = start("-F", "later.log")
    it.wait("No Claude API outcome")
    append(tmp_path / "later.log", event(1))
    it.wait("overloaded_529")
    assert it.end()[0] == 0


def test_compressed_logs_of_a_folder_are_summed_up_once(start, tmp_path):
    import gzip

    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "app.log.1.gz").write_bytes(gzip.compress((event(1) + "\n").encode()))
    append(tmp_path / "logs" / "app.log", event(2))
    it = start("-f", "logs", "--json")
    it.has_opened(tmp_path / "logs" / "app.log")
    append(tmp_path / "logs" / "app.log", event(3))
    report = json.loads(it.end()[1])
    assert report["failed_requests"] == 3


def test_output_into_the_followed_folder_is_no_feedback(tmp_path):
    append(tmp_path / "app.log", event(1))
    argv = [sys.executable, "-m", "claude_doctor", "tail", "-f", ".", "--format", "events", "--raw"]
    with (tmp_path / "out.log").open("wb") as out:
        process = subprocess.Popen(argv, cwd=tmp_path, stdout=out, env=clean_environment())
        end = time.monotonic() + PATIENCE
        while not (tmp_path / "out.log").stat().st_size and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
    assert len((tmp_path / "out.log").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["-f", "nowhere/app.log"], 3, "folder does not exist"),
        (["-f", "app.log", "--format", "json:out.json", "--format", "text"], 2, "one format"),
        (["app.log", "--alert", "529 > many in 1h"], 2, "at character 7"),
    ],
)
def test_what_cannot_be_is_refused_at_once(run, tmp_path, args, code, words):
    append(tmp_path / "app.log", event(1))
    done = run("tail", *args, timeout=20)
    assert done.returncode == code
    assert words in done.stderr


def test_an_alert_over_a_whole_log_fires_in_log_time(run, tmp_path):
    append(tmp_path / "app.log", *(event(second) for second in range(0, 60, 10)))
    assert run("tail", "app.log", "--alert", "529 > 6 in 1m").returncode == 0
    assert run("tail", "app.log", "--alert", "529 > 3 in 30s").returncode == 0
    done = run("tail", "app.log", "--alert", "529 > 3 in 31s", "--json")
    assert done.returncode == 1
    assert [item["at"] for item in json.loads(done.stdout)["alerts"]] == ["2026-11-20T12:00:30.000Z"]
    assert run("tail", "app.log", "--alert", "529 > 3 in 31s", "--fail-on", "never").returncode == 0
