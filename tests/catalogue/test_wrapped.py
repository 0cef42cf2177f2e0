"""Every entry's own examples are diagnosed as it, in every shape a reader knows."""

from __future__ import annotations

import json

import pytest

from claude_doctor.catalogue import pages
from claude_doctor.doors.explain.command import explain
from tests.conftest import PAGES

ENTRIES = [entry for entry, _ in pages.read_entries(str(PAGES))[0]]
PLAIN = [
    (entry, example)
    for entry in ENTRIES
    for example in entry.examples
    if entry.type
    and (entry.status or 0) >= 400
    and pages.PLATFORMS.index("claude-api")
    and entry.platform in {"claude-api", "any"}
    and "{" not in example
    and ":" not in example[:20]
    and "\n" not in example
]


def envelope(entry, message: str) -> dict:
    return {
        "type": "error",
        "error": {"type": entry.type, "message": message},
        "request_id": "req_011CExampleExample",
    }


SHAPES = {
    "json": lambda entry, message: json.dumps(envelope(entry, message)),
    "pretty": lambda entry, message: json.dumps(envelope(entry, message), indent=2),
    "cut off": lambda entry, message: json.dumps(envelope(entry, message))[:-30],
    "escaped": lambda entry, message: json.dumps(
        {"level": "error", "err": json.dumps(envelope(entry, message))}
    ),
    "python": lambda entry, message: f"Error code: {entry.status} - {envelope(entry, message)!r}",
    "typescript": lambda entry, message: f"{entry.status} {json.dumps(envelope(entry, message))}",
    "traceback": lambda entry, message: (
        'Traceback (most recent call last):\n  File "/app/job.py", line 3, in main\n    '
        f"client.messages.create()\nanthropic.APIStatusError: Error code: {entry.status} "
        f"- {envelope(entry, message)!r}"
    ),
    "log line": lambda entry, message: (
        f"2026-11-20 10:00:00,123 - worker - ERROR - Error code: {entry.status} "
        f"- {envelope(entry, message)!r}"
    ),
    "go": lambda entry, message: (
        f'POST "https://api.anthropic.com/v1/messages": {entry.status} Status Text (Request-ID: '
        f"req_011CExampleExample) {json.dumps(envelope(entry, message))}"
    ),
    "java": lambda entry, message: (
        f"com.anthropic.errors.AnthropicServiceException: {entry.status}: {{type=error, "
        f"error={{details=null, type={entry.type}, message={message}}}, "
        f"request_id=req_011CExampleExample}}\n\tat com.anthropic.core.handlers.ErrorHandler.handle("
        "ErrorHandler.kt:12)"
    ),
    "ruby": lambda entry, message: (
        f'{{:url=>"https://api.anthropic.com/v1/messages", :status=>{entry.status}, '
        f':body=>{{:type=>"error", :error=>{{:type=>"{entry.type}", :message=>{json.dumps(message)}}}, '
        f':request_id=>"req_011CExampleExample"}}}} (Anthropic::Errors::APIStatusError)'
    ),
    "claude code": lambda entry, message: (
        f"  ⎿ API Error: {entry.status} {json.dumps(envelope(entry, message))}"
    ),
}


def test_there_are_examples_to_wrap():
    assert len(PLAIN) > 40


@pytest.mark.parametrize("shape", SHAPES)
def test_wrapped(shape):
    wrong = []
    for entry, example in PLAIN:
        report = explain(SHAPES[shape](entry, example))
        got = report.main.diagnoses[0].entry.id if report.main.diagnoses else None
        if got != entry.id:
            wrong.append((entry.id, got, example[:80]))
    assert wrong == []
