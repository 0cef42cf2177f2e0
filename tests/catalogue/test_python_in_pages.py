"""The Python in the pages is complete, and right against the installed SDK: `.ci/environment` takes the
newest.
"""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

from claude_doctor.catalogue import pages
from tests.conftest import PAGES

SNIPPETS = {entry.id: entry.python for entry, _ in pages.read_entries(str(PAGES))[0] if entry.python}
# What a snippet may import without types; the SDK is never among them, so that a missing SDK fails instead of
# passing unseen.
UNTYPED = "boto3.*,botocore.*,google.*,requests.*,dotenv.*,tenacity.*"


def checked(folder: Path, snippets: dict[str, str]) -> str:
    """Type-check each snippet as a module of its own; returns what mypy says, "" when all is well."""
    for name, text in snippets.items():
        (folder / f"page_{name}.py").write_text(text + "\n", encoding="utf-8")
    ignored = [f"[mypy-{UNTYPED}]", "ignore_missing_imports = True"]
    (folder / "mypy.ini").write_text(
        "\n".join(["[mypy]", "check_untyped_defs = True", *ignored]), encoding="utf-8"
    )
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--config-file", str(folder / "mypy.ini")]
    command += ["--cache-dir", str(folder / "cache"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout if done.returncode else ""


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> list[str]:
    """What mypy says of all snippets and of one that is wrong on purpose, in one run: the SDK takes it a
    minute.
    """
    wrong = (
        "import anthropic\n\nclient = anthropic.Anthropic()\nclient.messages.create(model='x', "
        "temperature=1)\n"
    )
    return checked(tmp_path_factory.mktemp("pages"), SNIPPETS | {"wrong": wrong}).splitlines()


def test_it_type_checks_against_the_installed_sdk(said):
    assert len(SNIPPETS) >= 40
    assert importlib.metadata.version("anthropic")
    assert [line for line in said if "page_wrong.py" not in line and ": error:" in line] == []


def test_what_the_sdk_does_not_have_is_found(said):
    assert any("page_wrong.py:4: error:" in line and "create" in line for line in said), said
