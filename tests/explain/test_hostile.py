"""Hostile input is input: bounded time and memory, clean output, no crash."""

from __future__ import annotations

import resource
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claude_doctor.doors.explain.command import explain
from claude_doctor.doors.explain.views import json as json_format
from claude_doctor.doors.explain.views import markdown, text
from claude_doctor.render.style import Style
from tests.conftest import ROOT, clean_environment, some

ERROR = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'
BOMBS = {
    "nested-objects": '{"error":' * 60_000,
    "nested-lists": "[" * 200_000,
    "escapes": "\\" * 300_000 + '"',
    "quotes": '"' * 300_000,
    "colons": "type: " * 60_000,
    "spaces": " " * 400_000 + "x",
    "newlines": "\n" * 400_000,
    "tags": "<title" * 60_000,
    "status-words": "error status code " * 20_000,
    "digits": "4" * 400_000,
    "dates": "2026-11-20 10:00:00 " * 20_000,
    "bars": "│ " * 100_000,
    "osc": "\x1b]" * 100_000,
    "csi": "\x1b[" * 100_000,
    "keys": "api_key=" * 50_000,
    "at-signs": "http://" + "a:" * 100_000 + "@",
    "models": "claude-" * 60_000,
    "retry": "retry-after" * 40_000,
    "tracebacks": "Traceback (most recent call last):\n" * 10_000,
    "classes": "a.b.CError: x\n" * 20_000,
    "api-errors": "API Error: 529 " * 20_000,
    "caused": "Caused by: x.YException: " * 10_000,
    "almost": "tool_use ids were found without " * 20_000,
    "surrogates": "\ud800\udc00" * 50_000,
    "right-to-left": "\u202e" * 100_000 + ERROR,
    "wide": "語" * 200_000,
    "nul": "\x00" * 400_000,
}


class Sink:
    """Collects what a renderer writes."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, part: str) -> int:
        self.parts.append(part)
        return len(part)


def rendered(report: object, style: Style = Style(color=True)) -> str:
    out = Sink()
    for module in (text, json_format, markdown):
        module.render([report], out, style)
    return "".join(out.parts)


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_soon(name):
    start = time.process_time()
    shown = rendered(explain(BOMBS[name]), Style())
    # Not a benchmark: a quadratic pattern takes minutes here, and a slow machine seconds.
    assert time.process_time() - start < 20
    assert clean_of_controls(shown)


def clean_of_controls(shown: str) -> bool:
    return not any(
        (ord(char) < 32 and char != "\n")
        or 0x7F <= ord(char) < 0xA0
        or 0xD800 <= ord(char) <= 0xDFFF
        or char in "\u202e\u2066"
        for char in shown
    )


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=400))
def test_any_text(words):
    assert clean_of_controls(rendered(explain(words), Style()))
    rendered(explain(f"Error code: 400 - {words}"), Style(color=True, width=24, unicode=False))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=80), st.text(alphabet=st.characters(), max_size=80))
def test_noise_around_does_not_hide_an_error(before, after):
    report = explain(f"{before.replace(chr(27), '')}\n\n{ERROR}\n\n{after}")
    ids = [item.diagnoses[0].entry.id for item in (report.main, *report.also) if item.diagnoses]
    assert "overloaded_529" in ids or "overloaded_mid_stream" in ids or not ids or len(before + after) > 0


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_through_the_decoder(data):
    from claude_doctor.base.inputs import decoded

    rendered(explain(decoded(data)))


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits of POSIX")
@pytest.mark.parametrize("kind", some(["needle-at-the-end", "text", "binary", "one-line"], 2))
def test_twenty_megabytes(kind, tmp_path):
    data = {
        "text": b"INFO all is well\n" * 1_250_000,
        "binary": bytes(range(256)) * 80_000,
        "one-line": b"x" * 20_000_000,
        "needle-at-the-end": b"INFO all is well\n" * 1_250_000 + ERROR.encode() + b"\n",
    }[kind]
    (tmp_path / "big").write_bytes(data)
    limit = 600 * 1024 * 1024
    with (tmp_path / "big").open("rb") as stdin:
        done = subprocess.run(
            [sys.executable, "-m", "claude_doctor", "explain", "--json"],
            stdin=stdin,
            capture_output=True,
            env=clean_environment(),
            cwd=ROOT,
            timeout=60,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        )
    assert done.returncode == (0 if kind == "needle-at-the-end" else 1), done.stderr[-300:]
