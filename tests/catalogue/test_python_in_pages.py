"""The Python in the pages is complete, and right against the installed SDK."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from claude_doctor.catalogue import pages
from tests.conftest import PAGES

ENTRIES = [entry for entry, _ in pages.read_entries(str(PAGES))[0] if entry.python]


def test_it_type_checks_against_the_installed_sdk(tmp_path: Path):
    for entry in ENTRIES:
        (tmp_path / f"page_{entry.id}.py").write_text(entry.python + "\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", "--ignore-missing-imports", "--cache-dir", str(tmp_path / "cache"), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-4000:]
