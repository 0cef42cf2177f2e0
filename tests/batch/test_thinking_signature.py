"""Signatures of thinking blocks that are sent back."""

import pytest

from tests.batch.helper import errors, params


def history(block):
    return params(
        messages=[
            {"role": "user", "content": "Hi"},
            {"role": "assistant", "content": [block, {"type": "text", "text": "Hi."}]},
            {"role": "user", "content": "Go on"},
        ]
    )


@pytest.mark.parametrize("signature", ["EqQBCkYIARgC", "Eq+/==", "a-b_c="])
def test_base64_is_accepted(signature):
    assert errors(history({"type": "thinking", "thinking": "", "signature": signature})) == []


@pytest.mark.parametrize("signature", ["", "EqQB...", "sig nature", "EqQB\n", None, 7])
def test_anything_else_is_not(signature):
    place = "params.messages.1.content.0.signature"
    assert errors(history({"type": "thinking", "thinking": "", "signature": signature})) == [
        ("thinking-block-signature", place)
    ]


def test_redacted_thinking_is_its_data():
    place = "params.messages.1.content.0.data"
    assert errors(history({"type": "redacted_thinking", "data": "Eq=="})) == []
    assert errors(history({"type": "redacted_thinking", "data": ""})) == [("thinking-block-signature", place)]
    assert errors(history({"type": "redacted_thinking"})) == [("thinking-block-signature", place)]
