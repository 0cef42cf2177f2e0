"""What the official SDKs say themselves: each text of their source files leads to its page.

`sdk_texts.jsonl` holds a selection of the error and warning texts of the packages, up to six a page and SDK,
with `value` where the SDK fills something in. Read 2026-11-30: anthropic 2.14.0, @anthropic-ai/sdk 1.14.0
with its Bedrock, Vertex and Foundry packages, claude-agent-sdk 0.2.189, @anthropic-ai/claude-agent-sdk
0.3.332, and the Go, Java, Ruby, C# and PHP SDKs as their repositories stood in July and August 2026.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claude_doctor.doors.explain.command import explain

LINES = Path(__file__).with_name("sdk_texts.jsonl").read_text(encoding="utf-8").splitlines()
TEXTS = [json.loads(line) for line in LINES]
SDKS = sorted({item["sdk"] for item in TEXTS})


def wrong(item: dict[str, str]) -> str | None:
    found = explain(item["text"]).main.diagnoses
    if not found:
        return f"{item['text']!r}: nothing, not {item['id']}"
    first = found[0]
    if first.entry.id != item["id"] or first.confidence == "guess":
        return f"{item['text']!r}: {first.entry.id} ({first.confidence}), not {item['id']}"
    return None


@pytest.mark.parametrize("sdk", SDKS)
def test_every_text_of_an_sdk_leads_to_its_page(sdk):
    faults = [fault for item in TEXTS if item["sdk"] == sdk and (fault := wrong(item))]
    assert faults == []


def test_all_sdks_are_there():
    assert SDKS == [
        "agent-python",
        "agent-typescript",
        "csharp",
        "go",
        "java",
        "php",
        "python",
        "ruby",
        "typescript",
    ]
    assert len(TEXTS) >= 400


@pytest.mark.parametrize(
    "text",
    [
        "bash: kubectl: command not found",
        "Error: DATABASE_URL is not set",
        "psycopg2.OperationalError: connection is not present",
        "Missing required parameter: order_id",
        "java.lang.NullPointerException: value is null",
        "Error: Session 12 not found",
        "read: connection reset by peer on the printer",
        "TypeError: Cannot iterate over undefined",
        "the export failed to read config file settings.toml",
    ],
)
def test_the_words_of_others_are_not_claimed(text):
    assert all(found.confidence == "guess" for found in explain(text).main.diagnoses)
