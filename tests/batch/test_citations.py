"""Citations of documents and search results."""

import pytest

from tests.batch.helper import errors, params

FORMAT = {"format": {"type": "json_schema", "schema": {"type": "object", "additionalProperties": False}}}
ON, OFF = {"citations": {"enabled": True}}, {"citations": {"enabled": False}}


def document(fields):
    return {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "a"}, **fields}


def search_result(fields):
    return {
        "type": "search_result",
        "source": "s",
        "title": "t",
        "content": [{"type": "text", "text": "a"}],
        **fields,
    }


def user(*blocks, **fields):
    return params(messages=[{"role": "user", "content": list(blocks)}], **fields)


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ((ON, ON), None),
        ((OFF, {}), None),
        (({}, {"citations": None}), None),
        ((ON, {}), 1),
        ((OFF, ON), 1),
        ((ON, ON, {}, ON), 2),
    ],
)
def test_all_documents_or_none(settings, wrong):
    place = f"params.messages.0.content.{wrong}"
    assert errors(user(*map(document, settings))) == ([("citations-all-or-none", place)] if wrong else [])


def test_a_document_in_a_result_counts():
    call = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [document({})]}
    messages = [
        {"role": "user", "content": [document(ON)]},
        {"role": "assistant", "content": [call]},
        {"role": "user", "content": [result]},
    ]
    assert errors(params(messages=messages)) == [
        ("citations-all-or-none", "params.messages.2.content.0.content.0")
    ]


@pytest.mark.parametrize("block", [document, search_result])
def test_a_schema_for_the_answer_leaves_no_place_for_them(block):
    assert errors(user(block(OFF), output_config=FORMAT)) == []
    assert errors(user(block(ON))) == []
    assert errors(user(block(ON), block(ON), output_config=FORMAT)) == [
        ("format-with-citations", "params.messages.0.content.0.citations")
    ]


def test_documents_and_search_results_give_one_finding():
    request = user(document({}), search_result(ON), output_config=FORMAT)
    assert errors(request) == [("format-with-citations", "params.messages.0.content.1.citations")]


@pytest.mark.parametrize(
    ("settings", "wrong"), [((ON, ON), None), (({}, OFF), None), ((ON, {}), 1), ((OFF, OFF, ON), 2)]
)
def test_all_search_results_or_none(settings, wrong):
    place = f"params.messages.0.content.{wrong}"
    assert errors(user(*map(search_result, settings))) == (
        [("citations-all-or-none", place)] if wrong else []
    )


def test_documents_and_search_results_are_counted_apart():
    assert errors(user(document(ON), search_result({}))) == []


@pytest.mark.parametrize(("settings", "wrong"), [((ON, ON), None), (({},), 0), ((ON, OFF), 1)])
def test_search_results_beside_the_web_search_tool_are_cited(settings, wrong):
    tools = [{"type": "web_search_20250305", "name": "web_search"}]
    place = f"params.messages.0.content.{wrong}"
    assert errors(user(*map(search_result, settings), tools=tools)) == (
        [] if wrong is None else [("citations-all-or-none", place)]
    )
