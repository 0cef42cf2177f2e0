"""A gateway's label and the fields of a printed object are no cause."""

from __future__ import annotations

import pytest

from claude_doctor.doors.explain.command import explain


def first(text: str) -> tuple[str | None, str]:
    found = explain(text).main.diagnoses
    return (found[0].entry.id, found[0].confidence) if found else (None, "none")


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("litellm.InternalServerError: AnthropicException - Overloaded", "overloaded_529"),
        (
            (
                "litellm.ServiceUnavailableError: BedrockException - Cannot connect to host x:443 [Could "
                "not contact DNS servers]"
            ),
            "dns_resolver_failed",
        ),
        ("litellm.InternalServerError: AnthropicError - Overloaded", "overloaded_529"),
        ("litellm.InternalServerError: InternalServerError: AnthropicError - Overloaded", "overloaded_529"),
        (
            "litellm.BadGatewayError: AnthropicException BadGatewayError - upstream is away",
            "litellm_server_error",
        ),
        ("litellm.Timeout: AnthropicException Timeout - upstream is slow", "litellm_timeout"),
        ("litellm.AuthenticationError: AnthropicError - Invalid API Key", "invalid_api_key"),
        ("litellm.RateLimitError: AnthropicException - slow down", "rate_limit_error"),
        ("litellm.RateLimitError: Max parallel request limit reached", "litellm_rate_limit"),
        ("litellm.InternalServerError: AnthropicException - something odd", "litellm_server_error"),
        (
            (
                "litellm.Timeout: AnthropicException - litellm.Timeout: Connection timed out after 600.0 "
                "seconds."
            ),
            "litellm_timeout",
        ),
    ],
)
def test_what_is_said_inside_goes_before_the_label(text, page):
    assert first(text)[0] == page


def test_the_model_of_a_printed_request_is_not_what_is_wrong():
    assert (
        first('400 Bad Request for {"model": "claude-3-5-haiku-20241022", "max_tokens": 5}, anthropic')[0]
        == "invalid_request_error"
    )
    assert first('{"type":"message","model":"claude-3-5-haiku-20241022","stop_reason":"end_turn"}') == (
        None,
        "none",
    )
    assert first("404 model: claude-3-5-haiku-20241022")[0] == "model_retired"
