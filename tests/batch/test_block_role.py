"""Blocks on the wrong side."""

import pytest

from tests.batch.helper import errors, params

CALL = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
RESULT = {"type": "tool_result", "tool_use_id": "toolu_1"}
SEARCH = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}}
FOUND = {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": []}
THINKING = {"type": "thinking", "thinking": "", "signature": "EqQB"}
REDACTED = {"type": "redacted_thinking", "data": "Eq=="}
UPLOAD = {"type": "container_upload", "file_id": "file_011CNha8iCJcU1wXNR6q4V8w"}
SOURCE = {
    "type": "search_result",
    "source": "https://example.com",
    "title": "t",
    "content": [{"type": "text", "text": "a"}],
}
WEB = [
    {"type": "web_search_20250305", "name": "web_search"},
    {"type": "code_execution_20250825", "name": "code_execution"},
]


def talk(role, *blocks):
    return params(
        messages=[
            {"role": "user", "content": "Hi"},
            {"role": role, "content": list(blocks)},
            {"role": "user", "content": "Go on"},
        ],
        tools=WEB,
    )


@pytest.mark.parametrize("block", [CALL, THINKING, REDACTED, SEARCH, FOUND], ids=lambda block: block["type"])
def test_blocks_of_the_assistant(block):
    assert errors(talk("user", block)) == [("block-wrong-role", "params.messages.1.content.0")]


@pytest.mark.parametrize("block", [RESULT, UPLOAD, SOURCE], ids=lambda block: block["type"])
def test_blocks_of_the_user(block):
    assert errors(talk("assistant", block)) == [("block-wrong-role", "params.messages.1.content.0")]


def test_call_and_result_in_one_message_give_one_finding():
    assert errors(talk("assistant", CALL, RESULT)) == [("block-wrong-role", "params.messages.1.content.1")]


def test_a_search_result_inside_a_tool_result_stands_with_the_user():
    result = {**RESULT, "content": [SOURCE]}
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": [CALL]},
        {"role": "user", "content": [result]},
    ]
    assert errors(params(messages=messages)) == []
