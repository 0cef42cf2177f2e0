"""Levels of effort by model."""

import pytest

from tests.batch.helper import errors, params

ALL = ["low", "medium", "high", "xhigh", "max"]
LEVELS = {
    "claude-opus-5-5": ALL,
    "claude-opus-4-7": ALL,
    "claude-opus-4-6": ["low", "medium", "high", "max"],
    "claude-sonnet-4-6": ["low", "medium", "high", "max"],
    "claude-opus-4-5": ["low", "medium", "high"],
}


@pytest.mark.parametrize("model", LEVELS)
@pytest.mark.parametrize("effort", ALL)
def test_each_model_has_its_levels(model, effort):
    wrong = [] if effort in LEVELS[model] else [("effort-level-unsupported", "params.output_config.effort")]
    assert errors(params(model=model, output_config={"effort": effort})) == wrong


@pytest.mark.parametrize("model", ["claude-haiku-4-5", "claude-sonnet-4-5-20250929"])
def test_models_without_effort_take_null_and_nothing_else(model):
    assert errors(params(model=model, output_config={"effort": "low"})) == [
        ("effort-unsupported-model", "params.output_config.effort")
    ]
    assert errors(params(model=model, output_config={"effort": None})) == []


@pytest.mark.parametrize("effort", ["minimal", "", "High", 3, True])
def test_what_is_no_level(effort):
    assert errors(params(output_config={"effort": effort})) == [
        ("effort-value", "params.output_config.effort")
    ]


def test_a_level_of_a_system_message_is_looked_at_too():
    messages = [
        {"role": "user", "content": "Hello"},
        {"role": "system", "content": "Brief.", "output_config": {"effort": "tiny"}},
    ]
    assert errors(params(messages=messages), betas=("mid-conversation-output-config-2026-07-01",)) == [
        ("effort-value", "params.messages.1.output_config.effort")
    ]
