"""Results of calls of a toolset's members."""

import pytest

from tests.batch.helper import errors, params

RULE = "tool-result-toolset-name"
TEXT = {"type": "text", "text": "a"}
STATE = {"type": "browser_state", "tabs": []}
SOURCE = {"type": "search_result", "source": "s", "title": "t", "content": [TEXT]}


def talk(call_set, result_set, content="done"):
    call = {"type": "tool_use", "id": "toolu_1", "name": "screenshot", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": content}
    for block, name in ((call, call_set), (result, result_set)):
        if name:
            block["toolset_name"] = name
    messages = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": [call]}, {"role": "user", "content": [result]}]
    return params(messages=messages)


@pytest.mark.parametrize(("call", "result"), [(None, None), ("computer", "computer"), ("browser", "browser")])
def test_both_say_the_same(call, result):
    assert errors(talk(call, result)) == []


@pytest.mark.parametrize(("call", "result"), [("computer", None), ("computer", "browser"), (None, "computer")])
def test_they_differ(call, result):
    assert errors(talk(call, result)) == [(RULE, "params.messages.2.content.0.toolset_name")]


@pytest.mark.parametrize(("name", "block", "wrong"), [("computer", TEXT, 0), ("browser", STATE, 0), ("computer", STATE, 1), ("browser", SOURCE, 1)])
def test_what_a_member_can_show(name, block, wrong):
    assert errors(talk(name, name, [TEXT, block])) == [(RULE, "params.messages.2.content.0.content.1")] * wrong


def test_other_calls_may_show_anything():
    assert errors(talk(None, None, [SOURCE])) == []
