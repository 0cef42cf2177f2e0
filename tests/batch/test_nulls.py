"""null: allowed where the reference says so, doubtful where nobody saw what it does, an error where a value
must stand.
"""

import pytest

from tests.batch.helper import errors, found, params

OLD, NEW = "2023-06-01", "2026-10-21"
DOUBTFUL = ("metadata", "stop_sequences")
REFUSED = (
    "system",
    "tools",
    "temperature",
    "top_p",
    "top_k",
    "stream",
    "thinking",
    "tool_choice",
    "output_config",
    "service_tier",
)


@pytest.mark.parametrize("version", [OLD, NEW])
@pytest.mark.parametrize("key", DOUBTFUL)
def test_an_optional_null_is_doubtful(version, key):
    said = found({**params(), key: None}, version=version)
    assert [(severity, place) for _, severity, place in said] == [("warning", f"params.{key}")]


@pytest.mark.parametrize("version", [OLD, NEW])
@pytest.mark.parametrize("key", REFUSED)
def test_an_optional_null_that_was_seen_refused_is_an_error(version, key):
    said = found({**params(), key: None}, version=version)
    assert [(severity, place) for _, severity, place in said] == [("error", f"params.{key}")]


def test_a_description_is_left_out_not_null():
    tools = [{"name": "a", "description": None, "input_schema": {"type": "object"}}]
    assert found(params(tools=tools)) == [("params-wrong-type", "error", "params.tools.0.description")]


@pytest.mark.parametrize("key", ["cache_control", "container", "inference_geo"])
def test_a_null_of_the_reference_is_silent(key):
    assert found({**params(), key: None}) == []


@pytest.mark.parametrize("key", ["model", "max_tokens", "messages"])
def test_what_is_required_cannot_be_null(key):
    assert len(errors({**params(), key: None})) == 1


@pytest.mark.parametrize(
    ("kind", "unit"),
    [
        ("char_location", "char_index"),
        ("page_location", "page_number"),
        ("content_block_location", "block_index"),
    ],
)
def test_a_citation_that_is_sent_back_may_hold_what_the_answer_held(kind, unit):
    citation = {
        "type": kind,
        "cited_text": "a",
        "document_index": 0,
        "document_title": None,
        f"start_{unit}": 1,
        f"end_{unit}": 2,
        "file_id": None,
    }
    blocks = [{"type": "text", "text": "a", "citations": [citation]}]
    messages = [
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": blocks},
        {"role": "user", "content": "b"},
    ]
    place = "params.messages.1.content.0.citations.0.file_id"
    assert found(params(messages=messages)) == [("nested-unknown-field", "warning", place)]


def test_a_null_of_an_answer_that_is_sent_back_is_doubtful():
    result = {
        "type": "code_execution_result",
        "content": [],
        "return_code": 0,
        "stderr": "",
        "stdout": "",
        "abort_reason": None,
    }
    content = [
        {"type": "server_tool_use", "id": "srvtoolu_1", "name": "code_execution", "input": {"code": "x"}},
        {"type": "code_execution_tool_result", "tool_use_id": "srvtoolu_1", "content": result},
    ]
    messages = [
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": content},
        {"role": "user", "content": "b"},
    ]
    request = params(tools=[{"type": "code_execution_20250825", "name": "code_execution"}], messages=messages)
    assert found(request) == [
        ("nested-unknown-field", "warning", "params.messages.1.content.1.content.abort_reason")
    ]


REQUIRED = {
    "messages.1.content": [
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": None},
        {"role": "user", "content": "b"},
    ],
    "messages.0.content": [{"role": "user", "content": None}],
    "messages.0.content.0.text": [{"role": "user", "content": [{"type": "text", "text": None}]}],
    "messages.0.content.0.source": [{"role": "user", "content": [{"type": "document", "source": None}]}],
}


@pytest.mark.parametrize("place", REQUIRED)
def test_a_required_null_inside_of_a_message_is_an_error(place):
    assert [where for _, where in errors(params(messages=REQUIRED[place]))] == [f"params.{place}"]


def test_a_required_null_of_a_tool_is_an_error():
    assert errors(params(tools=[{"name": None, "input_schema": {"type": "object"}}])) == [
        ("params-wrong-type", "params.tools.0.name")
    ]


@pytest.mark.parametrize(
    "fields",
    [{"cache_control": {"type": "ephemeral", "ttl": None}}, {"citations": None}, {"cache_control": None}],
)
def test_an_optional_null_of_a_block_is_no_error(fields):
    assert (
        errors(params(messages=[{"role": "user", "content": [{"type": "text", "text": "a", **fields}]}]))
        == []
    )
