"""A checkout that cannot be written to runs: the catalogue is made in memory."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.conftest import PAGES, SOURCE, clean_environment

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="needs a checkout")
# Permissions do not hold for root, so the folder refuses in their place.
PROGRAM = """
import os, sys
def refuse(*args, **named):
    raise PermissionError(13, "Permission denied")
os.makedirs = os.mkdir = os.rename = refuse
from claude_doctor import cli
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["explain", "529"], "overloaded_529"),
        (["explain", "custom-id-duplicate"], "two requests have the same"),
        (["batch-check", "a.jsonl"], "custom-id"),
    ],
)
def test_a_checkout_that_cannot_be_written_to(tmp_path, args, told):
    shutil.copytree(
        SOURCE / "claude_doctor",
        tmp_path / "claude_doctor",
        ignore=shutil.ignore_patterns("_built*", "__pycache__"),
    )
    (tmp_path / "a.jsonl").write_text("{}\n")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *args],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    assert told in done.stdout, done.stderr
    assert not list(tmp_path.glob("claude_doctor/catalogue/_built*"))
