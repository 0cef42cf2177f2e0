"""Which model may advise which."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, params

BETA = ("advisor-tool-2026-03-01",)
PAIR = [("tool-advisor-pair", "params.tools.0.model")]


def advised(executor, advisor, **more):
    tool = {"type": "advisor_20260301", "name": "advisor", "model": f"claude-{advisor}", **more}
    return params(model=f"claude-{executor}", tools=[tool])


@pytest.mark.parametrize(
    ("executor", "advisor"),
    [
        ("sonnet-5-5", "opus-5"),
        ("sonnet-5-5", "fable-5-1"),
        ("fable-5-2", "mythos-5-2"),
        ("haiku-4-5", "sonnet-4-6"),
        ("opus-4-7", "opus-4-8"),
        ("opus-4-6", "sonnet-5"),
    ],
)
def test_pairs(executor, advisor):
    assert errors(advised(executor, advisor), betas=BETA) == []


@pytest.mark.parametrize(
    ("executor", "advisor"),
    [
        ("sonnet-5-5", "opus-4-8"),
        ("sonnet-5-5", "sonnet-5"),
        ("sonnet-5-5", "haiku-5-5"),
        ("fable-5-2", "opus-5-5"),
        ("sonnet-5", "opus-4-6"),
        ("opus-5", "haiku-4-5"),
    ],
)
def test_what_is_no_pair(executor, advisor):
    assert errors(advised(executor, advisor), betas=BETA) == PAIR


@pytest.mark.parametrize(
    ("executor", "advisor"), [("haiku-5-5", "opus-5"), ("opus-5", "opus-5-5"), ("sonnet-5", "opus-9")]
)
def test_pairs_no_table_speaks_of_are_not_judged(executor, advisor):
    assert errors(advised(executor, advisor), betas=BETA) == []


def test_what_the_advisor_may_say():
    assert errors(advised("sonnet-5", "opus-5", max_tokens=1024), betas=BETA) == []
    assert errors(advised("sonnet-5", "opus-5", max_tokens=1023), betas=BETA) == [
        ("tool-advisor-pair", "params.tools.0.max_tokens")
    ]
    assert errors(advised("sonnet-5", "opus-5", max_tokens=128_000), betas=BETA) == []
    assert errors(advised("sonnet-5", "opus-5", max_tokens=128_001), betas=BETA) == [
        ("tool-advisor-pair", "params.tools.0.max_tokens")
    ]
    tool = {"type": "advisor_20260301", "name": "advisor"}
    assert errors(params(model="claude-sonnet-5", tools=[tool]), betas=BETA) == PAIR


@pytest.mark.parametrize(
    ("executor", "advisor"),
    [
        ("haiku-5-5", "haiku-4-5"),
        ("opus-5-5", "opus-4-5"),
        ("opus-5-5", "opus-4-8"),
        ("mythos-5-1", "sonnet-5"),
        ("sonnet-5", "opus-4-1"),
        ("sonnet-5", "3-opus-20240229"),
    ],
)
def test_advisors_that_are_too_weak_or_gone(executor, advisor):
    assert errors(advised(executor, advisor), betas=BETA) == PAIR


@pytest.mark.parametrize(
    ("executor", "advisor"),
    [
        ("opus-5-5", "opus-5-5"),
        ("opus-5-5", "fable-5-1"),
        ("haiku-5-5", "sonnet-5-5"),
        ("mythos-5-2", "fable-5-2"),
    ],
)
def test_pairs_no_table_speaks_of(executor, advisor):
    assert errors(advised(executor, advisor), betas=BETA) == []
