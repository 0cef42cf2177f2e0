"""`tools/new.py`: each kind of member is new files only, and what it writes passes lint, types' contracts and
its family's tests at once.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT, SOURCE

# kind -> name, the number of files, and the tests that hold a member of its family
TRIALS = {
    "entry": ("odd_thing", 1, ["tests/catalogue/test_pages.py"]),
    "rule": (
        "odd-thing",
        3,
        ["tests/batch/test_rule_pages.py", "tests/batch/test_odd_thing.py", "tests/test_layout.py"],
    ),
    "check": (
        "env.odd",
        2,
        ["tests/health/test_members.py", "tests/health/test_env_odd.py", "tests/test_layout.py"],
    ),
    "format": (
        "odd_log",
        2,
        ["tests/logs/test_formats.py", "tests/logs/test_one_file.py", "tests/test_layout.py"],
    ),
    "view": ("health/odd", 2, ["tests/test_view_health_odd.py", "tests/test_layout.py"]),
    "command": ("odd-door", 9, ["tests/test_odd_door.py", "tests/test_docs.py", "tests/test_layout.py"]),
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the checkout."""
    place = tmp_path_factory.mktemp("new") / "tree"
    unwanted = shutil.ignore_patterns("__pycache__", "_built*", ".*", "given", "golden")
    shutil.copytree(SOURCE / "claude_doctor", place / "claude_doctor", ignore=unwanted)
    for folder in ("tests", "tools", "docs"):
        shutil.copytree(ROOT / folder, place / folder, ignore=unwanted)
    for name in ("README.md", "SECURITY.md", "CHANGELOG.md", "pyproject.toml"):
        shutil.copy(ROOT / name, place)
    return place


def run(tree, *words):
    done = subprocess.run([sys.executable, *words], cwd=tree, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def files(tree):
    found = (
        path
        for folder in ("claude_doctor", "tests", "docs")
        for path in (tree / folder).rglob("*")
        if path.is_file()
    )
    return {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in found
        if not {"__pycache__", "_built"} & set(path.parts)
    }


@pytest.mark.parametrize("kind", TRIALS)
def test_a_new_member_is_new_files_that_pass(kind, tree):
    name, count, tests = TRIALS[kind]
    before = files(tree)
    code, said = run(tree, "tools/new.py", kind, name)
    assert code == 0, said
    after = files(tree)
    made = sorted(set(after) - set(before))
    assert made == sorted(said.split())
    assert len(made) == count
    assert all(after[path] == text for path, text in before.items())
    code, said = run(tree, "tools/new.py", kind, name)
    assert code == 2, "it was there and is overwritten"
    python = [path for path in made if path.endswith(".py")]
    if python:
        assert run(tree, "-m", "ruff", "check", "-q", *python) == (0, "")
        assert run(tree, "-m", "ruff", "format", "-q", "--check", *python) == (0, "")
    odd = name.rpartition("/")[2].replace("-", "_").replace(".", "_")
    chosen = f"odd or {odd} or test_docs or every or ranks"
    code, said = run(
        tree, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", chosen, *tests
    )
    assert code == 0, said


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("entry",),
        ("entry", "Bad Name"),
        ("nothing", "x"),
        ("view", "odd"),
        ("check", "odd"),
        ("entry", "../x"),
    ],
)
def test_a_wrong_call_writes_nothing(words, tree):
    before = files(tree)
    assert run(tree, "tools/new.py", *words)[0] == 2
    assert files(tree) == before
