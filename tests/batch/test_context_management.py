"""Context edits."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, params

EDITING = "context-management-2025-06-27"
COMPACTING = "compact-2026-01-12"
TOOLS = {"type": "clear_tool_uses_20250919"}
THINKING = {"type": "clear_thinking_20251015"}
COMPACT = {"type": "compact_20260112"}
PLACE = "params.context_management.edits"


def edited(*edits, **more):
    return params(**{"model": "claude-opus-5", **more}, context_management={"edits": list(edits)})


@pytest.mark.parametrize(
    ("edits", "betas", "place"),
    [
        ([COMPACT], (EDITING,), ".0.type"),
        ([TOOLS], (COMPACTING,), ".0.type"),
        ([TOOLS, THINKING], (EDITING,), ".1.type"),
        (
            [{**COMPACT, "trigger": {"type": "input_tokens", "value": 49_999}}],
            (COMPACTING,),
            ".0.trigger.value",
        ),
        ([{**TOOLS, "trigger": {"type": "tool_uses", "value": 0}}], (EDITING,), ".0.trigger.value"),
        ([{**TOOLS, "keep": {"type": "tool_uses", "value": -1}}], (EDITING,), ".0.keep.value"),
        (
            [{**TOOLS, "clear_at_least": {"type": "input_tokens", "value": -1}}],
            (EDITING,),
            ".0.clear_at_least.value",
        ),
        ([{**THINKING, "keep": {"type": "thinking_turns", "value": 0}}], (EDITING,), ".0.keep.value"),
    ],
)
def test_what_is_refused(edits, betas, place):
    assert errors(edited(*edits), betas=betas) == [("context-management-beta", f"{PLACE}{place}")]


def test_what_is_fine():
    least = {
        **TOOLS,
        "trigger": {"type": "input_tokens", "value": 1},
        "keep": {"type": "tool_uses", "value": 0},
        "clear_at_least": None,
    }
    assert (
        errors(edited({**THINKING, "keep": {"type": "thinking_turns", "value": 1}}, least), betas=(EDITING,))
        == []
    )
    assert errors(edited({**THINKING, "keep": "all"}), betas=(EDITING,)) == []
    assert errors(edited(THINKING, TOOLS), betas=(EDITING,)) == []
    assert (
        errors(edited({**COMPACT, "trigger": {"type": "input_tokens", "value": 50_000}}), betas=(COMPACTING,))
        == []
    )
    assert errors(params(context_management=None)) == []


def test_thinking_is_cleared_only_where_there_is_some():
    quiet = edited(THINKING, model="claude-haiku-4-5")
    assert errors(quiet, betas=(EDITING,)) == [("context-management-beta", f"{PLACE}.0.type")]
    assert (
        errors(
            {**quiet, "max_tokens": 4096, "thinking": {"type": "enabled", "budget_tokens": 1024}},
            betas=(EDITING,),
        )
        == []
    )
