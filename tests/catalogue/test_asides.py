"""What stands beside an error and is none of its causes: a model's name as a field, a status of another
server.
"""

from __future__ import annotations

import pytest

from claude_doctor.doors.explain.command import explain


def likely(text):
    return [found.entry.id for found in explain(text).main.diagnoses if found.confidence != "guess"]


@pytest.mark.parametrize(
    "text",
    [
        "config.yaml: model: claude-sonnet-4-6",
        ".github/workflows/ci.yml:3:  model: claude-opus-4-8",
        "Timeout while answering (model: claude-sonnet-4-5)",
        'The agent stopped\n"model": "claude-sonnet-4-6"',
        "The agent stopped\nmodel: claude-sonnet-4-6\nversion: 3",
    ],
)
def test_a_models_name_as_a_field_is_no_cause(text):
    assert "model_not_found" not in likely(text)


@pytest.mark.parametrize(
    "text",
    [
        "model: claude-sonnet-9",
        "404 (model: claude-sonnet-9)",
        "Fixed config.yaml, still 404 model: claude-sonet-5",
    ],
)
def test_the_apis_own_words_about_a_model_stay(text):
    assert likely(text)[0] == "model_not_found"


def test_a_page_that_claude_code_fetched_is_not_the_api():
    frame = "at RA (file:///usr/lib/node_modules/@anthropic-ai/claude-code/cli.js:439:1070)"
    assert likely(f"AxiosError: Request failed with status code 403\n    {frame}") == []
    assert likely(
        "AxiosError: Request failed with status code 429, url: 'https://api.anthropic.com/v1/messages'"
    ) == ["rate_limit_error"]


def test_a_gateways_words_for_a_model_that_claude_does_not_have():
    text = (
        "{'error': {'message': 'The model `%s` does not exist or you do not have access to it.', 'type': "
        "'invalid_request_error'}}"
    )
    assert likely("Error code: 404 - " + text % "claude-sonnet-9")[0] == "model_not_found"
    assert likely("Error code: 404 - " + text % "gpt-9") == []


@pytest.mark.parametrize(
    "text",
    [
        "Claude Code: Bash(curl https://example.com) curl: (6) Could not resolve host: example.com",
        "Claude said: fetch failed for https://jsonplaceholder.example.org: 503 Service Unavailable",
        "MCP error -32001: Request timed out (claude desktop, filesystem server)",
        (
            "Claude Desktop: Server disconnected. For troubleshooting guidance, please visit our debugging "
            "documentation"
        ),
    ],
)
def test_what_another_server_failed_at_is_not_the_api(text):
    assert likely(text) == []


def test_a_gateways_host_is_the_api():
    assert (
        likely("claude: getaddrinfo ENOTFOUND llm-proxy.corp.internal (ANTHROPIC_BASE_URL)")[0]
        == "dns_failure"
    )
