"""Task budgets: header, model, numbers."""

from __future__ import annotations

from tests.batch.helper import errors, params

BETA = ("task-budgets-2026-03-13",)
PLACE = "params.output_config.task_budget"


def budget(model="claude-opus-5", more=None, **fields):
    return params(
        model=model,
        output_config={"task_budget": {"type": "tokens", "total": 64000, **fields}},
        **(more or {}),
    )


def test_without_the_header():
    assert errors(budget()) == [("task-budget", PLACE)]


def test_numbers():
    assert errors(budget(total=20_000), betas=BETA) == []
    assert errors(budget(total=19_999), betas=BETA) == [("task-budget", f"{PLACE}.total")]
    assert errors(budget(remaining=0), betas=BETA) == []
    assert errors(budget(remaining=-1), betas=BETA) == [("task-budget", f"{PLACE}.remaining")]


def test_models():
    assert errors(budget("claude-haiku-4-5"), betas=BETA) == [("task-budget", PLACE)]
    assert errors(budget("claude-sonnet-5"), betas=BETA) == []


def test_a_remainder_beside_compaction():
    more = {"context_management": {"edits": [{"type": "compact_20260112"}]}}
    betas = (*BETA, "compact-2026-01-12")
    assert errors(budget(more=more, remaining=5000), betas=betas) == [("task-budget", f"{PLACE}.remaining")]
    assert errors(budget(more=more), betas=betas) == []


def test_the_wrong_shape():
    assert errors(params(output_config={"task_budget": {"type": "words", "total": 64000}}), betas=BETA) == [
        ("task-budget", f"{PLACE}.type")
    ]
    assert errors(params(output_config={"task_budget": {"total": 64000}}), betas=BETA) == [
        ("task-budget", f"{PLACE}.type")
    ]
    assert errors(params(output_config={"task_budget": {"type": "tokens"}}), betas=BETA) == [
        ("task-budget", f"{PLACE}.total")
    ]
