"""Content of tool results."""

import pytest

from tests.batch.helper import errors, found, params

PLACE = "params.messages.2.content.0.content"
CALL = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
TEXT = {"type": "text", "text": "a"}


def answered(**fields):
    result = {"type": "tool_result", "tool_use_id": "toolu_1", **fields}
    return params(
        messages=[
            {"role": "user", "content": "Hi"},
            {"role": "assistant", "content": [CALL]},
            {"role": "user", "content": [result]},
        ]
    )


@pytest.mark.parametrize(
    "fields",
    [{}, {"content": ""}, {"content": "a"}, {"content": [TEXT]}, {"content": [TEXT, TEXT], "is_error": True}],
)
def test_content_that_is_right(fields):
    assert errors(answered(**fields)) == []


@pytest.mark.parametrize("content", [{"temp": 12}, 12, True, []])
def test_content_that_is_wrong(content):
    assert errors(answered(content=content)) == [("tool-result-content", PLACE)]


def test_a_list_of_strings_is_wrong_item_by_item():
    assert {rule for rule, _ in errors(answered(content=["a", "b"]))} == {"tool-result-content"}


@pytest.mark.parametrize("content", ["", []])
def test_an_error_says_what_went_wrong(content):
    assert errors(answered(content=content, is_error=True)) == [("tool-result-content", PLACE)]
    assert errors(answered(content="no such city", is_error=True)) == []


def test_an_error_without_content_is_a_warning():
    assert found(answered(is_error=True)) == [("tool-result-content", "warning", PLACE)]


SOURCE = {"type": "search_result", "source": "s", "title": "t", "content": [TEXT]}


@pytest.mark.parametrize(
    ("content", "wrong"), [([SOURCE, SOURCE], None), ([TEXT, SOURCE, SOURCE], 0), ([SOURCE, SOURCE, TEXT], 2)]
)
def test_search_results_stand_alone_in_a_result(content, wrong):
    assert errors(answered(content=content)) == (
        [] if wrong is None else [("tool-result-content", f"{PLACE}.{wrong}")]
    )


def test_search_results_beside_text_in_a_message_are_right():
    assert errors(params(messages=[{"role": "user", "content": [SOURCE, TEXT]}])) == []
