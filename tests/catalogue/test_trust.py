"""What was compiled in a checkout by somebody else is not run: the pages are compiled in memory instead."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import PAGES, SOURCE, clean_environment

pytestmark = [
    pytest.mark.skipif(not PAGES.is_dir(), reason="needs a checkout"),
    pytest.mark.skipif(os.name == "nt", reason="owners and modes are those of POSIX"),
]
STRANGER = 54321


@pytest.fixture
def checkout(tmp_path):
    """A checkout whose compiled catalogue says where it was run."""
    shutil.copytree(
        SOURCE / "claude_doctor",
        tmp_path / "claude_doctor",
        ignore=shutil.ignore_patterns("_built*", "__pycache__"),
    )
    assert explain(tmp_path).returncode == 0
    built = tmp_path / "claude_doctor" / "catalogue" / "_built"
    with (built / "s529_0.py").open("a", encoding="utf-8") as file:
        file.write(f"\nopen({str(tmp_path / 'was_run')!r}, 'w').close()\n")
    shutil.rmtree(built / "__pycache__", ignore_errors=True)
    return tmp_path


def explain(place):
    return subprocess.run(
        [sys.executable, "-m", "claude_doctor", "explain", "529"],
        cwd=place,
        env=clean_environment(),
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )


def test_our_own_is_run(checkout):
    assert "overloaded_529" in explain(checkout).stdout
    assert (checkout / "was_run").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_strangers_is_not(checkout):
    built = checkout / "claude_doctor" / "catalogue" / "_built"
    for path in (built, *built.rglob("*")):
        os.chown(path, STRANGER, STRANGER)
    assert "overloaded_529" in explain(checkout).stdout
    assert not (checkout / "was_run").exists()


def test_nor_one_that_everybody_may_write_to(checkout):
    (checkout / "claude_doctor" / "catalogue" / "_built").chmod(0o777)
    assert "overloaded_529" in explain(checkout).stdout
    assert not (checkout / "was_run").exists()
