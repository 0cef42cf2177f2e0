"""Completeness: every known record and root cause has its page, and the
page agrees with what is known of it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claude_doctor.catalogue import pages
from tests.conftest import GIVEN, PAGES

BY_ID = {entry.id: entry for entry, _ in pages.read_entries(str(PAGES))[0]}
FOREIGN = "not_a_claude_api_error"


def mapped() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / "coverage").glob("*.json")):
        found |= json.loads(path.read_text(encoding="utf-8"))
    return found


def causes() -> list[tuple[str, str, str]]:
    rows = (GIVEN / "facts" / "causes.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(slug, category, retryable) for slug, category, retryable in (row.split("\t") for row in rows)]


def test_every_record_has_its_page():
    records = (GIVEN / "facts" / "records.txt").read_text(encoding="utf-8").splitlines()
    missing = [key for key in records if mapped().get(key) not in BY_ID]
    assert len(records) > 400
    assert missing == []


def test_there_are_causes():
    assert len(causes()) > 150


@pytest.mark.parametrize(("slug", "category", "retryable"), causes())
def test_every_cause_has_its_page(slug, category, retryable):
    if slug == FOREIGN:
        assert slug not in BY_ID
        return
    entry = BY_ID[slug]
    assert (entry.category, entry.retryable) == (category, retryable)
