"""Dated computer tools: header and model."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, params

BETAS = {"computer_20250124": "computer-use-2025-01-24", "computer_20251124": "computer-use-2025-11-24"}


def computer(kind, model):
    return params(
        model=model,
        tools=[{"type": kind, "name": "computer", "display_width_px": 1024, "display_height_px": 768}],
    )


@pytest.mark.parametrize("kind", sorted(BETAS))
def test_each_version_has_its_header(kind):
    request = computer(kind, "claude-opus-4-5")
    assert errors(request, betas=(BETAS[kind],)) == []
    other = next(beta for name, beta in BETAS.items() if name != kind)
    assert errors(request, betas=(other,)) == [("tool-computer-beta", "params.tools.0.type")]


def test_a_model_that_refuses_it_needs_no_header():
    for betas in ((), ("computer-use-2025-11-24",)):
        assert errors(computer("computer_20251124", "claude-sonnet-5-5"), betas=betas) == [
            ("tool-computer-legacy-unsupported", "params.tools.0.type")
        ]


def test_an_unknown_model_is_asked_for_the_header_only():
    found = errors(computer("computer_20251124", "claude-opus-9"), betas=("computer-use-2025-11-24",))
    assert [rule for rule, _ in found if rule.startswith("tool-")] == []


def test_the_advisor_needs_its_header():
    tool = {"type": "advisor_20260301", "name": "advisor", "model": "claude-opus-5"}
    assert errors(params(model="claude-sonnet-5", tools=[tool])) == [
        ("tool-computer-beta", "params.tools.0.type")
    ]
