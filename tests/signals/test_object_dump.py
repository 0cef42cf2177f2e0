"""Bodies as Java and Ruby print them."""

import pytest

from claude_doctor import signals
from claude_doctor.signals.readers import object_dump


@pytest.mark.parametrize(
    "text",
    [
        (
            "429: {type=error, error={type=rate_limit_error, message=slow, please {now}}, "
            "request_id=req_011CAbCdEfGh}"
        ),
        (
            "429: {type=error, error={details=null, type=rate_limit_error, message=slow, please {now}}, "
            "request_id=req_011CAbCdEfGh}"
        ),
        (
            "AnthropicError{additionalProperties={type=error, error={type=rate_limit_error, message=slow, "
            "please {now}}, request_id=req_011CAbCdEfGh}}"
        ),
    ],
    ids=["plain", "details", "older-sdk"],
)
def test_a_java_map(text):
    found = signals.read(text)
    assert (found.type, found.message, found.request_id) == (
        "rate_limit_error",
        "slow, please {now}",
        "req_011CAbCdEfGh",
    )


@pytest.mark.parametrize(
    "text",
    [
        (
            '{:url=>"https://api.anthropic.com/v1/messages", :status=>529, :body=>{:type=>"error", '
            ':error=>{:type=>"overloaded_error", :message=>"Overloaded"}}}'
        ),
        (
            '{"type" => "error", "error" => {"details" => nil, "type" => "overloaded_error", "message" => '
            '"Overloaded"}}'
        ),
        "['type' => 'error', 'error' => ['type' => 'overloaded_error', 'message' => 'Overloaded']]",
    ],
    ids=["ruby-sdk", "ruby-strings", "php"],
)
def test_a_hash(text):
    found = signals.read(text)
    assert (found.type, found.message) == ("overloaded_error", "Overloaded")


def test_arrows_and_equals_signs_of_other_texts():
    assert object_dump.read("a => b") is None
    assert object_dump.read("error={code=4}") is None
    assert object_dump.read("nothing") is None
