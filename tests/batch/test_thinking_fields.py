"""Fields of thinking: what stands beside its type."""

import pytest

from tests.batch.helper import errors, found, params

BINDING = "thinking-binding-controls-2026-08-01"


@pytest.mark.parametrize("value", [True, "adaptive", 2048, [], {"type": "auto"}, {"type": 1}])
def test_what_is_no_kind_of_thinking(value):
    assert [rule for rule, _ in errors(params(thinking=value))] == ["thinking-type-invalid"]


def test_a_missing_type_is_a_warning():
    request = params(
        model="claude-fable-5-1", thinking={"block_binding": {"prefix_mismatch_behavior": "drop_block"}}
    )
    assert found(request, betas=(BINDING,)) == [("thinking-type-invalid", "warning", "params.thinking.type")]


@pytest.mark.parametrize("kind", ["adaptive", "enabled"])
@pytest.mark.parametrize(
    ("display", "wrong"),
    [("summarized", False), ("omitted", False), (None, False), ("full", True), (True, True)],
)
def test_display_is_one_of_its_words(kind, display, wrong):
    thinking = {"type": kind, "display": display} | ({"budget_tokens": 1024} if kind == "enabled" else {})
    request = params(model="claude-opus-4-6", max_tokens=4096, thinking=thinking)
    assert errors(request) == ([("thinking-display-value", "params.thinking.display")] if wrong else [])


def test_updates_need_their_beta():
    request = params(thinking={"type": "adaptive", "display": "updates"})
    assert errors(request) == [("thinking-display-value", "params.thinking.display")]
    assert errors(request, betas=("thinking-display-updates-2026-08-18",)) == []


def test_block_binding_needs_its_beta_and_one_of_two_words():
    request = params(
        thinking={"type": "adaptive", "block_binding": {"prefix_mismatch_behavior": "drop_block"}}
    )
    assert errors(request) == [("thinking-block-binding-beta", "params.thinking.block_binding")]
    assert errors(request, betas=(BINDING,)) == []
    request["thinking"]["block_binding"]["prefix_mismatch_behavior"] = "drop"
    place = "params.thinking.block_binding.prefix_mismatch_behavior"
    assert errors(request, betas=(BINDING,)) == [("thinking-block-binding-beta", place)]


@pytest.mark.parametrize("key", ["display", "budget_tokens", "block_binding"])
def test_between_tools_stands_alone(key):
    values = {"display": "omitted", "budget_tokens": 1024, "block_binding": {}}
    request = params(model="claude-sonnet-5-5", thinking={"type": "between_tools", key: values[key]})
    assert errors(request) == [("thinking-between-tools-extra", f"params.thinking.{key}")]


def test_a_key_that_belongs_to_no_kind_is_a_plain_unknown_field():
    request = params(model="claude-sonnet-5-5", thinking={"type": "between_tools", "effort": "low"})
    assert errors(request) == [("nested-unknown-field", "params.thinking.effort")]
