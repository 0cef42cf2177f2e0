"""Breakpoints: number, form, lifetimes."""

import pytest

from tests.batch.helper import errors, found, params

SHORT = {"type": "ephemeral"}
LONG = {"type": "ephemeral", "ttl": "1h"}


def text(mark=None):
    return {"type": "text", "text": "a"} | ({"cache_control": mark} if mark else {})


def user(*blocks, **fields):
    return params(messages=[{"role": "user", "content": list(blocks)}], **fields)


def test_breakpoints_are_counted_over_tools_system_messages_and_results():
    tools = [{"name": "f", "input_schema": {"type": "object"}, "cache_control": LONG}]
    call = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [text(LONG)]}
    messages = [
        {"role": "user", "content": [text(LONG)]},
        {"role": "assistant", "content": [call]},
        {"role": "user", "content": [result]},
    ]
    request = params(tools=tools, system=[text(LONG)], messages=messages)
    assert errors(request) == []
    messages[2]["content"].append(text(LONG))
    assert errors(request) == [("cache-control-max", "params.messages.2.content.1.cache_control")]


def test_the_one_at_the_top_takes_a_slot():
    assert errors(user(*[text(LONG)] * 3, text(), cache_control=LONG)) == []
    assert errors(user(*[text(LONG)] * 4, text(), cache_control=LONG)) == [
        ("cache-control-auto-slots", "params.cache_control")
    ]
    assert [rule for rule, _ in errors(user(*[text(LONG)] * 5, cache_control=LONG))] == ["cache-control-max"]


def test_where_the_last_block_is_marked_alike_it_is_a_warning():
    assert ("cache-control-auto-slots", "warning", "params.cache_control") in found(
        user(*[text(LONG)] * 4, cache_control=LONG)
    )


@pytest.mark.parametrize(
    ("top", "last", "wrong"),
    [(LONG, LONG, 0), (SHORT, {**SHORT, "ttl": "5m"}, 0), (LONG, SHORT, 1), (SHORT, LONG, 1)],
)
def test_the_last_block_and_the_request_agree(top, last, wrong):
    assert (
        errors(user(text(), text(last), cache_control=top))
        == [("cache-control-auto-ttl", "params.cache_control.ttl")] * wrong
    )


@pytest.mark.parametrize(
    ("marks", "place"),
    [
        ((LONG, SHORT), None),
        ((LONG, LONG, SHORT, SHORT), None),
        ((SHORT, LONG), "params.messages.0.content.1.cache_control.ttl"),
        ((LONG, SHORT, LONG, LONG), "params.messages.0.content.2.cache_control.ttl"),
    ],
)
def test_an_hour_stands_before_five_minutes(marks, place):
    assert errors(user(*map(text, marks))) == ([("cache-control-ttl-order", place)] if place else [])


def test_order_runs_from_tools_over_system_to_messages_and_the_request():
    tools = [{"name": "f", "input_schema": {"type": "object"}, "cache_control": SHORT}]
    assert errors(user(text(), tools=tools, system=[text(LONG)])) == [
        ("cache-control-ttl-order", "params.system.0.cache_control.ttl")
    ]
    assert errors(user(text(), system=[text(SHORT)], cache_control=LONG)) == [
        ("cache-control-ttl-order", "params.cache_control.ttl")
    ]
    assert errors(user(text(), system=[text(LONG)], cache_control=SHORT)) == []


@pytest.mark.parametrize("mark", [{"type": "persistent"}, {"ttl": "1h"}, {}, True, "ephemeral", []])
def test_a_mark_is_ephemeral_wherever_it_stands(mark):
    tool = {"name": "f", "input_schema": {"type": "object"}, "cache_control": mark}
    for request in (
        user({**text(), "cache_control": mark}),
        params(tools=[tool]),
        params(cache_control=mark),
    ):
        assert [rule for rule, _ in errors(request)] == ["cache-control-type"]


@pytest.mark.parametrize("ttl", ["10m", 3600, ""])
def test_a_ttl_is_one_of_two(ttl):
    place = "params.messages.0.content.0.cache_control.ttl"
    assert errors(user(text({**SHORT, "ttl": ttl}))) == [("cache-control-ttl-value", place)]


def test_null_means_none():
    assert errors(user({**text(), "cache_control": None}, cache_control=None)) == []


def test_a_citation_cannot_be_cached():
    citation = {
        "type": "char_location",
        "cited_text": "a",
        "document_index": 0,
        "document_title": None,
        "start_char_index": 0,
        "end_char_index": 1,
    }
    blocks = [{"type": "text", "text": "a", "citations": [{**citation, "cache_control": LONG}]}]
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": blocks},
        {"role": "user", "content": "Go on"},
    ]
    assert errors(params(messages=messages)) == [
        ("cache-control-thinking", "params.messages.1.content.0.citations.0.cache_control")
    ]
