"""Kinds of [[match]] with rules of their own: words in another script, and words people type."""

from __future__ import annotations

import pytest

from claude_doctor.catalogue import pages, scripts
from tests.conftest import PAGES

FIRST = "[[match]]"


def faults(tmp_path, match: str) -> list[str]:
    page = (PAGES / "batch_results_order.md").read_text(encoding="utf-8")
    (tmp_path / "batch_results_order.md").write_text(
        page.replace(FIRST, f"{FIRST}\n{match}\n\n{FIRST}", 1), encoding="utf-8"
    )
    return pages.read_entries(str(tmp_path))[1]


@pytest.mark.parametrize(
    "match",
    [
        'message = "请求超时"\nweak = true',
        'message = "échec du lot"\nweak = true',
        'words = ["lot", "Batch lost!"]',
    ],
)
def test_what_is_allowed(tmp_path, match):
    assert faults(tmp_path, match) == []


@pytest.mark.parametrize(
    ("match", "said"),
    [
        ('message = "请求超时"', "is `weak`"),
        ('message = "请求超时"\nweak = true\nstatus = 429', "no further condition"),
        ('message = "**"', "has no words"),
        ('words = ["batch"]\nweak = true', "stands alone"),
        ("words = [1]", "stands alone"),
        ('words = ["the API"]', "stands alone"),
    ],
)
def test_what_is_not(tmp_path, match, said):
    found = faults(tmp_path, match)
    assert len(found) == 1
    assert said in found[0]


def test_a_phrase_is_found_however_the_text_is_wrapped():
    assert [page for page, _, _ in scripts.found(("LLM 请求\n 超时",))] == ["request_timeout"]
    assert list(scripts.found(("plain ASCII", "│ a panel │", "“quotes”"))) == []
