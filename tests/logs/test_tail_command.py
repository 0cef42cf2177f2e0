"""`claude-doctor tail` as a person or a script runs it: what it prints, what it never prints, and its exit
codes.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata

import pytest

KEY = "sk-ant-api03-" + "a1B2" * 20 + "xyz"
OVERLOADED = {
    "type": "error",
    "error": {"type": "overloaded_error", "message": "Overloaded"},
    "request_id": "req_011CTest",
}
SIMPLE = {
    "timestamp": "2026-11-20T04:20:28.664Z",
    "category": "overloaded_error",
    "status_code": 529,
    "message": "Overloaded",
    "request": {"model": "claude-opus-5"},
}
OK = {"time": "2026-11-20T04:21:00Z", "level": "INFO", "msg": "claude call ok", "status": 200}


@pytest.fixture
def log(tmp_path):
    def write(*records: object, name: str = "a.jsonl"):
        path = tmp_path / name
        lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def test_the_summary_says_it_first(run, log):
    done = run(
        "tail", str(log(SIMPLE, SIMPLE, SIMPLE | {"status_code": 401, "message": "invalid x-api-key"}, OK))
    )
    assert done.returncode == 0, done.stderr
    first = done.stdout.splitlines()[0]
    assert first.startswith("✗ 3 requests failed: 2 ×")
    assert "overloaded_529" in done.stdout
    assert "Last errors" in done.stdout


@pytest.mark.parametrize("width", ["60", "80"])
def test_it_fits_the_terminal(run, log, width):
    long = SIMPLE | {
        "status_code": 400,
        "message": (
            "messages.3.content.1.image.source.base64: image exceeds 5 MB maximum: 6000000 bytes > 5242880 "
            "bytes"
        ),
    }
    path = log(
        SIMPLE,
        long,
        SIMPLE | {"request": {"model": "eu.anthropic.claude-sonnet-4-5-20250929-v1:0-and-a-very-long-name"}},
        "broken {",
        name="a" * 60 + ".jsonl",
    )
    done = run("tail", str(path), "--malformed", "--raw", env={"COLUMNS": width})
    raw = [line for line in done.stdout.splitlines() if line.startswith("    {")]
    for line in done.stdout.splitlines():
        assert columns(line) <= int(width) or line in raw, line


def test_nothing_failed_and_nothing_recognised_are_told_apart(run, log):
    assert run("tail", str(log(OK))).stdout.startswith("✓ No failed request")
    assert run("tail", stdin="hello\nworld\n").stdout.startswith("No Claude API outcome was recognised")
    assert run("tail", stdin="").returncode == 0


def test_json_has_the_keys_of_the_contract(run, log):
    found = json.loads(run("tail", str(log(SIMPLE, OK, "{broken")), "--json").stdout)
    assert (found["schema_version"], found["command"]) == (1, "tail")
    file = found["files"][0]
    assert {name: file[name] for name in ("lines", "events", "errors", "malformed")} == {
        "lines": 3,
        "events": 2,
        "errors": 1,
        "malformed": 1,
    }
    assert found["period"] == {"first": "2026-11-20T04:20:28.664Z", "last": "2026-11-20T04:21:00.000Z"}
    assert (found["failed_requests"], found["attempts"], found["unjoined"]) == (1, 1, 0)
    group = found["groups"][0]
    assert group["diagnosis"] == "overloaded_529"
    assert {
        "count",
        "failed",
        "recovered",
        "share",
        "retryable",
        "first",
        "last",
        "models",
        "request_ids",
        "fixes",
    } <= set(group)
    assert found["series"] == [{"start": "2026-11-20T04:20:00.000Z", "count": 1, "by": {"overloaded_529": 1}}]
    assert found["alerts"] == []


def test_events_are_one_object_a_line_and_nothing_else(run, log):
    done = run(
        "tail",
        str(log(SIMPLE, OVERLOADED, OK, "{broken", {"level": "info", "msg": "hello", "time": 1})),
        "--format",
        "events",
    )
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [event["kind"] for event in events] == ["terminal", "terminal", "ok"]
    assert events[0]["diagnosis"] == "overloaded_529"
    assert events[0]["retryable"] == "yes"
    wanted = (
        "ts ts_naive status status_inferred error_type error_code message request_id model is_error kind "
        "retry usage format diagnosis retryable file line"
    )
    assert set(wanted.split()) <= set(events[0])
    assert [event["line"] for event in events] == [1, 2, 3]


def test_exit_codes(run, log, tmp_path):
    failed, fine = str(log(SIMPLE, name="bad.jsonl")), str(log(OK, name="good.jsonl"))
    assert run("tail", failed).returncode == 0
    assert run("tail", failed, "--fail-on", "error").returncode == 1
    assert run("tail", failed, "--fail-on", "error", "--exit-zero").returncode == 0
    assert run("tail", fine, "--fail-on", "error").returncode == 0
    assert run("tail", failed, "--fail-on", "never").returncode == 0
    assert run("tail", str(tmp_path / "none.jsonl")).returncode == 3
    assert run("tail", failed, "--since", "yesterday-ish").returncode == 2
    assert run("tail", failed, "--bucket", "0s").returncode == 2
    assert run("tail", failed, "--tz", "Mars/Olympus").returncode == 2
    assert run("tail", failed, "--by", "mood").returncode == 2
    assert run("tail", failed, "--select", "").returncode == 2


def test_an_input_is_never_overwritten(run, log):
    path = log(SIMPLE)
    before = path.read_bytes()
    assert run("tail", str(path), "-o", str(path), "--force").returncode == 2
    assert run("tail", str(path.parent), "-o", str(path), "--force").returncode == 2
    assert path.read_bytes() == before


@pytest.mark.parametrize("form", ["text", "json", "events"])
def test_no_prompt_key_or_control_sequence_is_printed(run, log, form):
    prompt = "the secret plan of Dr. Marmelade"
    debug = (
        "[2026-11-20 04:20:04 - anthropic._base_client:604 - DEBUG] Request "
        f"options: {{'json_data': {{'messages': [{{'content': '{prompt}'}}], 'model': 'm'}}}}"
    )
    quoted = {
        "type": "user",
        "sessionId": "s",
        "message": {"role": "user", "content": f"{prompt} {json.dumps(OVERLOADED)} API Error: 529"},
    }
    locals_ = {
        "event": "x",
        "level": "error",
        "timestamp": 1795148428,
        "exception": [
            {
                "exc_type": "OverloadedError",
                "exc_value": (
                    "Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': "
                    "'Overloaded'}}"
                ),
                "frames": [{"locals": {"kwargs": prompt}}],
            }
        ],
    }
    evil = SIMPLE | {
        "message": f"\x1b]0;owned\x07 bad \x9b31m \u202e \x1b[31m key {KEY}",
        "request": {"model": "\x1b[2Jclaude", "messages": [{"content": prompt}]},
    }
    done = run(
        "tail", str(log(debug, quoted, locals_, evil, f"Authorization: Bearer {KEY}")), "--format", form
    )
    assert done.returncode == 0, done.stderr
    assert prompt not in done.stdout
    assert KEY not in done.stdout
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028\u202e]", done.stdout)


def test_raw_and_malformed_lines_are_shown_masked_when_asked_for(run, log):
    path = log(SIMPLE | {"api_key": KEY}, f'{{"broken": "{KEY}')
    done = run("tail", str(path), "--raw", "--malformed")
    assert "Lines that could not be read" in done.stdout
    assert '"status_code": 529' in done.stdout
    assert KEY not in done.stdout


def test_grouping_and_selecting(run, log):
    other = SIMPLE | {
        "category": "client",
        "status_code": 401,
        "message": "invalid x-api-key",
        "request": {"model": "claude-haiku-4-5"},
    }
    path = str(log(SIMPLE, SIMPLE, other))
    by = json.loads(run("tail", path, "--by", "model", "--json").stdout)
    assert {group["key"]: group["count"] for group in by["groups"]} == {
        "claude-opus-5": 2,
        "claude-haiku-4-5": 1,
    }
    for value in ("auth", "401", "invalid_api_key", "claude-haiku-4-5"):
        assert json.loads(run("tail", path, "--select", value, "--json").stdout)["attempts"] == 1, value


def test_naive_times_are_said_and_a_zone_settles_them(run, log):
    path = str(log(SIMPLE | {"timestamp": "2026-11-20T04:20:28"}))
    assert "without a zone" in run("tail", path).stdout
    event = json.loads(run("tail", path, "--format", "events").stdout)
    assert (event["ts"], event["ts_naive"]) == ("2026-11-20T04:20:28.000", True)
    event = json.loads(run("tail", path, "--format", "events", "--tz", "+02:00").stdout)
    assert (event["ts"], event["ts_naive"]) == ("2026-11-20T02:20:28.000Z", False)


def test_both_roads_say_the_same(run, log):
    path = str(log(SIMPLE, OK))
    quick, full = (run("tail", path, "--json", *more).stdout.splitlines() for more in ((), ("--top=10",)))
    moment = '  "generated_at": '  # the one line in which two runs may differ
    assert sum(line.startswith(moment) for line in quick) == 1
    assert [line for line in quick if not line.startswith(moment)] == [
        line for line in full if not line.startswith(moment)
    ]
    assert "Examples" in run("tail", "--help").stdout


def test_it_never_loads_the_sdk_or_a_network_library(run, log):
    path = str(log(SIMPLE))
    code = (
        "import sys; from claude_doctor.cli import main; main(['tail', sys.argv[1]]); print([m for m in "
        "('anthropic','httpx','socket','ssl','rich','typer') if m in sys.modules])"
    )
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "[]", done.stdout


def test_nothing_is_claimed_of_what_was_left_out(run, log):
    path = str(log(SIMPLE, OK))
    assert (
        "No Claude API outcome was recognised in this log with --until 2020-01-01."
        in run("tail", path, "--until", "2020-01-01").stdout
    )
    said = run("tail", path, "--select", "overloded").stdout
    assert said.startswith("No failed request with --select overloded.")
    assert run("tail", path, "--since", "2026-11-20", "--until", "2026-11-19").returncode == 2
    assert run("tail", path, "--since", "2026-11-20T25:00:00Z").returncode == 2


def test_a_cause_is_selected_by_any_of_its_names(run, log):
    path = str(
        log(
            SIMPLE,
            SIMPLE | {"status_code": 401, "category": "authentication_error", "message": "invalid x-api-key"},
        )
    )
    for name in ("overloaded", "overloaded_529", "529", "server", "overloaded_error"):
        assert json.loads(run("tail", path, "--select", name, "--json").stdout)["attempts"] == 1, name


def test_a_folder_without_a_log_is_no_input(run, tmp_path):
    (tmp_path / "readme.md").write_text("x")
    done = run("tail", str(tmp_path))
    assert done.returncode == 3
    assert "no log in this folder" in done.stderr


@pytest.mark.parametrize("width", [60, 80])
def test_request_ids_are_whole(run, log, width):
    names = [f"req_011C{'x' * 16}{number:03}" for number in range(3)]
    message = (
        "This request would exceed the rate limit for your organization of 20,000 input tokens per minute. "
        * 3
    )
    rows = [
        SIMPLE
        | {
            "status_code": 429,
            "category": "rate_limit_error",
            "message": message,
            "context": {"request_id": name},
        }
        for name in names
    ]
    last = run("tail", str(log(*rows)), env={"COLUMNS": str(width)}).stdout.rpartition("Last errors")[2]
    assert all(name in last for name in names)
    assert all(columns(line) <= width for line in last.splitlines())


def test_what_is_no_log_in_a_folder_is_passed_over(run, log, tmp_path):
    log(SIMPLE)
    (tmp_path / "a.out").write_bytes(b"\x7fELF" + bytes(64))
    os.mkfifo(tmp_path / "pipe.log")
    done = run("tail", str(tmp_path), "--json")
    assert done.returncode == 0, done.stderr
    assert [item["lines"] for item in json.loads(done.stdout)["files"]] == [1]
    assert run("tail", str(tmp_path / "a.out")).returncode == 3


def test_selected_events_are_errors_only(run, log):
    done = run(
        "tail",
        str(log(SIMPLE, OK, SIMPLE | {"status_code": 400, "message": "x"})),
        "--select",
        "529",
        "--format",
        "events",
    )
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == [529]


def test_many_alerts_do_not_bury_the_summary(run, log):
    rows = [SIMPLE | {"timestamp": f"2026-11-20T04:{minute:02}:00Z"} for minute in range(60)]
    path = str(log(*rows))
    said = run("tail", path, "--alert", "529 > 0 in 1m", "--top", "3", "-n", "0")
    assert said.returncode == 1
    assert said.stdout.count("Alert:") == 3
    assert "60 alerts; the last 3 (--json has all):" in said.stdout
    assert (
        len(
            json.loads(run("tail", path, "--alert", "529 > 0 in 1m", "--top", "3", "--json").stdout)["alerts"]
        )
        == 60
    )
