"""Everyday errors of other systems, some of which name Claude in passing: none is claimed with confidence."""

from __future__ import annotations

import json

import pytest

from claude_doctor.doors.explain.command import explain
from tests.conftest import SOURCE

FOREIGN = [
    json.loads(line)
    for line in (SOURCE / "tests" / "corpus" / "foreign-own.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("sample", FOREIGN, ids=[sample["id"] for sample in FOREIGN])
def test_no_error_of_another_system_is_claimed(sample):
    found = explain(sample["text"]).main.diagnoses
    assert [item.entry.id for item in found[:1] if item.confidence != "guess"] == []


@pytest.mark.parametrize(
    "text",
    [
        "httpx.ConnectTimeout: timed out (https://proxy.acme.com/anthropic/v1/messages)",
        "the request to claude: httpx.ConnectTimeout: timed out",
        "POST https://api.anthropic.com/v1/messages: httpx.ConnectTimeout: timed out",
        "httpx.ConnectTimeout: timed out in /app/lib/site-packages/anthropic/_base_client.py",
    ],
)
def test_what_names_claude_itself_is_still_ours(text):
    found = explain(text).main
    assert found.signal.ours
    assert [(item.entry.id, item.confidence) for item in found.diagnoses[:1]] == [
        ("connection_timeout", "likely")
    ]


@pytest.mark.parametrize("words", ["exit code 529", "exited with code 500", "exit status 503"])
def test_the_code_of_a_process_is_no_status(words):
    assert explain(f"the claude task failed: {words}").main.signal.status is None
