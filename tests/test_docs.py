"""The docs are held to the code: every command, option, exit code, key and page is in them, and their
commands run.
"""

from __future__ import annotations

import re
import shlex

import pytest

from claude_doctor.base.config import REPORT_KEYS
from claude_doctor.base.model import CATEGORIES, ExitCode
from claude_doctor.base.options import COMMON
from claude_doctor.catalogue import pages
from claude_doctor.cli import door
from tests.conftest import ROOT, SOURCE

DOCS = ROOT / "docs"
COMMANDS = [door.load(name) for name in door.names()]


def doc(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.NAME)
def test_every_command_and_option_is_documented(command):
    text = doc(f"{command.NAME}.md")
    for option in (*command.OPTIONS, *COMMON):
        assert any(flag in text for flag in option.flags), option.flags
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"claude-doctor {command.NAME}" in readme + text  # of a new command its own page is enough


def test_the_exit_codes_are_one_table():
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", doc("exit-codes.md"), re.M)}
    assert listed == {value for name, value in vars(ExitCode).items() if name.isupper()}


def test_every_key_of_a_page_is_documented():
    text = doc("adding-an-entry.md")
    for key in (*pages._REQUIRED, *pages._OPTIONAL, *pages._MATCH, *CATEGORIES, *pages.SECTIONS):
        assert key in text, key


def test_every_configuration_key_is_documented():
    for key in REPORT_KEYS:
        assert f"`{key}`" in doc("configuration.md")


def test_links_lead_somewhere():
    for path in [ROOT / "README.md", *DOCS.glob("*.md")]:
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text(encoding="utf-8")):
            place = SOURCE / path.parent.relative_to(ROOT) / target
            assert place.exists(), f"{path.name}: {target}"


def test_the_readmes_commands_run(run):
    lines = re.findall(r"^claude-doctor [^\n]*", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    ran = 0
    for line in lines:
        words = shlex.split(line.split("  #")[0].split("   #")[0], comments=True)
        if words[1] == "explain" and len(words) > 2 and "-f" not in words:
            assert run(*words[1:]).returncode == 0, line
            ran += 1
    assert ran >= 4


def test_the_python_in_the_docs_runs():
    for name in ("python.md",):
        for code in re.findall(r"^```python\n(.*?)^```", doc(name), re.M | re.S):
            exec(compile(code, name, "exec"), {})


def test_every_doc_is_linked_from_the_readme_or_another_doc():
    text = "".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *DOCS.glob("*.md")])
    for path in DOCS.glob("*.md"):
        assert path.name in text or path.stem in door.names(), path.name
