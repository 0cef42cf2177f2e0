"""Every door on a day to come: what it says of models that end between now and then, by the real command."""

from __future__ import annotations

import json

import pytest

from tests import dated

SONNET, OPUS = "claude-sonnet-4-5", "claude-opus-4-5"
# (model, day) -> the page of its 404, the rule of its batch, the replacement
CASES = [
    (SONNET, "2026-12-05", "model_retired", "model-retired", "claude-sonnet-5-5"),
    (OPUS, "2026-12-05", "model_not_found", "model-deprecated", "claude-opus-5-5"),
    (SONNET, "2027-02-01", "model_retired", "model-retired", "claude-sonnet-5-5"),
    (OPUS, "2027-02-01", "model_retired", "model-retired", "claude-opus-5-5"),
]
each = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")


def missing(model: str) -> dict[str, object]:
    return {
        "type": "error",
        "error": {"type": "not_found_error", "message": f"model: {model}"},
        "request_id": "req_011CSZdayDayDay",
    }


@each
def test_explain(run, tmp_path, case):
    model, day, page, _rule, instead = case
    first = json.loads(
        run("explain", json.dumps(missing(model)), "--json", env=dated.environment(tmp_path, day)).stdout
    )["diagnoses"][0]
    assert first["id"] == page
    assert f"Use {instead}." in first["notes"][0]


@each
def test_batch_check(run, tmp_path, case):
    model, day, _page, rule, instead = case
    params = {"model": model, "max_tokens": 9, "messages": [{"role": "user", "content": "x"}]}
    (tmp_path / "in.jsonl").write_text(
        json.dumps({"custom_id": "a", "params": params}) + "\n", encoding="utf-8"
    )
    done = run("batch-check", "in.jsonl", "--json", env=dated.environment(tmp_path, day))
    found = json.loads(done.stdout)
    assert [item["rule"] for item in found["findings"]] == [rule]
    assert instead in found["findings"][0]["fix"]
    assert found["checked_for"]["today"] == day
    assert done.returncode == (1 if rule == "model-retired" else 0)


@each
def test_tail(run, tmp_path, case):
    model, day, page, _rule, _instead = case
    line = {"ts": f"{day}T08:00:00Z", "status": 404, "model": model, "body": missing(model)}
    (tmp_path / "log.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    found = json.loads(run("tail", "log.jsonl", "--json", env=dated.environment(tmp_path, day)).stdout)
    assert [group["diagnosis"] for group in found["groups"]] == [page]
