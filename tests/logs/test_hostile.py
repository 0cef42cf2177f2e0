"""Logs made to break the reader: records of wrong types, readers of ours that raise, endless lines, secrets and control characters."""

from __future__ import annotations

import json
import types

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claude_doctor import cli, logs
from claude_doctor.logs._pipeline import Options, Pipeline
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
    assert report["faults_of_ours"][0]["error"].startswith("KeyError: ")
    assert found.err.count(CODE_MEMBER) == 1
    assert key[20:] not in found.out + found.err
    assert cli.main(["tail", "--fail-on", "error", str(path)]) == 1
    assert cli.main(["tail", "--fail-on", "error", "--exit-zero", str(path)]) == 4


def test_without_a_fault_none_is_named(run, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(simple()) + "\n")
    found = run("tail", "--json", str(path))
    assert (found.returncode, found.stderr, json.loads(found.stdout)["faults_of_ours"]) == (0, "", [])


SPAN = {"name": "anthropic", "status": {"code": 2}, "attributes": [{"key": "anthropic.request.id", "value": {"stringValue": "req_1"}}]}


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
                        {"spans": [SPAN | {"attributes": [*SPAN["attributes"], _attribute("http.request.resend_count", "x", "stringValue")]}]}
                    ]
                }
            ]
        },
        {"resourceSpans": [{"scopeSpans": [{"spans": [SPAN | {"attributes": [*SPAN["attributes"], _attribute("gen_ai.usage.input_tokens", {})]}]}]}]},
        {"latencies": {}, "response": {"status": 200}, "ai": {"a": {"usage": {"prompt_tokens": float("nan")}}}},
        {"type": "assistant", "is_api_error_message": True, "message": {"content": 5}, "session_id": {"a": []}},
        {"type": "assistant", "isApiErrorMessage": True, "message": {"content": "x"}, "sessionId": [], "parentUuid": {}, "uuid": [1]},
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
    span = SPAN | {"attributes": [*SPAN["attributes"], _attribute("http.request.resend_count", 10**17, "intValue")]}
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
