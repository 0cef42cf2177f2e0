"""Whose text it is that no page matches: the traces of Claude Code, of an SDK or of a gateway, and the next
step there.

Loaded only when nothing was recognised.
"""

from __future__ import annotations

from claude_doctor.base.record import record

_FIRST = 200_000


@record
class Trace:
    """Who speaks: the platform as signals name it, the name that people know, the next step."""

    platform: str
    name: str
    step: str

    @property
    def notes(self) -> tuple[str, str]:
        """What an answer without a page says: whose the text is, and what to do next."""
        return (f"No page matches this text, but it carries traces of {self.name}.", self.step)


_CODE_STEP = (
    "Run `claude doctor` (installation, settings, connection) and `/status` (account, model, base URL), "
    "then repeat what failed with `claude --debug` and explain the line that says `error` in what it prints."
)
_AGENT_STEP = (
    "The SDK runs the `claude` program: catch its standard error (`ClaudeAgentOptions(stderr=print)`, "
    "in TypeScript the option `stderr`) "
    'and explain that; `claude doctor` and `claude -p "hi"` as the same user show whether the program '
    "itself works."
)
_SDK_STEP = (
    "Explain the whole exception with its cause and the response body: set `ANTHROPIC_LOG=debug`, "
    "and print the status, the body and the request id of the error."
)
_GATEWAY_STEP = (
    "Read its own log for the answer that it got, and send the same request once to "
    "https://api.anthropic.com without it: "
    "that shows which of the two fails. In Claude Code `/status` names the base URL."
)
# The first that is found decides: a gateway is asked before the program behind it, an SDK before the names
# that it may quote.
_GATEWAYS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("litellm", "LiteLLM", ("litellm",)),
    ("openrouter", "OpenRouter", ("openrouter",)),
    ("portkey", "Portkey", ("portkey",)),
    ("vercel", "the Vercel AI Gateway", ("ai-gateway.vercel", "@ai-sdk/gateway")),
    ("cloudflare", "Cloudflare's AI Gateway", ("gateway.ai.cloudflare",)),
    ("claude-code-router", "claude-code-router", ("claude-code-router",)),
    ("cliproxyapi", "CLIProxyAPI", ("cliproxyapi", "cli-proxy-api")),
    ("copilot-api", "copilot-api", ("copilot-api",)),
    ("cc-switch", "cc-switch", ("cc-switch",)),
    ("sub2api", "sub2api", ("sub2api",)),
    (
        "new-api",
        "a relay of the new-api kind",
        ("new_api_error", "one_api_error", "new-api", "one-api", '"\\u003cnil\\u003e"', '"<nil>"'),
    ),
)
_PROGRAMS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "claude-code",
        "the Claude Agent SDK",
        _AGENT_STEP,
        ("claude_agent_sdk", "claude-agent-sdk", "claude_code_sdk"),
    ),
    (
        "claude-code",
        "Claude Code",
        _CODE_STEP,
        (
            "@anthropic-ai/claude-code",
            "claude code",
            "claude-code",
            "claude_code_",
            "claude mcp ",
            "claude plugin ",
            "claude doctor",
            "claude --",
            "claude -p ",
            ".claude/",
            ".claude\\",
            ".claude.json",
            "bin/claude",
            "claude.exe",
            "$bunfs/root",
        ),
    ),
    (
        "claude-api",
        "an Anthropic SDK",
        _SDK_STEP,
        (
            "@anthropic-ai/sdk",
            "@anthropic-ai/",
            "site-packages/anthropic/",
            "anthropic._",
            "anthropic.api",
            "anthropicerror",
            "import anthropic",
            "from anthropic import",
            "anthropic-sdk-",
            "com.anthropic.",
            "anthropic::errors",
            "anthropic.exceptions",
        ),
    ),
)


def whose(text: str) -> Trace | None:
    """Return whose traces a text carries (its first 200,000 characters are read); None without any."""
    low = text[:_FIRST].lower()
    for platform, name, marks in _GATEWAYS:
        if any(mark in low for mark in marks):
            return Trace(f"gateway:{platform}", name, _GATEWAY_STEP)
    for platform, name, step, marks in _PROGRAMS:
        if any(mark in low for mark in marks):
            return Trace(platform, name, step)
    return None
