"""Errors as comments, tables and titles describe them, without the API's own sentence."""

from __future__ import annotations

import pytest

from claude_doctor.doors.explain.command import explain


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (
            '"""Anthropic rejects a temperature alongside thinking.type=enabled."""',
            "sampling_params_with_thinking",
        ),
        ("// two consecutive user messages and Anthropic rejects the request", "roles_must_alternate"),
        ("# Anthropic 400s on a dangling `tool_use`", "tool_use_without_tool_result"),
        (
            "* Anthropic rejects tool_results whose tool_use_id isn't in the previous message",
            "tool_result_without_tool_use",
        ),
        ("| `Claude API 403` | key lacks permission |", "permission_error"),
        ("anthropic 401: invalid api key", "invalid_api_key"),
        ("the wrapper gets Anthropic 401 -> an opaque 500", "authentication_error"),
        ("Claude 529s all day", "overloaded_529"),
        ("POST https://api.anthropic.com/v1/messages -> 529", "overloaded_529"),
        ("immediate 429 errors, Claude", "rate_limit_error"),
        ("claude-sonnet-5: max_tokens: 200000 > 128000", "max_tokens_over_model_limit"),
        ("Anthropic Chat Model: The service is receiving too many requests from you", "rate_limit_error"),
        (
            (
                "Anthropic Chat Model\nBad request - please check your parameters\ntop_p cannot be set to "
                "-1 for this model."
            ),
            "parameter_value_invalid",
        ),
        ("DNS lookup for api.anthropic.com failed", "dns_failure"),
        (
            "claude: OAuth error: Invalid code. Please make sure the full code was copied",
            "claude_code_login_failed",
        ),
    ],
)
def test_the_cause_goes_first(text, page):
    found = explain(text).main.diagnoses
    assert found
    assert found[0].entry.id == page


@pytest.mark.parametrize(
    "text",
    [
        "the query returns 500 rows",
        "Claude 500 lines of code limit",
        "our app: two consecutive user messages in the thread",
        "openai: orphaned tool_use without tool_result in chat history",
        "GitHub OAuth: token exchange failed: 400 bad_verification_code",
        "NodeApiError: The service is receiving too many requests from you (Google Sheets)",
    ],
)
def test_other_systems_words_are_not_claimed(text):
    assert all(found.confidence == "guess" for found in explain(text).main.diagnoses)
