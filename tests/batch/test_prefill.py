"""A last message of the assistant: at most one reason is given."""

import pytest

from tests.batch.helper import errors, params

USER = {"role": "user", "content": "Give JSON"}
FORMAT = {"format": {"type": "json_schema", "schema": {"type": "object", "additionalProperties": False}}}
MANUAL = {"type": "enabled", "budget_tokens": 1024}


def ending(content, **fields):
    return params(
        **{
            "model": "claude-haiku-4-5",
            "max_tokens": 4096,
            "messages": [USER, {"role": "assistant", "content": content}],
            **fields,
        }
    )


def rules(request):
    return [rule for rule, _ in errors(request)]


@pytest.mark.parametrize(
    "model",
    ["claude-opus-4-6", "claude-mythos-preview", "claude-sonnet-5", "claude-opus-5-5", "claude-fable-5-2"],
)
def test_newer_models_take_none(model):
    assert errors(ending("{", model=model)) == [("prefill-unsupported", "params.messages.1")]
    assert errors(ending([{"type": "text", "text": "{"}], model=model)) == [
        ("prefill-unsupported", "params.messages.1")
    ]


@pytest.mark.parametrize("model", ["claude-haiku-4-5", "claude-opus-4-5", "claude-sonnet-4-5"])
def test_older_models_do(model):
    assert errors(ending("{", model=model)) == []


def test_the_first_reason_is_the_only_one():
    everything = {"thinking": MANUAL, "output_config": FORMAT}
    assert rules(ending("{ ", model="claude-opus-4-6", **everything)) == ["prefill-unsupported"]
    assert rules(ending("{ ", **everything)) == ["thinking-prefill-manual"]
    assert rules(ending("{ ", output_config=FORMAT)) == ["format-with-prefill"]
    assert errors(ending("{ ")) == [("final-assistant-trailing-space", "params.messages.1.content")]


def test_a_model_we_do_not_know_may_take_it_but_not_with_thinking():
    assert "prefill-unsupported" not in rules(ending("{ ", model="claude-opus-9"))
    assert "thinking-prefill-manual" in rules(
        ending("{", model="claude-opus-9", thinking={"type": "adaptive"})
    )


def test_a_turn_that_goes_on_after_a_pause_is_no_prefill():
    search = {
        "type": "server_tool_use",
        "id": "srvtoolu_1",
        "name": "web_search",
        "input": {"query": "tides"},
    }
    tools = [{"type": "web_search_20250305", "name": "web_search"}]
    for model in ("claude-opus-5-5", "claude-haiku-4-5"):
        assert errors(ending([{"type": "text", "text": "I look."}, search], model=model, tools=tools)) == []
    assert errors(ending([search], thinking=MANUAL, tools=tools)) == []


def test_an_empty_last_message_is_accepted():
    assert errors(ending("")) == []


def test_only_the_last_text_counts_for_white_space():
    assert errors(ending([{"type": "text", "text": "a "}, {"type": "text", "text": "b"}])) == []
    assert errors(ending([{"type": "text", "text": "a"}, {"type": "text", "text": "b\n"}])) == [
        ("final-assistant-trailing-space", "params.messages.1.content.1.text")
    ]
