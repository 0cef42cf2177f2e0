"""What fails around the API: several wordings, versions and systems of each kind, none of them an example of
its page.
"""

from __future__ import annotations

import pytest

from claude_doctor import catalogue
from claude_doctor.doors.explain.command import explain

WORDINGS = {
    "claude_code_action_github_auth": [
        "Error: Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable",
        "Attempt 1 failed: Invalid OIDC token (anthropics/claude-code-action)",
        "App token exchange failed: 500 Internal Server Error - Internal server error",
    ],
    "claude_code_mcp_server_failed": [
        "claude mcp list\nplaywright: npx @playwright/mcp - ✗ Failed to connect",
        'MCP server "github" connection timed out after 30000ms (Claude Code)',
        "[claude code] MCP error -32001: Request timed out",
        "2 MCP servers failed · /mcp",
    ],
    "claude_code_hook_failed": [
        "⎿  PreToolUse:Write hook error",
        "Stop hook error: Failed with non-blocking status code: /bin/sh: 1: jq: not found",
        "SessionStart:startup hook error",
        "UserPromptSubmit hook error",
    ],
    "claude_code_install_failed": [
        (
            "npm ERR! code EACCES\nnpm ERR! syscall mkdir\nnpm ERR! path "
            "/usr/local/lib/node_modules/@anthropic-ai/claude-code\nnpm ERR! errno -13"
        ),
        "bash: claude: command not found",
        "'claude' is not recognized as an internal or external command",
        "claude : The term 'claude' is not recognized as the name of a cmdlet",
        (
            "curl -fsSL https://claude.ai/install.sh | bash\nbash: line 1: syntax error near unexpected "
            "token `<'"
        ),
        "✗ Auto-update failed: no write permission to npm prefix · Run claude doctor",
        "npm error [@anthropic-ai/claude-code postinstall] Failed to place binary: EISDIR",
    ],
    "claude_code_sandbox_unavailable": [
        "bwrap: setting up uid map: Permission denied",
        "apply-seccomp: write /proc/self/setgroups: Permission denied",
        "Sandbox is required (sandbox.failIfUnavailable) and stopped being available in this session: x",
    ],
    "claude_code_no_shell_windows": [
        'spawnSync "C:\\Program Files\\Git\\bin\\bash.exe" ENOENT (claude)',
        'Claude Code was unable to find CLAUDE_CODE_GIT_BASH_PATH path "D:\\Git\\bin\\bash.exe"',
    ],
    "claude_code_plugin_marketplace": [
        (
            "Error: Failed to install: Failed to clone repository: Cloning into "
            "'/Users/u/.claude/plugins/cache/temp_github_17'...\ngit@github.com: Permission denied "
            "(publickey)."
        ),
        (
            "Error: Marketplace file not found at C:\\Users\\x\\.claude\\plugins\\marketplaces\\temp_1"
            "\\.claude-plugin\\marketplace.json"
        ),
    ],
    "skills_upload_invalid": [
        "The folder name 'x' must match the skill name 'y'",
        "files[].0: Expected UploadFile",
    ],
    "claude_code_process_exit": [
        "Error: Claude Code process exited with code 3221225477",
        "zsh: illegal hardware instruction  claude",
        "Illegal instruction (core dumped) claude --version",
        "oh no: Bun has crashed. This indicates a bug in Bun, not your code.",
        "Failed to initialize ACP process",
        "An error occurred while executing Claude Code",
    ],
    "sdk_removed_name": [
        "AttributeError: 'AsyncAnthropic' object has no attribute 'beta'",
        "ImportError: cannot import name 'HUMAN_PROMPT' from 'anthropic'",
    ],
    "claude_ai_connector_failed": [
        "Couldn't connect to the MCP server. Share this reference with support: ofid_abc"
    ],
    "advisor_pairing_not_allowed": [
        (
            "tools.3.model: 'claude-haiku-4-5' cannot be used as an advisor when the request model is "
            "'claude-opus-5'"
        )
    ],
    "agent_sdk_error_result_success": ["Error: Claude Code returned an error result: success"],
    "claude_code_organization_sign_in": [
        "organization sign-in expired",
        "Your sign-in to your organization's gateway has expired",
    ],
    "claude_code_credential_helper_failed": [
        "your organization's credential helper gave the credential that was refused: ask your administrator"
    ],
    "claude_code_login_not_saved": [
        (
            "OAuth access token could not be refreshed: the disk that holds the Claude Code config "
            "directory is full"
        )
    ],
    "claude_plan_usage_limit": ["Limit reached resets Dec 18 at 5am"],
    "claude_code_login_failed": ["OAuth Request Failed"],
    "server_disconnected": ['Post "https://api.anthropic.com/v1/messages": unexpected EOF'],
    "model_retired": ["Claude Opus 4.5 is no longer available. Please switch to Claude Opus 5.5"],
}


@pytest.mark.parametrize(
    ("page_id", "text"), [(page_id, text) for page_id, texts in WORDINGS.items() for text in texts]
)
def test_a_kind_is_recognised_in_its_wordings(page_id, text):
    found = explain(text).main.diagnoses
    assert [item.entry.id for item in found[:1]] == [page_id]
    entry = catalogue.find(page_id)
    assert entry is not None
    assert text not in entry.examples


@pytest.mark.parametrize(
    ("text", "page_id"),
    [
        ("Error: Claude Code process exited with code 1\nPrompt is too long", "prompt_too_long"),
        ("Prompt is too long\nError: Claude Code process exited with code 1", "prompt_too_long"),
        ("Claude Code returned an error result: Prompt is too long", "prompt_too_long"),
        ("PreToolUse:Agent hook error: API Error: Credit balance is too low", "credit_balance_too_low"),
    ],
)
def test_a_page_that_only_wraps_goes_behind_what_is_inside(text, page_id):
    found = explain(text).main.diagnoses
    assert found[0].entry.id == page_id
    assert any(item.entry.wrapper for item in found[1:])


@pytest.mark.parametrize(
    "text",
    [
        'API Error: 500 {"type":"error","error":{"type":"api_error","message":"upstream channel broken"}}',
        (
            "anthropic.InternalServerError: Error code: 500 - {'error': {'type': 'api_error', 'message': "
            "'no upstream for claude'}}"
        ),
    ],
)
def test_an_api_error_with_anothers_words_is_a_guess(text):
    assert explain(text).main.diagnoses[0].confidence == "guess"


@pytest.mark.parametrize(
    "text",
    [
        'API Error: 500 {"type":"error","error":{"type":"api_error","message":"Internal server error"}}',
        (
            'API Error: 500 {"type":"error","error":{"type":"api_error","message":"words of a new '
            'kind"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}'
        ),
    ],
)
def test_the_apis_own_words_or_its_request_id_are_more_than_a_guess(text):
    found = explain(text).main.diagnoses[0]
    assert (found.entry.id, found.confidence == "guess") == ("internal_server_error", False)


def test_litellms_500_around_its_own_exception_is_no_servers_error():
    text = (
        '{"error":{"message":"litellm.APIConnectionError: odd\\n    '
        'KeyError: \'anthropic\'","type":null,"param":null,"code":"500"}}'
    )
    found = explain(text).main.diagnoses[0]
    assert (found.entry.id, found.entry.retryable) == ("litellm_local_failure", "after_fix")


def test_a_bare_token_exchange_decides_nothing():
    assert all(item.confidence == "guess" for item in explain("Token exchange failed: 401").main.diagnoses)
    assert (
        explain("App token exchange failed: 401").main.diagnoses[0].entry.id
        == "claude_code_action_github_auth"
    )


def test_a_batch_that_is_not_found_is_no_wrong_address():
    text = (
        '404 {"type":"error","error":{"type":"not_found_error","message":"Not Found: '
        'msgbatch_01HkcTjaV5uDC8jWR4ZsDV8d"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}'
    )
    assert explain(text).main.diagnoses[0].entry.id == "batch_not_found"
    assert (
        explain(text.replace(": msgbatch_01HkcTjaV5uDC8jWR4ZsDV8d", "")).main.diagnoses[0].entry.id
        == "wrong_base_url_404"
    )
