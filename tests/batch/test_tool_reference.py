"""References to tools."""

import pytest

from tests.batch.helper import errors, params

FIND = {"name": "find", "input_schema": {"type": "object"}}
DEFERRED = {"name": "get_weather", "input_schema": {"type": "object"}, "defer_loading": True}
SEARCH = {"type": "tool_search_tool_regex_20251119", "name": "tool_search_tool_regex"}
USER = {"role": "user", "content": "Hi"}


def found(name, tools, **fields):
    call = {"type": "tool_use", "id": "toolu_1", "name": "find", "input": {}}
    result = {
        "type": "tool_result",
        "tool_use_id": "toolu_1",
        "content": [{"type": "tool_reference", "tool_name": name}],
    }
    messages = [USER, {"role": "assistant", "content": [call]}, {"role": "user", "content": [result]}]
    return params(messages=messages, tools=tools, **fields)


def searched(name):
    references = [
        {"type": "tool_reference", "tool_name": "get_weather"},
        {"type": "tool_reference", "tool_name": name},
    ]
    call = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "tool_search_tool_regex", "input": {}}
    result = {"type": "tool_search_tool_result", "tool_use_id": "srvtoolu_1"}
    content = {"type": "tool_search_tool_search_result", "tool_references": references}
    text = {"type": "text", "text": "a"}
    return params(
        messages=[USER, {"role": "assistant", "content": [call, {**result, "content": content}, text]}, USER],
        tools=[SEARCH, DEFERRED],
    )


def test_a_reference_names_a_tool_of_the_request():
    assert errors(found("get_weather", [FIND, DEFERRED])) == []
    assert errors(found("weather", [FIND, DEFERRED])) == [
        ("tool-reference-unknown", "params.messages.2.content.0.content.0.tool_name")
    ]


def test_those_of_a_search_are_looked_at_one_by_one():
    assert errors(searched("get_weather")) == []
    assert errors(searched("weather")) == [
        ("tool-reference-unknown", "params.messages.1.content.1.content.tool_references.1.tool_name")
    ]


@pytest.mark.parametrize("name", ["weather", "mcp_weather"])
def test_tools_of_a_server_cannot_be_seen(name):
    server = {"type": "url", "name": "s", "url": "https://example.com/mcp"}
    tools = [FIND, {"type": "mcp_toolset", "mcp_server_name": "s"}]
    assert errors(found(name, tools, mcp_servers=[server]), betas=("mcp-client-2025-11-20",)) == []


NAMED = {"type": "tool_reference", "name": "find"}
OTHER = {"type": "tool_reference", "name": "get_weather"}
DEFINED = {"type": "tool_definition", "definition": DEFERRED}
ADD, REMOVE = "tool_addition", "tool_removal"
BETAS = ("mid-conversation-tool-changes-2026-07-01",)
CHANGE = "params.messages.1.content.0.tool"


def change(*blocks):
    content = [{"type": kind, "tool": tool} for kind, tool in blocks]
    messages = [USER, {"role": "system", "content": content}, {"role": "assistant", "content": "Fine."}, USER]
    return errors(params(model="claude-opus-5", messages=messages, tools=[FIND]), betas=BETAS)


@pytest.mark.parametrize(
    "blocks",
    [
        [(ADD, NAMED), (REMOVE, NAMED)],
        [(ADD, DEFINED), (REMOVE, OTHER)],
        [
            (ADD, {"type": "mcp_tool_reference", "server_name": "s", "name": "a"}),
            (REMOVE, {"type": "mcp_toolset_reference", "server_name": "s"}),
        ],
    ],
)
def test_a_change_names_what_is_there(blocks):
    assert change(*blocks) == []


@pytest.mark.parametrize("kind", [ADD, REMOVE])
def test_a_change_names_a_tool_nobody_has(kind):
    assert change((kind, OTHER)) == [("tool-reference-unknown", f"{CHANGE}.name")]


@pytest.mark.parametrize(
    ("tool", "rule", "place"),
    [
        ({"type": "tool_reference"}, "params-wrong-type", ".name"),
        (
            {"type": "tool_reference", "tool_name": "find", "name": "find"},
            "nested-unknown-field",
            ".tool_name",
        ),
        ({"name": "find"}, "params-wrong-type", ".type"),
        ("find", "params-wrong-type", ""),
    ],
)
def test_a_change_of_no_known_form(tool, rule, place):
    assert change((ADD, tool)) == [(rule, f"{CHANGE}{place}")]
