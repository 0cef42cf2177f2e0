"""Only `explain` compares a text by its words: the other doors and the library never do."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT, clean_environment
from tests.explain.test_offline import PASTE

# No phrase of a page is in it, and its words lead to one.
RETOLD = (
    "Claude 429: the number of my concurrent connections went past the rate limit, and I could contact sales"
)
SECOND_WAY = {
    "claude_doctor.catalogue.nearest_page",
    "claude_doctor.catalogue.likeness",
    "claude_doctor.catalogue._built.words",
}
COMMAND = """
import json, sys
from claude_doctor.cli import main
code = main(json.loads(sys.argv[1]))
sys.stdout.flush()
sys.stderr.write("\\n" + json.dumps([code, sorted(sys.modules)]))
"""
LIBRARY = """
import json, sys
from claude_doctor import diagnose
from claude_doctor.app import classify_error
error = RuntimeError(sys.argv[1])
diagnose(error), classify_error(error)
sys.stderr.write(json.dumps([0, sorted(sys.modules)]))
"""


def loaded(code: str, argument: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", code, argument],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.stderr, done.stdout
    return set(json.loads(done.stderr.splitlines()[-1])[1])


def test_explain_asks_for_words_where_nothing_decides():
    assert loaded(COMMAND, json.dumps(["explain", RETOLD])) >= SECOND_WAY


@pytest.mark.parametrize(
    "text", ["529", "overloaded_error", "batch expired", PASTE, "messages: at least one message is required"]
)
def test_a_name_words_typed_or_a_phrase_that_decides_need_none(text):
    assert not SECOND_WAY & loaded(COMMAND, json.dumps(["explain", text]))


def test_the_other_doors_never_do(tmp_path):
    log = tmp_path / "app.log"
    lines = [
        f"2026-11-30T10:00:00Z ERROR {RETOLD}",
        json.dumps({"time": "2026-11-30T10:00:01Z", "level": "error", "msg": RETOLD, "status": 429}),
    ]
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        json.dumps({"custom_id": "a", "params": {"model": "x", "error": RETOLD}}) + "\n", encoding="utf-8"
    )
    for argv in (
        ["tail", str(log), "--json"],
        ["batch-check", str(batch), "--json"],
        ["health", "--base-url", "http://127.0.0.1:9", "--timeout", "3", "--json"],
    ):
        modules = loaded(COMMAND, json.dumps(argv))
        assert "claude_doctor.catalogue" in modules, argv  # it did look errors up
        assert not SECOND_WAY & modules, argv


def test_the_library_never_does():
    modules = loaded(LIBRARY, RETOLD)
    assert "claude_doctor.catalogue.match" in modules
    assert not SECOND_WAY & modules
