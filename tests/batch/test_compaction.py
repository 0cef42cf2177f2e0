"""What does not go together with compaction."""

import pytest

from tests.batch.helper import errors, params

BETAS = ("compact-2026-09-04", "context-management-2025-06-27")
TOOL = {"name": "f", "input_schema": {"type": "object"}}
WRONG = {
    "context_management": {"context_management": {"edits": [{"type": "clear_tool_uses_20250919"}]}},
    "stop_sequences": {"stop_sequences": ["END"]},
    "any": {"tools": [TOOL], "tool_choice": {"type": "any"}},
    "tool": {"tools": [TOOL], "tool_choice": {"type": "tool", "name": "f"}},
    "format": {"output_config": {"format": {"type": "json_schema", "schema": {"type": "object", "additionalProperties": False}}}},
}


def compacted(**fields):
    return params(model="claude-opus-5", compaction={"type": "summarize"}, **fields)


@pytest.mark.parametrize("which", WRONG)
def test_each_of_them_alone(which):
    assert errors(compacted(**WRONG[which]), betas=BETAS) == [("compaction-incompatible", "params.compaction")]
    assert errors(params(model="claude-opus-5", **WRONG[which]), betas=BETAS) == []


def test_several_give_one_finding():
    assert len(errors(compacted(**WRONG["stop_sequences"], **WRONG["any"]), betas=BETAS)) == 1


@pytest.mark.parametrize(
    "fields", [{}, {"stop_sequences": []}, {"tools": [TOOL], "tool_choice": {"type": "auto"}}, {"output_config": {"effort": "low"}}]
)
def test_everything_else_goes_with_it(fields):
    assert errors(compacted(**fields), betas=BETAS) == []


def test_null_is_none():
    assert errors(params(compaction=None, stop_sequences=["END"]), betas=BETAS) == []
