"""Whose text it is."""

import pytest

from claude_doctor.signals.readers import other_system


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


@pytest.mark.parametrize(
    "text",
    ["anthropic.RateLimitError, not openai", "https://api.anthropic.com refused", "claude says fatal: no"],
)
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


@pytest.mark.parametrize(
    "text",
    [
        "Codex API error 503: 503 upstream connect error",
        "Deepgram API error: 413",
        (
            "Deploying to Bedrock AgentCore: An error occurred (ServiceQuotaExceededException) when "
            "calling the CreateAgentRuntime operation: limit"
        ),
        (
            "AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/a/b is not authorized to "
            "perform: dynamodb:Scan on resource: bedrock-table"
        ),
        (
            'data: {"type":"response.output_text.delta","delta":"hi"}\n\nevent: error\ndata: '
            '{"type":"error","error":{"code":"server_error"}}'
        ),
        (
            "ValidationError: 1 validation error for AnthropicCompletionResponse\ntext\n  Input should be "
            "a valid string [type=string_type, input_value=None, input_type=NoneType]"
        ),
    ],
)
def test_another_author_is_named_even_beside_our_words(text):
    assert other_system.read(text).foreign


@pytest.mark.parametrize(
    "text",
    [
        "Claude API error: 529",
        "anthropic: LLM API error 500",
        (
            "An error occurred (ThrottlingException) when calling the ConverseStream operation: Too many "
            "tokens (bedrock)"
        ),
        "An error occurred (ExpiredToken) when calling the AssumeRole operation, then calling bedrock",
        (
            "User: arn:aws:iam::000000000000:user/a is not authorized to perform: bedrock:InvokeModel on "
            "resource: b"
        ),
    ],
)
def test_what_asks_a_model_stays_ours(text):
    assert other_system.read(text).foreign is None


def test_words_for_any_api_name_nobody():
    assert other_system.read("Stream API error: 529 Overloaded") is None


def test_another_makers_model_beside_the_apis_envelope():
    body = (
        '{"type":"error","error":{"type":"invalid_request_error","message":"The model gpt-5.5 does not '
        'exist"}}'
    )
    assert other_system.read(body).foreign == "gpt-5"
    assert other_system.read(body.replace("gpt-5.5", "claude-x")).foreign is None
    assert other_system.read(f"{body} Claude Code, fallback gpt-5.2").ours


def test_cloudflares_own_code_is_no_other_api():
    assert other_system.read('{"success":false,"error":[{"code":2009,"message":"Unauthorized"}]}') is None
