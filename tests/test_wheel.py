"""The wheel: the same twice, bit for bit, and nothing in it but what runs."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.conftest import SOURCE

WHAT_RUNS = (
    ".py",
    ".txt",
    "models.json",
    "page.css",
    "page.js",
    ".md",  # the pages of rules travel with their rules
    "py.typed",
    "METADATA",
    "WHEEL",
    "RECORD",
    "entry_points.txt",
    "LICENSE",
    ".1",
)
LEFT_OUT = (
    "_built*",
    "__pycache__",
    ".git",
    ".venv",
    "node_modules",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    "tests",
)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    pytest.importorskip("hatchling", reason="builds the wheel")
    if not (SOURCE / "hatch_build.py").exists():
        pytest.skip("needs a checkout")
    made = []
    for number in (1, 2):
        place = tmp_path_factory.mktemp(f"wheel{number}")
        shutil.copytree(SOURCE, place / "source", ignore=shutil.ignore_patterns(*LEFT_OUT))
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)],
            cwd=place / "source",
            check=True,
            capture_output=True,
            timeout=300,
        )
        made += place.glob("*.whl")
    return made


def test_two_builds_are_the_same_bit_for_bit(wheels):
    one, two = (hashlib.sha256(path.read_bytes()).hexdigest() for path in wheels)
    assert one == two


def test_it_holds_only_what_runs(wheels):
    with zipfile.ZipFile(wheels[0]) as wheel:
        names = wheel.namelist()
    assert [name for name in names if not name.endswith(WHAT_RUNS)] == []
    assert [name for name in names if name.startswith(("tests/", "docs/", "benchmarks/", "tools/"))] == []
    assert {"claude_doctor/catalogue/_built/names.py", "claude_doctor/doors/explain/command.py"} <= set(names)
