"""explain opens no socket and imports nothing dear."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT, clean_environment

DEAR = {
    "anthropic",
    "httpx",
    "httpx2",
    "rich",
    "typer",
    "typing",
    "dataclasses",
    "pydantic",
    "enum_",
    "importlib.resources",
    "msgspec",
    "asyncio",
    "pathlib",
    "argparse",
    "socket",
    "ssl",
    "tomllib",
    "claude_doctor.doors.tail.report",
}
PROBE = """
import sys, json
def hook(event, args):
    if event.startswith(("socket.", "urllib.", "http.")) or event == "subprocess.Popen":
        raise RuntimeError("audit: " + event)
sys.addaudithook(hook)
before = set(sys.modules)
from claude_doctor.cli import main
code = main(json.loads(sys.argv[1]))
sys.stdout.flush()
sys.stderr.write(json.dumps([code, sorted(set(sys.modules) - before)]))
"""
PASTE = (
    "Traceback (most recent call last):\n  File 'x'\nanthropic.RateLimitError: Error code: 429 - "
    "{'type': 'error', 'error': {'type': 'rate_limit_error', 'message': 'slow'}}"
)


@pytest.mark.parametrize(
    "argv",
    [
        ["explain", "529"],
        ["explain", "529", "--json"],
        ["explain", PASTE],
        ["explain", PASTE, "--json"],
        ["explain", PASTE, "--format", "markdown"],
        ["explain", "--list"],
        ["explain", "--search", "proxy"],
    ],
    ids=["status", "status-json", "paste", "paste-json", "paste-markdown", "list", "search"],
)
def test_what_explain_loads(argv):
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(argv)],
        capture_output=True,
        text=True,
        env=clean_environment(),
        cwd=ROOT,
        check=False,
    )
    code, loaded = json.loads(done.stderr)
    assert code == 0
    assert not DEAR & set(loaded)
    if argv[:2] == ["explain", "529"]:
        assert not {"re", "json", "enum", "contextlib", "collections", "functools"} & set(loaded)
