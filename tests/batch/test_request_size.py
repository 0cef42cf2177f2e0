"""Requests too large to print on a rule's page."""

from __future__ import annotations

import json

import pytest

MODEL = {"model": "claude-opus-5-5", "max_tokens": 64}


def rules(run, tmp_path, messages: list[dict[str, str]]) -> list[str]:
    line = json.dumps({"custom_id": "a", "params": {**MODEL, "messages": messages}})
    (tmp_path / "big.jsonl").write_text(line + "\n", encoding="utf-8")
    done = run("batch-check", "big.jsonl", "--json")
    assert done.returncode in {0, 1}, done.stderr
    return [finding["rule"] for finding in json.loads(done.stdout)["findings"]]


@pytest.mark.parametrize(("count", "found"), [(100_000, False), (100_001, True)])
def test_messages_count_limit(run, tmp_path, count, found):
    assert (
        "messages-count-limit" in rules(run, tmp_path, [{"role": "user", "content": "a"}] * count)
    ) is found


@pytest.mark.parametrize(("size", "found"), [(1_000, False), (33_000_000, True)])
def test_single_request_32mb(run, tmp_path, size, found):
    assert (
        "single-request-32mb" in rules(run, tmp_path, [{"role": "user", "content": "word " * (size // 5)}])
    ) is found


@pytest.mark.parametrize(("size", "found"), [(1_000, False), (20_000_000, True)])
def test_context_window_exceeded(run, tmp_path, size, found):
    line = json.dumps(
        {
            "custom_id": "a",
            "params": {**MODEL, "messages": [{"role": "user", "content": "word " * (size // 5)}]},
        }
    )
    (tmp_path / "big.jsonl").write_text(line + "\n", encoding="utf-8")
    names = [
        finding["rule"]
        for finding in json.loads(run("batch-check", "big.jsonl", "--json").stdout)["findings"]
    ]
    assert ("context-window-exceeded" in names) is found
