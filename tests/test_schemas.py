"""docs/schema is what the code makes, and says no to what it does not."""

from __future__ import annotations

import json
import subprocess
import sys

import jsonschema_rs
import pytest

from tests import schemas
from tests.conftest import ROOT, SOURCE

TOOL = SOURCE / "tools" / "schemas.py"
DOCUMENTS = {
    "explain": (["explain", "529", "--json"], ""),
    "explain of a paste": (["explain", "--json"], "Error code: 429 - rate_limit_error; then Error code: 529"),
    "explain's list": (["explain", "--list", "--json"], ""),
    "batch-check": (["batch-check", "a.jsonl", "--estimate", "--json"], ""),
    "batch-check's rules": (["batch-check", "--list-rules", "--json"], ""),
    "health's checks": (["health", "--list-checks", "--json"], ""),
    "health": (["health", "--only", "config", "--json"], ""),
    "models": (["models", "--json"], ""),
    "models in files": (["models", "--in", "a.jsonl", "--json"], ""),
    "tail": (["tail", "log.jsonl", "--json"], ""),
    "events": (["tail", "log.jsonl", "--format", "events"], ""),
    "preflight": (["preflight", "--offline", "a.jsonl", "--in", "a.jsonl", "--json"], ""),
}


@pytest.mark.skipif(not (SOURCE / "hatch_build.py").exists(), reason="needs a checkout")
def test_the_files_are_what_the_code_makes():
    done = subprocess.run(
        [sys.executable, str(TOOL), "--check"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_document_is_as_its_schema_says(run, tmp_path, name):
    params = {
        "model": "claude-3-opus-20240229",
        "max_tokens": 9,
        "messages": [{"role": "user", "content": "x"}],
    }
    (tmp_path / "a.jsonl").write_text(json.dumps({"custom_id": "a", "params": params}) + "\n")
    (tmp_path / "log.jsonl").write_text(
        '{"ts":"2026-11-30T12:00:00Z","level":"error","status":529,"message":"Claude: overloaded_error"}\n'
    )
    args, text = DOCUMENTS[name]
    done = run(*args, stdin=text, cwd=tmp_path)  # which checks every document
    assert done.stdout.startswith("{"), done.stderr


@pytest.mark.parametrize("name", ["explain", "batch-check", "health", "models", "tail", "preflight"])
def test_a_document_of_another_kind_is_refused(name):
    with pytest.raises(jsonschema_rs.ValidationError):
        schemas.validator(name).validate({"schema_version": 1, "command": "no-command"})


def test_there_is_one_for_each_command_and_for_the_events():
    names = {path.name.removesuffix(".schema.json") for path in (ROOT / "docs" / "schema").glob("*.json")}
    assert names >= {"explain", "batch-check", "health", "models", "tail", "tail-events", "preflight"}
