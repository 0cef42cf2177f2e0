"""tool_choice."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, found, params

TOOLS = [{"name": "t", "input_schema": {"type": "object"}}]
SERVERS = [{"type": "url", "url": "https://example.com/mcp", "name": "a"}]


def choose(choice, model="claude-opus-5", tools=TOOLS, **more):
    return params(model=model, tools=tools, tool_choice=choice, **more)


@pytest.mark.parametrize(
    "choice",
    [
        "auto",
        "required",
        ["auto"],
        {"type": "required"},
        {"name": "t"},
        {"type": "function", "function": {"name": "t"}},
    ],
)
def test_what_is_no_choice(choice):
    assert [rule for rule, _ in errors(choose(choice))] == ["tool-choice-type"]


@pytest.mark.parametrize(
    "choice", [{"type": "auto"}, {"type": "any"}, {"type": "tool", "name": "t"}, {"type": "none"}]
)
def test_the_four_choices(choice):
    assert found(choose(choice)) == []
    assert errors(choose(choice, tools=None)) == [("tool-choice-no-tools", "params.tool_choice")]
    assert errors(choose(choice, tools=[])) == [("tool-choice-no-tools", "params.tool_choice")]


def test_tools_of_a_server_are_tools():
    assert (
        errors(choose({"type": "auto"}, tools=None, mcp_servers=SERVERS), betas=("mcp-client-2025-04-04",))
        == []
    )
    mcp = [{"type": "mcp_toolset", "mcp_server_name": "a"}]
    assert (
        errors(
            choose({"type": "tool", "name": "x"}, tools=mcp, mcp_servers=SERVERS),
            betas=("mcp-client-2025-11-20",),
        )
        == []
    )


def test_names():
    assert errors(choose({"type": "tool", "name": "T"})) == [("tool-choice-name", "params.tool_choice.name")]
    assert errors(choose({"type": "tool"})) == [("tool-choice-name", "params.tool_choice.name")]


def test_a_broken_tool_is_not_missed_as_well():
    assert [rule for rule, _ in errors(choose({"type": "tool", "name": "t"}, tools=[{"name": "t"}]))] == [
        "tool-name-missing"
    ]


@pytest.mark.parametrize("name", ["computer", "screenshot"])
def test_a_toolset_cannot_be_forced(name):
    tools = [{"type": "computer_toolset_20260801"}]
    assert errors(choose({"type": "tool", "name": name}, tools=tools)) == [
        ("tool-toolset-choice", "params.tool_choice.name")
    ]
    assert errors(choose({"type": "tool", "name": "navigate"}, tools=tools)) == [
        ("tool-choice-name", "params.tool_choice.name")
    ]


def test_a_tool_of_ones_own_may_share_a_member_s_name():
    tools = [
        {"type": "computer_toolset_20260801"},
        {"name": "screenshot", "input_schema": {"type": "object"}},
    ]
    assert errors(choose({"type": "tool", "name": "screenshot"}, tools=tools)) == []


@pytest.mark.parametrize(
    ("model", "bad"),
    [("opus-5-5", True), ("fable-5-1", True), ("opus-5", False), ("haiku-5-5", False), ("opus-4-6", False)],
)
def test_models_that_cannot_be_forced(model, bad):
    for choice in ({"type": "any"}, {"type": "tool", "name": "t"}):
        assert (
            errors(choose(choice, model=f"claude-{model}"))
            == [("forced-tool-unsupported", "params.tool_choice.type")] * bad
        )
    assert errors(choose({"type": "auto"}, model=f"claude-{model}")) == []
