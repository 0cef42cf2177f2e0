"""Shared by all tests: running the real command, and a clean environment for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings

# How long one example takes is a matter of the machine, not of the code.
settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent
# The checkout, where the tests run on a wheel beside it; and the labelled samples that came with the project.
SOURCE = Path(os.environ.get("DOCTOR_SOURCE", ROOT))
GIVEN = ROOT / "tests" / "corpus" / "given"
# Whether long tables are tried whole, as .ci/soak does; .ci/run tries a part of them.
WHOLE = bool(os.environ.get("DOCTOR_WHOLE"))
PAGES = SOURCE / "claude_doctor" / "catalogue" / "entries"


def some(cases: Iterable[T], every: int, first: int = 0) -> list[T]:
    """Return each `every`-th case, the same ones on every day; all of them where WHOLE is set. `first` lets
    tables that share their cases take different ones.
    """
    return list(cases) if WHOLE else list(cases)[first % every :: every]


def sources(folder: Path, ending: str) -> list[Path]:
    """Return the files below a folder that somebody wrote, in order: nothing generated, which may be made
    anew meanwhile.
    """
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in ("_built", "__pycache__")]
        found += [Path(place, name) for name in names if name.endswith(ending)]
    return sorted(found)


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each worker of xdist how tests are dealt out; the option itself does not reach it."""
    node.workerinput["dist"] = node.config.option.dist


def clean_environment(**extra: str) -> dict[str, str]:
    """Return an environment without what would change the output."""
    dropped = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PYTHONUNBUFFERED")
    kept = {
        k: v
        for k, v in os.environ.items()
        if k not in dropped and not k.startswith(("CLAUDE_DOCTOR", "ANTHROPIC"))
    }
    return {**kept, "PYTHONIOENCODING": "utf-8", "XDG_CONFIG_HOME": "/nonexistent", **extra}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `claude-doctor ...` as a person would, in an empty directory; returns the completed process."""

    def call(
        *args: str,
        stdin: str | bytes | None = "",
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
        timeout: float = 60,
    ) -> subprocess.CompletedProcess[str]:
        data = stdin.encode("utf-8", "surrogateescape") if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "claude_doctor", *args],
            input=data,
            capture_output=True,
            env=clean_environment(**(env or {})),
            cwd=cwd or tmp_path,
            timeout=timeout,
            check=False,
        )
        from tests import schemas

        out = done.stdout.decode("utf-8", "replace")
        schemas.check(args, out)
        return subprocess.CompletedProcess(
            done.args, done.returncode, out, done.stderr.decode("utf-8", "replace")
        )

    return call
