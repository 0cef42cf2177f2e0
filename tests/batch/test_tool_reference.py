"""References to tools."""

import pytest

from tests.batch.helper import errors, params

FIND = {"name": "find", "input_schema": {"type": "object"}}
DEFERRED = {"name": "get_weather", "input_schema": {"type": "object"}, "defer_loading": True}
SEARCH = {"type": "tool_search_tool_regex_20251119", "name": "tool_search_tool_regex"}
USER = {"role": "user", "content": "Hi"}


def found(name, tools, **fields):
    call = {"type": "tool_use", "id": "toolu_1", "name": "find", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [{"type": "tool_reference", "tool_name": name}]}
    messages = [USER, {"role": "assistant", "content": [call]}, {"role": "user", "content": [result]}]
    return params(messages=messages, tools=tools, **fields)


def searched(name):
    references = [{"type": "tool_reference", "tool_name": "get_weather"}, {"type": "tool_reference", "tool_name": name}]
    call = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "tool_search_tool_regex", "input": {}}
    result = {"type": "tool_search_tool_result", "tool_use_id": "srvtoolu_1"}
    content = {"type": "tool_search_tool_search_result", "tool_references": references}
    text = {"type": "text", "text": "a"}
    return params(messages=[USER, {"role": "assistant", "content": [call, {**result, "content": content}, text]}, USER], tools=[SEARCH, DEFERRED])


def test_a_reference_names_a_tool_of_the_request():
    assert errors(found("get_weather", [FIND, DEFERRED])) == []
    assert errors(found("weather", [FIND, DEFERRED])) == [("tool-reference-unknown", "params.messages.2.content.0.content.0.tool_name")]


def test_those_of_a_search_are_looked_at_one_by_one():
    assert errors(searched("get_weather")) == []
    assert errors(searched("weather")) == [("tool-reference-unknown", "params.messages.1.content.1.content.tool_references.1.tool_name")]


@pytest.mark.parametrize("name", ["weather", "mcp_weather"])
def test_tools_of_a_server_cannot_be_seen(name):
    server = {"type": "url", "name": "s", "url": "https://example.com/mcp"}
    tools = [FIND, {"type": "mcp_toolset", "mcp_server_name": "s"}]
    assert errors(found(name, tools, mcp_servers=[server]), betas=("mcp-client-2025-11-20",)) == []
