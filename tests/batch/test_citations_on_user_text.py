"""Citations on text, by version and role."""

import pytest

from tests.batch.helper import errors, params

CITATION = {
    "type": "char_location",
    "cited_text": "a",
    "document_index": 0,
    "document_title": None,
    "start_char_index": 0,
    "end_char_index": 1,
}
CITED = {"type": "text", "text": "a", "citations": [CITATION]}
RULE = "v20261021-citations-on-user-text"


def test_it_depends_on_the_version():
    request = params(messages=[{"role": "user", "content": [CITED]}])
    assert errors(request) == [(RULE, "params.messages.0.content.0.citations")]
    assert errors(request, version="2023-06-01") == []


def test_inside_of_a_search_result_it_counts_too():
    result = {"type": "search_result", "source": "s", "title": "t", "content": [CITED]}
    assert errors(params(messages=[{"role": "user", "content": [result]}])) == [
        (RULE, "params.messages.0.content.0.content.0.citations")
    ]


@pytest.mark.parametrize("citations", [[], None])
def test_none_are_fine(citations):
    assert errors(params(messages=[{"role": "user", "content": [{**CITED, "citations": citations}]}])) == []


def test_the_assistant_may_cite():
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": [CITED]},
        {"role": "user", "content": "Go on"},
    ]
    assert errors(params(messages=messages)) == []
