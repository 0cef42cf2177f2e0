"""Titles are short and said as a colleague would say them, and no two pages share one."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from claude_doctor.catalogue import pages, rulepages
from tests.conftest import PAGES

ENTRIES = {entry.id: entry.title for entry, _ in pages.read_entries(str(PAGES))[0]}
RULES = {page.shown.id: page.shown.title for page in rulepages.read()[0]}
# Words a colleague would not say there: `fix`, not "mend"; `is`, not "stands"; `accepts` or `uses`, not
# "takes".
STILTED = re.compile(
    r"\b(?:mend\w*|stands?|stood|takes? no|does not take|do not take|anew|is no|its mouth|nobody uses)\b"
)


@pytest.mark.parametrize(("page", "title"), [*ENTRIES.items(), *RULES.items()], ids=[*ENTRIES, *RULES])
def test_a_title_is_short_and_plain(page, title):
    assert 8 <= len(title) <= 60
    assert not title.endswith(".")
    assert STILTED.findall(title) == []


@pytest.mark.parametrize("titles", [ENTRIES, RULES], ids=["entries", "rules"])
def test_no_two_pages_share_a_title(titles):
    assert [title for title, count in Counter(titles.values()).items() if count > 1] == []
