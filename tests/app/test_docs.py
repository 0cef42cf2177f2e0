"""The programs in docs/app run as they stand."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

PAGES = sorted((ROOT / "docs" / "app").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_programs_of_a_page_run(page):
    text = page.read_text(encoding="utf-8")
    programs = re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)
    assert programs or page.stem == "recipes"
    for program in programs:
        exec(compile(program, page.name, "exec"), {})


def test_every_page_is_linked_and_its_links_lead_somewhere():
    start = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    for page in PAGES:
        assert f"(app/{page.name})" in start
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists()


def test_the_names_in_the_table_of_recipes_exist():
    from claude_doctor import app

    text = (ROOT / "docs" / "app" / "recipes.md").read_text(encoding="utf-8")
    names = re.findall(r"^\| [^|]+\| ([^|]+) \|", text, re.M)
    found = {word for cell in names for word in re.findall(r"`(\w+)", cell)} & set(app.__all__)
    assert {
        "resilient_stream",
        "retry_5xx",
        "classify_error",
        "handle_api_error",
        "ErrorLogger",
        "ErrorMonitor",
        "HealthChecker",
        "try_call",
    } <= found
