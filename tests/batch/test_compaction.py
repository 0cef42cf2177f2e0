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
    "format": {
        "output_config": {
            "format": {"type": "json_schema", "schema": {"type": "object", "additionalProperties": False}}
        }
    },
}


def compacted(**fields):
    return params(model="claude-opus-5", compaction={"type": "summarize"}, **fields)


@pytest.mark.parametrize("which", WRONG)
def test_each_of_them_alone(which):
    assert errors(compacted(**WRONG[which]), betas=BETAS) == [
        ("compaction-incompatible", "params.compaction")
    ]
    assert errors(params(model="claude-opus-5", **WRONG[which]), betas=BETAS) == []


def test_several_give_one_finding():
    assert len(errors(compacted(**WRONG["stop_sequences"], **WRONG["any"]), betas=BETAS)) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"stop_sequences": []},
        {"tools": [TOOL], "tool_choice": {"type": "auto"}},
        {"output_config": {"effort": "low"}},
    ],
)
def test_everything_else_goes_with_it(fields):
    assert errors(compacted(**fields), betas=BETAS) == []


def test_null_is_none():
    assert errors(params(compaction=None, stop_sequences=["END"]), betas=BETAS) == []


BLOCK = {"type": "compaction", "content": "So far: two greetings."}
EDIT = {"edits": [{"type": "compact_20260112"}]}
SENT = "params.messages.0.content.0"


def sent(block=BLOCK, **fields):
    return params(
        model="claude-opus-5",
        messages=[{"role": "assistant", "content": [block]}, {"role": "user", "content": "Go on."}],
        **fields,
    )


def test_a_block_is_sent_back_beside_the_edit_that_made_it():
    assert errors(sent(context_management=EDIT), betas=("compact-2026-01-12",)) == []
    assert errors(sent({**BLOCK, "signature": "EqQB"}), betas=("compact-2026-09-04",)) == []
    assert errors(sent({**BLOCK, "content": None}), betas=("compact-2026-09-04",)) == []


@pytest.mark.parametrize("betas", [(), ("compact-2026-01-12",)])
def test_a_block_alone(betas):
    assert errors(sent(), betas=betas) == [("context-management-beta", SENT)]


def test_an_empty_summary():
    said = errors(sent({**BLOCK, "content": ""}, context_management=EDIT), betas=("compact-2026-01-12",))
    assert said == [("content-empty-string", f"{SENT}.content")]
