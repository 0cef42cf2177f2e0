"""Adding an entry is one Markdown file and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from tests.conftest import SOURCE, clean_environment

PAGE = """+++
title = "The frobnicator is out of tune"
category = "server"
fault = "theirs"
platform = "claude-api"
status = 400
type = "frobnication_error"
aliases = ["frob"]
retryable = "yes"
wait = "Retry after 1 s."
delays_s = [1]
honour_retry_after = true
sdk_retries = false
billed = "Not billed."
related = []
confidence = "inferred"

[[match]]
message = "frobnicator is out of tune"

[[source]]
where = "a test"
read = 2026-11-20
+++

The frobnicator has lost its pitch and refuses every request until it is tuned.

## Causes

- Cold weather.

## Fixes

- Warm it.

## Examples

~~~text
the frobnicator is out of tune
~~~
"""


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(
        SOURCE / "claude_doctor",
        tmp_path / "claude_doctor",
        ignore=shutil.ignore_patterns("_built*", "__pycache__"),
    )
    return tmp_path


def explain(copy, *args):
    done = subprocess.run(
        [sys.executable, "-m", "claude_doctor", "explain", *args],
        capture_output=True,
        text=True,
        env=clean_environment(PYTHONPATH=str(copy)),
        cwd=copy,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_new_page_is_explained_listed_found_and_matched(copy):
    assert explain(copy, "frob")[0] == 1
    (copy / "claude_doctor" / "catalogue" / "entries" / "frobnicator_detuned.md").write_text(
        PAGE, encoding="utf-8"
    )
    for query in ("frobnicator_detuned", "frob", "job failed: The `frobnicator` is\n  out of tune!"):
        code, out, err = explain(copy, query, "--json")
        assert code == 0, err
        assert json.loads(out)["diagnoses"][0]["id"] == "frobnicator_detuned"
    assert "frobnicator_detuned" in explain(copy, "--list")[1]
    assert "frobnicator_detuned" in explain(copy, "--search", "pitch")[1]


def test_a_changed_page_is_seen_and_a_deleted_one_is_gone(copy):
    page = copy / "claude_doctor" / "catalogue" / "entries" / "frobnicator_detuned.md"
    page.write_text(PAGE, encoding="utf-8")
    assert "Warm it" in explain(copy, "frob")[1]
    page.write_text(PAGE.replace("Warm it", "Heat it"), encoding="utf-8")
    assert "Heat it" in explain(copy, "frob")[1]
    page.unlink()
    assert explain(copy, "frob")[0] == 1


def test_a_broken_page_is_named(copy):
    (copy / "claude_doctor" / "catalogue" / "entries" / "broken.md").write_text(
        "+++\ntitle = 1\n+++\n", encoding="utf-8"
    )
    code, _, err = explain(copy, "529")
    assert code == 4
    assert "broken.md" in err
