"""Whose text it is."""

import pytest

from claude_doctor.signals import other_system


@pytest.mark.parametrize(
    "text",
    [
        "openai.RateLimitError: 429",
        "npm error 404",
        "fatal: not a git repository",
        "psycopg2.OperationalError: refused",
        "HTTPSConnectionPool(host='example.org', port=443)",
    ],
)
def test_others_are_named(text):
    assert other_system.read(text).foreign


@pytest.mark.parametrize("text", ["anthropic.RateLimitError, not openai", "https://api.anthropic.com refused", "claude says fatal: no"])
def test_claude_in_the_text_decides(text):
    seen = other_system.read(text)
    assert seen.ours
    assert seen.foreign is None


def test_nobody_is_named():
    assert other_system.read("connection refused to 127.0.0.1") is None


@pytest.mark.parametrize(
    "text",
    [
        '{"code":20015,"message":"no"}',
        "no such model (code: bad_request, type: invalid_request_error)",
        '{"type":"invalid_request_error","code":"bad_key"}',
    ],
)
def test_envelopes_that_the_api_does_not_send(text):
    assert other_system.read(text).foreign


def test_an_agents_result_is_ours():
    assert other_system.read('{"type":"result","subtype":"success","is_error":true}').ours
