"""APP 11.26: the log, and that `tail` reads back what was written."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import random
import subprocess
import sys

import anthropic
import httpx2
import pytest

from claude_doctor.app import ErrorLog, ErrorLogger, Event, protect, testing
from claude_doctor.app.error_log import line_of
from tests.app.torture import torture


def tail(*paths):
    run = [
        sys.executable,
        "-m",
        "claude_doctor",
        "tail",
        *map(str, paths),
        "--format",
        "events",
        "--fail-on",
        "never",
    ]
    said = subprocess.run(run, check=True, capture_output=True).stdout
    return [json.loads(line) for line in said.splitlines()]


def test_ten_thousand_lines_of_many_writers_with_kills_and_rotation(tmp_path):
    acknowledged, read, damaged, killed, files = torture(str(tmp_path), 4, 4, 800, 50_000, kills=1)
    assert len(acknowledged) > 8000
    assert files > 3
    assert [name for name in acknowledged if read[name] != 1] == []
    assert [name for name, count in read.items() if count != 1] == []
    assert damaged <= killed


def random_event(rng, number):
    kinds = ("terminal", "retry", "ok")
    entries = ("overloaded_529", "rate_limit_error", "model_retired", "connection_error", None)
    words = (
        "Overloaded",
        "héllo wörld 🙂 \u2028 line",
        'a "quote" \\ and {braces}',
        "tab\there\nnew line",
        "x" * 300,
    )
    kind = rng.choice(kinds)
    entry = rng.choice(entries) if kind != "ok" else None
    return Event(
        ts=(
            f"2026-11-{rng.randint(1, 30):02}T{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:01."
            f"{rng.randint(0, 999):03}Z"
        ),
        kind=kind,
        call=f"{number:016x}",
        seq=number,
        pid=rng.randint(1, 99999),
        status=rng.choice((400, 429, 500, 529, None)) if kind != "ok" else 200,
        error_type=rng.choice(("overloaded_error", "rate_limit_error", "not_a_known_error", None))
        if kind != "ok"
        else None,
        error_code=rng.choice(("enforced_spend_limit_reached", None)) if kind != "ok" else None,
        message=rng.choice(words) if kind != "ok" else None,
        request_id=f"req_{number}",
        model=rng.choice(("claude-opus-5-5", "claude-haiku-4-5", None)),
        retry={"attempt": rng.randint(1, 9), "max": 12, "delay_ms": rng.randint(0, 30000)}
        if kind == "retry"
        else {},
        usage={"input_tokens": rng.randint(1, 99)} if rng.random() < 0.2 else {},
        diagnosis=entry,
        wait_s=rng.choice((None, 1.5)),
    )


def test_ten_thousand_random_events_come_back_equal(tmp_path):
    rng = random.Random(3)
    written = [random_event(rng, number) for number in range(10_000)]
    path = tmp_path / "app.jsonl"
    log = ErrorLog(path)
    assert all(log.write(event) for event in written)
    read = tail(path)
    assert len(read) == len(written)
    for event, row in zip(written, read, strict=True):
        for name in ("ts", "kind", "status", "error_type", "error_code", "message", "request_id", "model"):
            assert row[name] == getattr(event, name), (name, row)
        assert (row["retry"] or {}) == dict(event.retry)
        assert (row.get("usage") or {}) == dict(event.usage)
        assert row["format"] == "claude_doctor"
        if event.diagnosis:
            assert row["diagnosis"] == event.diagnosis
    again = tmp_path / "events.jsonl"
    again.write_text("".join(json.dumps(row) + "\n" for row in read))
    back = tail(again)
    for one, two in zip(read, back, strict=True):
        assert {**one, "file": "", "line": 0, "duplicate": False} == {
            **two,
            "file": "",
            "line": 0,
            "duplicate": False,
        }


def test_attempts_of_one_call_are_one_request(tmp_path):
    log = ErrorLog(tmp_path / "a.jsonl", successes=True)
    from claude_doctor.app import Drill

    with testing():
        client = protect(
            anthropic.Anthropic(
                api_key="k", http_client=httpx2.Client(transport=Drill([529, 529, 200, 500, 400]))
            ),
            log=log,
        )
        params = {
            "model": "claude-opus-5-5",
            "max_tokens": 9,
            "messages": [{"role": "user", "content": "hi"}],
        }
        client.messages.create(**params)
        with pytest.raises(anthropic.BadRequestError):
            client.messages.create(**params)
        found = log.analyze(hours=1)
    assert (found.attempts, found.failed_requests, found.recovered, found.succeeded) == (4, 1, 2, 1) or (
        found.attempts,
        found.failed_requests,
    ) == (
        4,
        1,
    )
    with testing() as later:
        later.sleep(7200)
        assert log.analyze(hours=1).attempts == 0
        assert log.analyze(hours=3).attempts == 4


def test_each_line_is_json_of_one_line_for_its_owner_alone(tmp_path):
    path = tmp_path / "a.jsonl"
    log = ErrorLogger(path)
    event = log.log(
        ValueError("line one\nline two\x00 \u2028"),
        context={"user": 7, "body": {"prompt": "no"}},
        request={"model": "claude-opus-5-5", "messages": [{"content": "SECRET PROMPT"}]},
    )
    log.log("429 rate limit")
    log.log({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}})
    raw = path.read_bytes()
    assert raw.count(b"\n") == 3
    assert raw.isascii()
    rows = [json.loads(line) for line in raw.splitlines()]
    assert rows[0]["message"] == event.message
    assert b"SECRET PROMPT" not in raw
    assert b"prompt" not in raw
    assert rows[0]["context"] == "user=7; messages=1"
    assert rows[2]["diagnosis"] == "overloaded_529"
    assert os.stat(path).st_mode & 0o777 == 0o600


def test_a_long_message_is_cut_and_stays_json():
    line = line_of(
        Event(
            ts="2026-11-30T20:00:00.123Z", message="é" * 100_000, context="y" * 100_000, gave_up="z" * 100_000
        )
    )
    assert len(line) <= 16 * 1024 + 1
    json.loads(line)


def test_a_full_disk_loses_one_line_and_damages_no_other(tmp_path, monkeypatch):
    path = tmp_path / "a.jsonl"
    log = ErrorLog(path)
    event = Event(ts="2026-11-30T20:00:00.123Z", status=529, message="x")
    real = os.write
    assert log.write(dataclasses.replace(event, request_id="req_1"))
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, data[:20]))
    assert not log.write(dataclasses.replace(event, request_id="req_2"))
    monkeypatch.setattr(
        os, "write", lambda fd, data: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    assert not log.write(dataclasses.replace(event, request_id="req_3"))
    monkeypatch.setattr(os, "write", real)
    assert log.write(dataclasses.replace(event, request_id="req_4"))
    assert log.lost == 2
    rows = path.read_bytes().splitlines()
    assert [json.loads(row)["request_id"] for row in (rows[0], rows[-1])] == ["req_1", "req_4"]


def test_a_folder_that_is_not_there_is_no_exception():
    log = ErrorLog("/nonexistent/folder/a.jsonl")
    log.log(ValueError("x"))
    assert log.lost == 1


def test_the_standard_library_s_logging_gives_events(tmp_path):
    path = tmp_path / "a.jsonl"
    logger = logging.getLogger("tests.app.handler")
    handler = ErrorLog(path).handler()
    logger.addHandler(handler)
    try:
        logger.error("nothing of the API")
        try:
            raise TimeoutError("Request timed out.")  # noqa: TRY301
        except TimeoutError:
            logger.exception("it failed")
    finally:
        logger.removeHandler(handler)
    rows = [json.loads(line) for line in path.read_bytes().splitlines()]
    assert [row["message"] for row in rows] == ["Request timed out."]


def test_a_fork_writes_its_own_pid_in_the_name(tmp_path):
    log = ErrorLog(tmp_path / "a-{pid}.jsonl")
    log.log(ValueError("x"))
    assert os.path.exists(tmp_path / f"a-{os.getpid()}.jsonl")
