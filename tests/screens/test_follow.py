"""`tail -f` on a terminal: the summary in its short form and the live lines below it, on one screen from the
start.
"""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.conftest import ROOT
from tests.screens.terminal import on_terminal

LOG = ROOT / "tests" / "golden" / "inputs" / "tail.errors.jsonl"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_live_part_is_on_the_screen_from_the_start(tmp_path) -> None:
    shutil.copy(LOG, tmp_path / "a.jsonl")
    shown, code = on_terminal("tail", "-f", "a.jsonl", cwd=tmp_path, keys=b"\x03", until="Ctrl-C ends")
    first = shown[: shown.index("Ctrl-C ends")]
    assert first.count("\n") <= 23  # with the row that the command itself stood on
    assert "4 requests failed" in first
    assert "--all messages" in first
    assert code in (0, -2, 130)
