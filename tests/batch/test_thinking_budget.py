"""The thinking budget and max_tokens."""

from __future__ import annotations

import pytest

from tests.batch.helper import found, params

HEADER = ("interleaved-thinking-2025-05-14",)
TOOLS = [{"name": "find", "input_schema": {"type": "object"}}]
PLACE = "params.thinking.budget_tokens"


def budget(model, tools=None):
    said = params(
        model=model, max_tokens=4096, thinking={"type": "enabled", "budget_tokens": 4096}, tools=tools
    )
    return lambda betas: [
        (severity, place)
        for rule, severity, place in found(said, betas=betas)
        if rule == "thinking-budget-max"
    ]


@pytest.mark.parametrize(
    "model", ["claude-haiku-4-5", "claude-opus-4-5", "claude-opus-4-6", "claude-sonnet-4-6"]
)
def test_it_is_less_than_max_tokens(model):
    assert budget(model, TOOLS)(()) == [("error", PLACE)]


@pytest.mark.parametrize(
    ("model", "tools", "severity"),
    [
        ("claude-opus-4-5", TOOLS, ""),
        ("claude-sonnet-4-6", TOOLS, ""),
        ("claude-opus-4-5", None, "warning"),
        ("claude-opus-4-6", TOOLS, "warning"),
        ("claude-haiku-4-5", TOOLS, "error"),
    ],
)
def test_between_tool_calls_it_may_be_more(model, tools, severity):
    assert budget(model, tools)(HEADER) == ([(severity, PLACE)] if severity else [])
