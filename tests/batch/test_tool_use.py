"""Ids, names and input of tool calls."""

import pytest

from tests.batch.helper import errors, params

FOUND = {"type": "web_search_tool_result", "content": []}
WEB = [{"type": "web_search_20250305", "name": "web_search"}]


def call(tool_use_id="toolu_1", name="f", value=None, result=None):
    block = {"type": "tool_use", "id": tool_use_id, "name": name, "input": {} if value is None else value}
    answer = {"type": "tool_result", "tool_use_id": result or tool_use_id}
    return params(
        messages=[
            {"role": "user", "content": "Hi"},
            {"role": "assistant", "content": [block]},
            {"role": "user", "content": [answer]},
        ]
    )


def searched(tool_use_id):
    blocks = [
        {"type": "server_tool_use", "id": tool_use_id, "name": "web_search", "input": {}},
        {**FOUND, "tool_use_id": tool_use_id},
    ]
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": blocks},
        {"role": "user", "content": "Go on"},
    ]
    return params(messages=messages, tools=WEB)


@pytest.mark.parametrize("tool_use_id", ["toolu_01A", "call_1", "a-b", "7", "x" * 300])
def test_ids_that_are_right(tool_use_id):
    assert errors(call(tool_use_id)) == []


@pytest.mark.parametrize("tool_use_id", ["call:1", "a.b", "a b", "é", "", "toolu_1\n"])
def test_a_bad_id_is_found_at_the_call_only(tool_use_id):
    assert errors(call(tool_use_id)) == [("tool-use-id-pattern", "params.messages.1.content.0.id")]


def test_a_bad_id_of_a_result_alone_is_found_there():
    assert errors(call(result="toolu:1")) == [
        ("tool-use-id-pattern", "params.messages.2.content.0.tool_use_id")
    ]


@pytest.mark.parametrize(
    ("tool_use_id", "wrong"), [("srvtoolu_01A", 0), ("toolu_01A", 1), ("srvtoolu_", 1), ("srvtoolu_a-b", 1)]
)
def test_ids_of_server_tools_have_their_prefix(tool_use_id, wrong):
    assert (
        errors(searched(tool_use_id)) == [("tool-use-id-pattern", "params.messages.1.content.0.id")] * wrong
    )


@pytest.mark.parametrize(("length", "wrong"), [(0, 1), (1, 0), (200, 0), (201, 1)])
def test_a_name_has_1_to_200_characters(length, wrong):
    assert (
        errors(call(name="f" * length))
        == [("tool-use-name-length", "params.messages.1.content.0.name")] * wrong
    )


@pytest.mark.parametrize("value", ['{"a": 1}', [], 3, "", True])
def test_input_is_an_object(value):
    assert errors(call(value=value)) == [("tool-use-input-object", "params.messages.1.content.0.input")]


def test_input_is_there_and_not_null():
    request = call()
    block = request["messages"][1]["content"][0]
    block["input"] = None
    assert errors(request) == [("tool-use-input-object", "params.messages.1.content.0.input")]
    del block["input"]
    assert errors(request) == [("tool-use-input-object", "params.messages.1.content.0.input")]


def test_the_id_of_the_code_that_called_has_a_form():
    request = call()
    block = request["messages"][1]["content"][0]
    block["caller"] = {"type": "direct"}
    assert errors(request) == []
    request |= {"container": "c_1", "tools": [{"type": "code_execution_20260120", "name": "code_execution"}]}
    block["caller"] = {"type": "code_execution_20260120", "tool_id": "srvtoolu_1"}
    assert errors(request) == []
    block["caller"]["tool_id"] = "bad id!"
    assert errors(request) == [("tool-use-id-pattern", "params.messages.1.content.0.caller.tool_id")]
