"""Completeness: every known record and root cause has its page, and the page agrees with what is known of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claude_doctor.catalogue import _pages
from tests.conftest import PAGES, SHARED

FACTS = SHARED / "facts"
BY_ID = {entry.id: entry for entry, _ in _pages.read_entries(str(PAGES))[0]}
FOREIGN = "not_a_claude_api_error"
needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the research facts are not beside this checkout")


def mapped() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / "coverage").glob("*.json")):
        found |= json.loads(path.read_text(encoding="utf-8"))
    return found


def causes() -> list[tuple[str, str, str]]:
    if not FACTS.is_dir():
        return []
    rows = [line.split(" | ") for line in (FACTS / "causes.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    return [(row[0].strip("| `"), row[1].strip(), row[5].strip()) for row in rows]


@needs_facts
def test_every_record_has_its_page():
    records = json.loads((FACTS / "catalogue.json").read_text(encoding="utf-8"))["errors"]
    missing = [record["key"] for record in records if mapped().get(record["key"]) not in BY_ID]
    assert len(records) > 400
    assert missing == []


@needs_facts
def test_there_are_causes():
    assert len(causes()) > 150


@pytest.mark.parametrize(("slug", "category", "retryable"), causes())
def test_every_cause_has_its_page(slug, category, retryable):
    if slug == FOREIGN:
        assert slug not in BY_ID
        return
    entry = BY_ID[slug]
    assert (entry.category, entry.retryable) == (category, retryable)
