"""Every source is one that a reader can follow, or the page says that it is observed or inferred."""

from __future__ import annotations

import re

import pytest

from claude_doctor.catalogue import pages, rulepages
from tests.conftest import PAGES, SOURCE, sources

ENTRIES = [(entry.id, entry.confidence, entry.sources) for entry, _ in pages.read_entries(str(PAGES))[0]]
RULES = [(page.shown.id, page.shown.confidence, page.shown.sources) for page in rulepages.read()[0]]
EVERY = [*ENTRIES, *RULES]

# What a reader can open or do again.
FOLLOWED = (
    r"https://\S+",
    r"[\w.-]+/[\w.-]+(?: \(\d{4}-\d\d-\d\d\))?: \S.*",  # a repository, as it was on a day, and what is in it
    r"(?:@[\w.-]+/)?[\w.-]+ \d[\w.]*(?: sdist)?: \S.*",  # a package, its version and a path in it
    r"Claude Code \d[\d.]*(?: (?:and|to) \d[\d.]*)?: \S.*",
    r"(?:observed|measured): \S.*",
    r"RFC \d+, \S.*",
    r"tests/\S+\.py: \S.*",
)
# What stays with the one who saw it: honest, and never enough for "documented".
SEEN = (
    "seen in a public log",
    "research note on the Message Batches API: live captures of 2026-09-02",
    "public issue reports",
    r"recorded API answers",
    r"\d+ real batch files of .*, read by hand",
    r"recorded exchanges in public test \w+(?:, 2024-03 to 2026-08)?",
    r"live (?:captures|probe|measurements)\b.*\b2026(?:-\d\d-\d\d)?",
    r"general Cloudflare convention\b.*",
    "message form reported for the Messages API; not captured for batches",
)


def followed(where: str) -> bool:
    return any(re.fullmatch(form, where) for form in FOLLOWED)


def seen(where: str) -> bool:
    return any(re.fullmatch(form, where) for form in SEEN)


@pytest.mark.parametrize(("page", "_confidence", "sources_of"), EVERY, ids=[page for page, _, _ in EVERY])
def test_every_source_has_one_of_the_known_forms(page, _confidence, sources_of):
    for source in sources_of:
        assert followed(source.where) or seen(source.where), f"{page}: {source.where}"
        assert not re.search(r"index id|code index|\b\d{9,11}\b", f"{source.where} {source.says}"), page


@pytest.mark.parametrize(("page", "confidence", "sources_of"), EVERY, ids=[page for page, _, _ in EVERY])
def test_a_page_that_rests_on_what_was_seen_says_so(page, confidence, sources_of):
    if not any(followed(source.where) for source in sources_of):
        assert confidence in ("observed", "inferred"), [source.where for source in sources_of]


def test_an_index_id_is_kept_as_a_comment_only():
    kept = 0
    for path in sources(SOURCE / "claude_doctor", ".md"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "index id" in line:
                assert re.fullmatch(r"# index id \d{6,11}", line), f"{path.name}: {line}"
                kept += 1
    assert kept > 200


@pytest.mark.parametrize(
    "where",
    [
        "public GitHub file, index id 68641386610",
        "public code index: 61383321887",
        "somewhere",
        "http://example.com",
        "anthropic: a.py",
    ],
)
def test_what_nobody_can_follow_has_no_form(where):
    assert not followed(where)
    assert not seen(where)
