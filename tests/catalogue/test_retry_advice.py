"""More retries are advised to one script only: where many workers run, a page says to send less first."""

from __future__ import annotations

import re

import pytest

from claude_doctor.catalogue import pages
from tests.conftest import PAGES

ENTRIES = [entry for entry, _ in pages.read_entries(str(PAGES))[0]]
_MORE = re.compile(
    (
        r"(?:max_retries|num_retries|maxRetries|total_max_attempts)\W{1,4}(?:[3-9]|\d\d)\b|(?<!not "
        r")\braise (?:the retries|`?(?:max_retries|maxRetries|total_))"
    ),
    re.I,
)
_LESS = re.compile(r"workers?\b|concurrency|few run|semaphore", re.I)
_ONE = re.compile(r"one script|simulated", re.I)
ADVICE = [
    pytest.param(text, " ".join((*entry.fixes, *entry.notes)), id=f"{entry.id}-{at}")
    for entry in ENTRIES
    for at, text in enumerate((*entry.fixes, entry.wait, *entry.notes, entry.python, entry.typescript))
    if _MORE.search(text)
]


def test_there_is_such_advice():
    assert len(ADVICE) > 15


@pytest.mark.parametrize(("text", "page"), ADVICE)
def test_it_is_for_one_script_and_the_page_says_what_many_workers_do(text, page):
    assert _LESS.search(text) or _ONE.search(text), text
    assert _LESS.search(page), page


def test_what_is_simulated_is_called_so():
    texts = [
        text
        for entry in ENTRIES
        for text in (*entry.fixes, *entry.notes)
        if re.search(r"lengthen an? |requests a second instead", text)
    ]
    assert len(texts) > 5
    assert all("imulated" in text for text in texts), texts
