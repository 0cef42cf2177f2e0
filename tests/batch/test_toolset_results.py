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
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": [call]},
        {"role": "user", "content": [result]},
    ]
    return params(messages=messages)


@pytest.mark.parametrize(("call", "result"), [(None, None), ("computer", "computer"), ("browser", "browser")])
def test_both_say_the_same(call, result):
    assert errors(talk(call, result)) == []


@pytest.mark.parametrize(
    ("call", "result"), [("computer", None), ("computer", "browser"), (None, "computer")]
)
def test_they_differ(call, result):
    assert errors(talk(call, result)) == [(RULE, "params.messages.2.content.0.toolset_name")]


@pytest.mark.parametrize(
    ("name", "block", "wrong"),
    [("computer", TEXT, 0), ("browser", STATE, 0), ("computer", STATE, 1), ("browser", SOURCE, 1)],
)
def test_what_a_member_can_show(name, block, wrong):
    assert (
        errors(talk(name, name, [TEXT, block])) == [(RULE, "params.messages.2.content.0.content.1")] * wrong
    )


def test_other_calls_may_show_anything():
    assert errors(talk(None, None, [SOURCE])) == []


TAB = {"tab_id": "1", "title": "", "url": "about:blank", "active": True}
OTHER = {"tab_id": "2", "title": "", "url": ""}
OPENED = {"type": "tab_opened", "tab_id": "1"}
LOAD = {"type": "download_started", "download_id": "d", "url": "https://example.com/a"}


def browser(name, content, **fields):
    request = talk("browser", "browser", content)
    request["messages"][1]["content"][0]["name"] = name
    request["messages"][2]["content"][0].update(fields)
    return request


def state(*tabs, **fields):
    return {"type": "browser_state", "tabs": list(tabs), **fields}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("left_click", [TEXT, state(TAB, OTHER, state_changes=[LOAD])]),
        ("list_tabs", [state(TAB)]),
        ("close_tab", [state()]),
        ("new_tab", [state(TAB, OTHER, state_changes=[OPENED])]),
    ],
)
def test_the_state_of_the_browser(name, content):
    assert errors(browser(name, content)) == []


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("list_tabs", "one tab", ""),
        ("switch_tab", [state(TAB), TEXT], ""),
        ("left_click", [state(), state()], ".1"),
        ("left_click", [state(OTHER)], ".0.tabs"),
        ("left_click", [state(TAB, {**OTHER, "tab_id": "1"})], ".0.tabs"),
        ("left_click", [state(TAB, state_changes=[])], ".0.state_changes"),
        ("left_click", [state(TAB, state_changes=[{**OPENED, "tab_id": "9"}])], ".0.state_changes"),
        (
            "left_click",
            [state(TAB, state_changes=[LOAD, {**LOAD, "type": "download_failed"}])],
            ".0.state_changes",
        ),
        ("new_tab", [state(TAB)], ".0.state_changes"),
    ],
)
def test_a_state_that_cannot_be(name, content, place):
    assert errors(browser(name, content)) == [(RULE, f"params.messages.2.content.0.content{place}")]


def test_an_error_reports_no_state():
    assert errors(browser("list_tabs", "gone", is_error=True)) == []
    assert errors(browser("list_tabs", [TEXT, state()], is_error=True)) == [
        (RULE, "params.messages.2.content.0.content.1")
    ]
