"""Logs made to break the reader: records of wrong types, readers of ours that raise, endless lines, secrets
and control characters.
"""

from __future__ import annotations

import gc
import gzip
import json
import os
import subprocess
import sys
import time
import types

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claude_doctor import cli
from claude_doctor.base import registry
from claude_doctor.base.model import Signal
from claude_doctor.doors.tail import formats
from claude_doctor.doors.tail.counting.pipeline import Options, Pipeline
from claude_doctor.doors.tail.formats.contract import Format
from claude_doctor.doors.tail.reading import decode, fields
from claude_doctor.doors.tail.reading import lines as logs
from tests.logs.test_counting import JSON, KEYS, simple

CODE_MEMBER = "broken_format"


@pytest.fixture
def broken(monkeypatch):
    """Add a log format that raises, quoting the line, on every record with the key `break`."""
    member = types.ModuleType(CODE_MEMBER)

    def read(record):
        if "break" in record:
            raise KeyError(f"{record['break']}")

    member.read, member.TAKES, member.RANK = read, dict, 1
    logs.read(b"{}", logs.Context())  # loads the others
    members = {**logs._members, dict: [(member, CODE_MEMBER, True), *logs._members[dict]]}
    monkeypatch.setattr(logs, "_members", members)


def test_a_reader_that_raises_is_named_once_and_the_run_goes_on(tmp_path, broken, capsys):
    key = "sk-ant-api03-" + "Ab3" * 30
    path = tmp_path / "a.jsonl"
    lines = [simple(), {"break": key}, simple(1), {"break": "\x1b[31mtwo"}]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    code = cli.main(["tail", "--json", str(path)])
    found = capsys.readouterr()
    assert code == 4
    report = json.loads(found.out)
    assert report["attempts"] == 2
    assert report["files"][0]["malformed"] == 2
    assert [fault["member"] for fault in report["faults_of_ours"]] == [CODE_MEMBER]
    assert report["faults_of_ours"][0]["error"].startswith("KeyError (test_hostile.py, line ")
    assert found.err.count(CODE_MEMBER) == 1
    assert key[20:] not in found.out + found.err
    assert cli.main(["tail", "--fail-on", "error", str(path)]) == 1
    assert cli.main(["tail", "--fail-on", "error", "--exit-zero", str(path)]) == 4


def test_without_a_fault_none_is_named(run, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(simple()) + "\n")
    found = run("tail", "--json", str(path))
    assert (found.returncode, found.stderr, json.loads(found.stdout)["faults_of_ours"]) == (0, "", [])


SPAN = {
    "name": "anthropic",
    "status": {"code": 2},
    "attributes": [{"key": "anthropic.request.id", "value": {"stringValue": "req_1"}}],
}


def _attribute(key: str, value: object, kind: str = "doubleValue") -> dict[str, object]:
    return {"key": key, "value": {kind: value}}


@pytest.mark.parametrize(
    "line",
    [
        {"resourceLogs": [{"scopeLogs": True}]},
        {"resourceLogs": [{"scopeLogs": [{"logRecords": 7.5}]}]},
        {"resourceSpans": [{"scopeSpans": 1}]},
        {"resourceSpans": [{"scopeSpans": [{"spans": True}]}]},
        {"resourceSpans": [{"scopeSpans": [{"spans": [SPAN | {"events": 3}]}]}]},
        {
            "resourceSpans": [
                {
                    "scopeSpans": [
                        {
                            "spans": [
                                SPAN
                                | {
                                    "attributes": [
                                        *SPAN["attributes"],
                                        _attribute("http.request.resend_count", "x", "stringValue"),
                                    ]
                                }
                            ]
                        }
                    ]
                }
            ]
        },
        {
            "resourceSpans": [
                {
                    "scopeSpans": [
                        {
                            "spans": [
                                SPAN
                                | {
                                    "attributes": [
                                        *SPAN["attributes"],
                                        _attribute("gen_ai.usage.input_tokens", {}),
                                    ]
                                }
                            ]
                        }
                    ]
                }
            ]
        },
        {
            "latencies": {},
            "response": {"status": 200},
            "ai": {"a": {"usage": {"prompt_tokens": float("nan")}}},
        },
        {
            "type": "assistant",
            "is_api_error_message": True,
            "message": {"content": 5},
            "session_id": {"a": []},
        },
        {
            "type": "assistant",
            "isApiErrorMessage": True,
            "message": {"content": "x"},
            "sessionId": [],
            "parentUuid": {},
            "uuid": [1],
        },
        "Retrying request to /v1/messages in 0..75 seconds",
        "[ERROR] API error (attempt " + "9" * 5000 + "/11): 529 Overloaded",
    ],
    ids=lambda line: str(line)[:60],
)
def test_wrong_types_break_no_reader(read, line):
    for is_json in (True, False):
        found = read(line, is_json=is_json)
        assert found.summary.faults == {}


def test_counts_beyond_reason_are_not_believed(read):
    span = SPAN | {
        "attributes": [*SPAN["attributes"], _attribute("http.request.resend_count", 10**17, "intValue")]
    }
    found = read({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]})
    assert sum(cell.count for cell in found.summary.cells.values()) == 1


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(KEYS, JSON, max_size=8), max_size=4))
def test_records_of_any_shape_go_through_without_a_fault(records):
    pipeline = Pipeline(Options(), lambda event, raw: None)
    pipeline.open("a", True)
    pipeline.feed([json.dumps(record).encode() for record in records])
    pipeline.finish("a")
    assert pipeline.summary.faults == {}


# -- one endless line

# A small process in between: one that is forked from a large test run would count that one's memory as its
# own.
MEASURED = """
import resource, subprocess, sys
code = subprocess.call([sys.executable, "-m", "claude_doctor", *sys.argv[1:]])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, file=sys.stderr)
sys.exit(code)
"""
_MB = 1024 * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told in other units elsewhere")
@pytest.mark.parametrize("form", ["plain", "hole", "gz", "zst", "stdin"])
def test_memory_does_not_follow_one_endless_line(tmp_path, form):
    good = json.dumps(simple()).encode() + b"\n"
    path = tmp_path / {"gz": "a.log.gz", "zst": "a.log.zst"}.get(form, "a.log")
    if form == "hole":
        path.write_bytes(good)
        os.truncate(path, 300 * _MB)
    else:
        opener = {"gz": gzip.open, "zst": zstandard.open}.get(form, open)
        with opener(path, "wb") as out:
            out.write(good + b'{"a": "')
            for _ in range(200):
                out.write(b"x" * _MB)
            out.write(b'"}\n' + good)
    with path.open("rb") as stdin:
        words = [sys.executable, "-c", MEASURED, "tail", "--json", "-" if form == "stdin" else str(path)]
        done = subprocess.run(words, stdin=stdin, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    file = json.loads(done.stdout)["files"][0]
    assert file["malformed"] == 1
    assert file["events"] == (1 if form == "hole" else 2)
    assert "cut" in str(file["notes"])
    assert max(map(int, done.stderr.split())) < 100


def test_a_full_line_is_too_long_before_it_is_decoded(read):
    found = read(b'{"a": [' + b"[]," * 500_000 + b"[]]}", simple())
    assert found.summary.files["a.log"].malformed == 1
    assert found.summary.files["a.log"].cut == 1


def test_pieces_without_an_end_are_bounded(read):
    piece = {"log": "x" * 16_000, "stream": "stdout", "time": "2026-11-20T04:00:00Z"}
    found = Pipeline(Options())
    found.open("a.log", is_json=True)
    held = []
    for at in range(1800):
        line = piece if at < 1200 else piece | {"stream": f"s{at}", "log": "y" * 16_000}
        found.feed([json.dumps(line).encode()])
        held.append(found._file.context.held)
    assert 1_000_000 < max(held) < 9_000_000
    found.finish("a.log")
    assert found.summary.files["a.log"].cut


# -- secrets and control characters in fields

SECRET = "sk-ant-api03-rhQSMlvNaAmERWHjdjzYPzxiBzSlHNJqAbCdEf0123456789AA"
HOSTILE = "x\x1b]52;c;aGk=\x07\x9b31m\r\n::error::pwn\u202e"
LEAKS = (
    {
        "ts": "2026-11-20T03:00:00Z",
        "level": "error",
        "status": 429,
        "model": "@",
        "request_id": "@",
        "error": {"type": "rate_limit_error", "message": "@"},
    },
    {
        "ts": "2026-11-20T03:00:01Z",
        "type": "error",
        "error": {"type": "@", "message": "no", "details": {"error_code": "@"}},
        "request_id": "@",
    },
    {
        "custom_id": "@",
        "result": {"type": "errored", "error": {"type": "error", "error": {"type": "@", "message": "@"}}},
    },
    {
        "type": "system",
        "subtype": "api_retry",
        "error": "@",
        "attempt": 1,
        "session_id": "@",
        "request_id": "@",
        "display_message": "@",
    },
    {
        "type": "system",
        "subtype": "api_error",
        "error": {"connection": {"code": "@"}},
        "timestamp": "2026-11-20T03:00:02Z",
        "sessionId": "s",
    },
    {
        "timestamp": "2026-11-20T03:00:03Z",
        "category": "server",
        "status_code": 529,
        "message": "@",
        "context": {"request_id": "@"},
        "request": {"model": "@"},
    },
)


@pytest.mark.parametrize("by", ["cause", "type", "model", "file", "platform"])
@pytest.mark.parametrize("form", ["text", "json", "events"])
@pytest.mark.parametrize("value", [SECRET, f"Bearer {SECRET}", HOSTILE], ids=["key", "bearer", "control"])
def test_no_field_of_a_line_leaks(tmp_path, capsys, form, by, value):
    path = tmp_path / f"{value if value == SECRET else 'a'}.jsonl"
    text = "".join(json.dumps(line).replace('"@"', json.dumps(value)) + "\n" for line in LEAKS)
    path.write_text(text + "not json " + value.replace("\n", " ") + "\n", encoding="utf-8")
    assert cli.main(["tail", "--by", by, "--format", form, "--raw", "--malformed", str(path)]) == 0
    found = capsys.readouterr()
    assert found.err == ""
    assert SECRET[20:40] not in found.out
    assert not [char for char in found.out if ord(char) < 32 and char != "\n"]
    assert not set(found.out) & {"\x7f", "\x9b", "\x9d", "\u202e"}
    assert not [line for line in found.out.split("\n") if line.lstrip().startswith(("::", "##["))]


# -- time grows with the length, whatever the line

PIECES = (
    "claude-",
    "anthropic ",
    "anthropic.",
    "claude API ",
    "status 529 ",
    "model: ",
    "request_id ",
    '{"',
    "'type': 'error', ",
    "Error: ",
    "429 ",
    " ",
    "\\",
    '"',
    "a=",
    "[",
    "│",
    "::",
    "1",
    "A",
    ".",
    "_error ",
)
WHEN = {"ts": "2026-11-20T04:00:00Z", "level": "error"}
HEADS = (
    "",
    "2026-11-20 04:00:00 ERROR anthropic ",
    "Error code: 400 - ",
    "API Error: ",
    "litellm.",
    "HTTP Request: POST ",
    "[log_a] post ",
)


def _seconds(member, item) -> float:
    began = time.process_time()
    member.read(item)
    return time.process_time() - began


def _items(member, piece: str, size: int):
    for head in HEADS:
        text = head + piece * (size // len(piece))
        if member.TAKES is str:
            yield lambda text=text: text
        else:
            yield lambda text=text: WHEN | {"message": text}
            yield (
                lambda text=text: (
                    WHEN
                    | {"message": "m", "err": {"message": text, "type": text}, "status": 500, "url": text}
                )
            )


@pytest.mark.parametrize("name", registry.names(formats))
def test_time_grows_with_the_length_of_a_line(name, monkeypatch):
    """The readers of `explain` that formats ask have a test of their own."""
    monkeypatch.setattr(fields, "seen", lambda words: Signal(texts=(words[:100],)))
    member = registry.load(formats, name, Format)
    slow = []
    gc.disable()
    try:
        for piece in PIECES:
            for small, large in zip(_items(member, piece, 4_000), _items(member, piece, 64_000), strict=True):
                if _seconds(member, large()) < 0.05:
                    continue
                once, much = (min(_seconds(member, make()) for _ in range(3)) for make in (small, large))
                if much > 40 * once:
                    slow.append((piece, str(small())[:60], once, much))
    finally:
        gc.enable()
    assert not slow


def test_indented_records_are_found_in_linear_time():
    def seconds(text: str) -> float:
        began = time.process_time()
        decode.documents(text)
        return time.process_time() - began

    gc.disable()
    try:
        for piece in ('{"a": 1}\n', "[]\n", '{"a": \n', "[[],\n"):
            once, much = (min(seconds(piece * count) for _ in range(3)) for count in (4_000, 64_000))
            assert much < 0.05 or much <= 40 * once, piece
    finally:
        gc.enable()
