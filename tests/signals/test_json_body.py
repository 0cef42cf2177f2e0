"""Bodies in every state."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_doctor import signals
from claude_doctor.signals.readers import json_body

BODY = {
    "type": "error",
    "error": {
        "type": "rate_limit_error",
        "message": 'slow "down" now',
        "details": {"error_code": "ramp_limit_exceeded"},
    },
    "request_id": "req_011CAbCdEf",
}
TEXT = json.dumps(BODY)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        json.dumps(BODY, indent=2),
        json.dumps(TEXT)[1:-1],
        f"b'{TEXT}'",
        repr(BODY),
        TEXT.replace('", "', '",\n      "'),
        TEXT[:-14],
        f"prefix {TEXT} suffix",
        json.dumps({"level": "error", "msg": "failed", "error": f"Error: 429 {TEXT}\n    at x (y:1)"}),
        json.dumps([{"error": f"429 {TEXT}"}]),
        json.dumps({"error": {"code": 429, "message": TEXT, "status": "RESOURCE_EXHAUSTED"}}),
    ],
    ids=[
        "plain",
        "pretty",
        "escaped",
        "bytes",
        "repr",
        "wrapped",
        "cut",
        "inside",
        "log-record",
        "list",
        "gateway",
    ],
)
def test_the_inner_envelope_is_read(text):
    found = signals.read(text)
    assert found.type == "rate_limit_error"
    assert found.error_code == "ramp_limit_exceeded"
    assert found.message.replace("\\", "").startswith("slow")


def test_a_cut_message_keeps_what_is_there():
    assert signals.read(TEXT[:76]).message.startswith("slow")


def test_google_and_aws_objects():
    assert signals.read('{"error": {"code": 404, "message": "m", "status": "NOT_FOUND"}}').type == "NOT_FOUND"
    found = signals.read('{"name": "ThrottlingException", "$metadata": {"httpStatusCode": 429}}')
    assert (found.type, found.status) == ("ThrottlingException", 429)


def test_an_object_without_an_error_is_not_one():
    assert json_body.read('{"a": 1}') is None
    assert json_body.read("no object: here") is None


@given(st.text(max_size=300))
def test_any_text(text):
    json_body.read('{"error": ' + text)
    json_body.read(text)


def test_the_words_of_a_log_records_exception():
    assert (
        signals.read(
            '{"exc_type": "HTTPStatusError", "exc_value": "Client error \'400 Bad Request\'", '
            '"frames": [{"cut'
        ).status
        == 400
    )
