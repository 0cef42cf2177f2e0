"""The modes of thinking by model."""

import pytest

from tests.batch.helper import errors, found, params

MODES = {
    "enabled": {"type": "enabled", "budget_tokens": 1024},
    "adaptive": {"type": "adaptive"},
    "disabled": {"type": "disabled"},
    "between_tools": {"type": "between_tools"},
}
TAKEN = {
    "claude-opus-5-5": {"adaptive"},
    "claude-fable-5-2": {"adaptive"},
    "claude-sonnet-5-5": {"adaptive", "between_tools"},
    "claude-haiku-5-5": {"adaptive", "disabled"},
    "claude-opus-4-8": {"adaptive", "disabled"},
    "claude-sonnet-4-6": {"enabled", "adaptive", "disabled"},
    "claude-haiku-4-5": {"enabled", "disabled"},
    "claude-opus-4-5-20251101": {"enabled", "disabled"},
}
RULES = {
    "enabled": "thinking-enabled-unsupported",
    "adaptive": "thinking-adaptive-unsupported",
    "disabled": "thinking-disabled-unsupported",
    "between_tools": "thinking-between-tools-unsupported",
}


@pytest.mark.parametrize("model", TAKEN)
@pytest.mark.parametrize("mode", MODES)
def test_each_model_takes_its_modes_and_refuses_the_others(model, mode):
    wrong = errors(params(model=model, max_tokens=4096, thinking=MODES[mode]))
    rule = (
        "thinking-disabled-sonnet-5-5" if (model, mode) == ("claude-sonnet-5-5", "disabled") else RULES[mode]
    )
    assert wrong == ([] if mode in TAKEN[model] else [(rule, "params.thinking.type")])


@pytest.mark.parametrize("model", ["claude-opus-9", "claude-3-opus-20240229"])
def test_of_a_model_whose_modes_are_not_known_nothing_is_said(model):
    request = params(model=model, max_tokens=4096, thinking=MODES["enabled"])
    assert not [rule for rule, _, _ in found(request) if rule.startswith("thinking")]
