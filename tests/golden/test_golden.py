"""The answers of the product are those that somebody approved; `python -m tests.golden.collect` writes new
ones.
"""

from __future__ import annotations

import difflib

import pytest

from tests.golden import collect


@pytest.mark.parametrize("name", collect.FILES)
def test_the_answers_are_the_approved_ones(name):
    held = (collect.HERE / name).read_text(encoding="utf-8").splitlines()
    now = list(collect.FILES[name]())
    assert len(held) > 10
    changes = [line[:300] for line in difflib.unified_diff(held, now, "approved", "now", lineterm="", n=0)]
    assert not changes, "\n".join(changes[:40])
