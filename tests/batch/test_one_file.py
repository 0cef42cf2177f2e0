"""Adding a rule is one module with its page: no list is edited. Proved in a copy of the package."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

from tests.batch import helper
from tests.conftest import SOURCE, clean_environment

MODULE = '''
"""A rule of a test."""

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params


@rule("metadata-too-short", at=param(Params.metadata))
def short(metadata, place, request):
    """Want ids of three characters."""
    if metadata.user_id and len(metadata.user_id) < 3:
        request.found("metadata-too-short", f"{place}.user_id", "user_id is too short", "Use three characters.")
'''
PAGE = """+++
title = "user_id is too short"
severity = "error"
when = "result"
confidence = "observed"

[[source]]
where = "a test"
read = 2026-11-20
+++

Three characters, please.

## Why

- A test wants it so.

## Fixes

- Use three characters.
"""


def test_a_module_and_a_page_make_a_rule(tmp_path):
    shutil.copytree(
        SOURCE / "claude_doctor",
        tmp_path / "claude_doctor",
        ignore=shutil.ignore_patterns("__pycache__", "_built"),
    )
    (tmp_path / "claude_doctor/doors/batch_check/rules/metadata_too_short.py").write_text(MODULE)
    (tmp_path / "claude_doctor/doors/batch_check/pages/metadata-too-short.md").write_text(PAGE)
    lines = helper.line(helper.params(metadata={"user_id": "ab"}))

    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        environment = clean_environment(PYTHONPATH=str(tmp_path))
        return subprocess.run(
            [sys.executable, "-m", "claude_doctor", *words],
            input=lines,
            capture_output=True,
            env=environment,
            cwd=tmp_path,
            check=False,
        )

    done = run("batch-check", "--json")
    assert json.loads(done.stdout)["summary"]["by_rule"] == {"metadata-too-short": 1}, done.stderr
    shown = run("explain", "metadata-too-short")
    assert b"Three characters, please." in shown.stdout
