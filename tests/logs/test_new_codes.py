"""`tail` and error codes that are newer than this version: the same answers as `explain`."""

from __future__ import annotations

import json

import pytest


def record(status: int, kind: str, code: str) -> dict[str, object]:
    error = {"type": kind, "message": "Made in part; read it first.", "details": {"error_code": code}}
    return {
        "ts": "2026-11-30T10:00:00Z",
        "level": "error",
        "status": status,
        "body": {"type": "error", "error": error, "request_id": f"req_011C{status}AbCdEf"},
    }


@pytest.mark.parametrize(
    ("status", "kind", "code", "expected"),
    [
        (503, "api_error", "thing_created_partly", ("unknown_error_code", "conditional")),
        (529, "overloaded_error", "thing_created_partly", ("unknown_error_code", "conditional")),
        (409, "conflict_error", "thing_held_elsewhere", ("unknown_error_code", "conditional")),
        (400, "invalid_request_error", "thing_not_yours", ("invalid_request_error", "after_fix")),
        (503, "api_error", "workspace_created_incomplete", ("workspace_created_incomplete", "no")),
        (503, "api_error", "change_outcome_unknown", ("change_outcome_unknown", "yes")),
    ],
)
def test_a_log_says_what_explain_says(run, tmp_path, status, kind, code, expected):
    line = record(status, kind, code)
    text = f"2026-11-30 10:00:01 ERROR anthropic.APIStatusError: Error code: {status} - {line['body']}"
    (tmp_path / "a.jsonl").write_text(json.dumps(line) + "\n")
    (tmp_path / "b.log").write_text(text + "\n")
    events = [
        json.loads(item)
        for name in ("a.jsonl", "b.log")
        for item in run("tail", name, "--format", "events").stdout.splitlines()
    ]
    assert [(event["diagnosis"], event["retryable"]) for event in events] == [expected, expected]
    said = json.loads(run("explain", text, "--json").stdout)["diagnoses"][0]
    assert (said["id"], said["retryable"]) == expected
