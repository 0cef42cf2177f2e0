"""Effort where it is tied to thinking."""

import pytest

from tests.batch.helper import errors, found, params

BETAS = ("mid-conversation-output-config-2026-07-01",)
OFF = {"claude-opus-5": "disabled", "claude-haiku-5-5": "disabled", "claude-sonnet-5-5": "between_tools"}


@pytest.mark.parametrize("model", OFF)
@pytest.mark.parametrize(
    ("effort", "wrong"), [("high", False), (None, False), ("xhigh", True), ("max", True)]
)
def test_off_goes_up_to_high(model, effort, wrong):
    request = params(model=model, thinking={"type": OFF[model]}, output_config={"effort": effort})
    assert errors(request) == (
        [("thinking-off-with-high-effort", "params.output_config.effort")] if wrong else []
    )


@pytest.mark.parametrize("model", ["claude-sonnet-5", "claude-opus-4-7", "claude-opus-5"])
def test_where_they_are_not_tied_or_thinking_is_on_any_level_goes(model):
    thinking = {"type": "adaptive" if model == "claude-opus-5" else "disabled"}
    assert errors(params(model=model, thinking=thinking, output_config={"effort": "max"})) == []


def test_on_opus_4_8_it_is_a_warning():
    request = params(
        model="claude-opus-4-8", thinking={"type": "disabled"}, output_config={"effort": "xhigh"}
    )
    assert found(request) == [("thinking-off-with-high-effort", "warning", "params.output_config.effort")]


def conversation(effort):
    return [
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Hello."},
        {"role": "user", "content": "Go on"},
        {"role": "system", "content": "Be brief.", "output_config": {"effort": effort}},
    ]


@pytest.mark.parametrize(
    ("model", "default"),
    [("claude-opus-5", "high"), ("claude-haiku-5-5", "medium"), ("claude-sonnet-5-5", "high")],
)
def test_without_effort_the_models_default_holds(model, default):
    rule = (
        "thinking-between-tools-effort-change"
        if model == "claude-sonnet-5-5"
        else "thinking-off-effort-change"
    )
    request = params(model=model, thinking={"type": OFF[model]}, messages=conversation(default))
    assert errors(request, betas=BETAS) == []
    request["messages"] = conversation("low")
    assert errors(request, betas=BETAS) == [(rule, "params.messages.3.output_config.effort")]


def test_models_that_think_may_change():
    assert errors(params(messages=conversation("low")), betas=BETAS) == []
