"""Little room: 300 MB of addresses, 64 open files, nowhere to write, no home. The exit codes stay the table's."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import clean_environment

resource = pytest.importorskip("resource", reason="limits are those of POSIX")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS holds on Linux only")
BODY = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'
REQUEST = {"model": "claude-opus-5-5", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}
# (arguments, standard input, exit code, words of the answer)
RUNS = {
    "explain 529": (["explain", "529"], "", 0, "overloaded_529"),
    "explain a paste": (
        ["explain"],
        f"anthropic.APIStatusError: Error code: 529 - {BODY}",
        0,
        "overloaded_529",
    ),
    "explain a retold paste": (
        ["explain"],
        "Claude 429: my concurrent connections went past the rate limit and I could contact sales",
        0,
        "rate_limit",
    ),
    "explain nothing of ours": (["explain"], "the printer is on fire", 1, ""),
    "tail": (["tail", "log.jsonl"], "", 0, "overloaded_529"),
    "tail of many files": (["tail", "many"], "", 0, "overloaded_529"),
    "tail of a packed log": (["tail", "log.gz"], "", 0, "overloaded_529"),
    "tail of what is not there": (["tail", "missing.jsonl"], "", 3, ""),
    "batch-check": (["batch-check", "good.jsonl"], "", 0, ""),
    "batch-check of a bad one": (["batch-check", "bad.jsonl"], "", 1, "custom-id-duplicate"),
    "batch-check of large ones": (["batch-check", "large.jsonl"], "", 0, ""),
    "a mistake": (["tail", "--no-such-option"], "", 2, ""),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("narrow")
    record = {
        "ts": "2026-11-30T12:00:00Z",
        "level": "error",
        "status": 529,
        "error": json.loads(BODY)["error"],
    }
    lines = "".join(
        json.dumps(record | {"request_id": f"req_{number:06}"}) + "\n" for number in range(30_000)
    )
    (folder / "log.jsonl").write_text(lines)
    (folder / "log.gz").write_bytes(gzip.compress(lines.encode()))
    (folder / "many").mkdir()
    for number in range(150):
        (folder / "many" / f"{number}.log").write_text(lines[:2000])
    good = [json.dumps({"custom_id": f"a{number}", "params": REQUEST}) + "\n" for number in range(2)]
    (folder / "good.jsonl").write_text("".join(good))
    (folder / "bad.jsonl").write_text(good[0] * 2)
    long = REQUEST | {"messages": [{"role": "user", "content": "x" * 200_000}]}
    with (folder / "large.jsonl").open("w") as file:
        for number in range(200):
            file.write(json.dumps({"custom_id": f"a{number}", "params": long}) + "\n")
    return folder


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (300_000_000, 300_000_000))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def run(words: list[str], text: str, place: object, **more: object) -> subprocess.CompletedProcess[str]:
    env = clean_environment()
    env.pop("HOME", None)
    return subprocess.run(
        words,
        input=text,
        cwd=str(place),
        env=env,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=300,
        **more,
    )


@pytest.mark.parametrize("name", RUNS)
def test_with_300_mb_of_addresses_and_64_files(name, place):
    args, text, code, words = RUNS[name]
    done = run([sys.executable, "-m", "claude_doctor", *args], text, place, preexec_fn=limited)
    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stdout
    assert "Traceback" not in done.stderr


def _can_mount() -> bool:
    return (
        os.geteuid() == 0
        and shutil.which("unshare") is not None
        and subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode == 0
    )


@pytest.mark.parametrize("name", RUNS)
def test_where_nothing_can_be_written(name, place):
    if not _can_mount():
        pytest.skip("needs root and mount namespaces")
    args, text, code, words = RUNS[name]
    script = 'mount -o remount,bind,ro / 2>/dev/null || { mount --bind / /mnt && mount -o remount,bind,ro / ; }; exec "$@"'
    done = run(
        ["unshare", "-m", "sh", "-c", script, "sh", sys.executable, "-m", "claude_doctor", *args], text, place
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stdout
