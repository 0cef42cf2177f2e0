"""Documents of the assistant, by version."""

from tests.batch.helper import errors, params

DOCUMENT = {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "a"}}


def test_it_depends_on_the_version():
    request = params(
        messages=[
            {"role": "user", "content": "Hi"},
            {"role": "assistant", "content": [DOCUMENT]},
            {"role": "user", "content": "Go on"},
        ]
    )
    assert errors(request) == [("v20261021-document-in-assistant", "params.messages.1.content.0")]
    assert errors(request, version="2023-06-01") == []


def test_a_user_may_send_it_directly_and_in_a_result():
    call = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [DOCUMENT]}
    messages = [
        {"role": "user", "content": [DOCUMENT]},
        {"role": "assistant", "content": [call]},
        {"role": "user", "content": [result]},
    ]
    assert errors(params(messages=messages)) == []
