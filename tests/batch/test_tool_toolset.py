"""Client toolsets: members as the SDK lists them, entries, neighbours, models."""

from __future__ import annotations

import pytest
from anthropic.types import beta as sdk

from claude_doctor.doors.batch_check.engine.toolsets import MEMBERS
from tests.batch.helper import errors, params

COMPUTER = {"type": "computer_toolset_20260801"}
BROWSER = {"type": "browser_toolset_20260801"}
PLACE = "params.tools.0"


def tools(*given, model="claude-opus-5"):
    return params(model=model, tools=list(given))


def test_the_members_are_those_of_the_sdk():
    from anthropic.types.beta.beta_browser_toolset_configs_param import BetaBrowserToolsetConfigsParam
    from anthropic.types.beta.beta_computer_toolset_configs_param import BetaComputerToolsetConfigsParam

    assert sdk
    assert MEMBERS["computer_toolset_20260801"] == set(BetaComputerToolsetConfigsParam.__annotations__)
    assert MEMBERS["browser_toolset_20260801"] == set(BetaBrowserToolsetConfigsParam.__annotations__)


@pytest.mark.parametrize(
    "entry",
    [
        COMPUTER,
        {**COMPUTER, "allowed_callers": ["direct"], "cache_control": {"type": "ephemeral"}},
        {**COMPUTER, "configs": None},
        {**COMPUTER, "configs": {}},
        {**COMPUTER, "configs": {"zoom": None, "wait": {}}},
        {**COMPUTER, "configs": {"zoom": {"enabled": False, "defer_loading": None}}},
        {**BROWSER, "configs": {"javascript_exec": {"enabled": True}}},
        {
            **BROWSER,
            "configs": {"find": {"defer_loading": True}, "zoom": {"enabled": False, "defer_loading": False}},
        },
    ],
)
def test_entries_that_are_fine(entry):
    assert errors(tools(entry)) == []


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ({**COMPUTER, "name": "computer"}, ".name"),
        ({**COMPUTER, "display_width_px": 9}, ".display_width_px"),
        ({**COMPUTER, "strict": True}, ".strict"),
        ({**COMPUTER, "defer_loading": True}, ".defer_loading"),
        ({**BROWSER, "input_examples": []}, ".input_examples"),
        ({**COMPUTER, "allowed_callers": ["code_execution_20260120"]}, ".allowed_callers"),
        ({**COMPUTER, "configs": []}, ".configs"),
        ({**COMPUTER, "configs": {"navigate": {}}}, ".configs.navigate"),
        ({**COMPUTER, "configs": {"zoom": {"cache_control": None}}}, ".configs.zoom"),
        ({**COMPUTER, "configs": {"zoom": {"enabled": "no"}}}, ".configs.zoom"),
        ({**COMPUTER, "configs": {"zoom": True}}, ".configs.zoom"),
        (
            {
                **COMPUTER,
                "configs": {name: {"enabled": False} for name in MEMBERS["computer_toolset_20260801"]},
            },
            ".configs",
        ),
        (
            {**COMPUTER, "configs": {"zoom": {"defer_loading": True}, "wait": {"defer_loading": False}}},
            ".configs",
        ),
    ],
)
def test_entries_that_are_refused(entry, place):
    assert errors(tools(entry)) == [("tool-toolset-fields", f"{PLACE}{place}")]


def test_neighbours():
    own = {"name": "computer", "input_schema": {"type": "object"}}
    assert errors(tools(COMPUTER, BROWSER)) == []
    assert errors(tools(COMPUTER, COMPUTER)) == [("tool-toolset-fields", "params.tools.1")]
    assert errors(tools(own, COMPUTER)) == [("tool-toolset-fields", "params.tools.1")]
    assert errors(tools(BROWSER, {**own, "name": "screenshot"})) == []


def test_models():
    assert errors(tools(COMPUTER, model="claude-haiku-5-5")) == []
    assert errors(tools(COMPUTER, model="claude-sonnet-4-6")) == [("tool-toolset-model", f"{PLACE}.type")]


def test_the_streaming_header():
    betas = ("fine-grained-tool-streaming-2025-05-14",)
    assert ("tool-toolset-fgts-beta", "params.tools") in errors(tools(COMPUTER, BROWSER), betas=betas)
    assert (
        len(
            [
                rule
                for rule, _ in errors(tools(COMPUTER, BROWSER), betas=betas)
                if rule == "tool-toolset-fgts-beta"
            ]
        )
        == 1
    )
