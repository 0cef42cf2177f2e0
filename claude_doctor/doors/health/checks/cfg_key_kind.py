"""What the first characters of a key say it is."""

from __future__ import annotations

from claude_doctor.doors.health.engine.outcome import (
    Outcome,
    Problem,
    failed_by,
    passed,
    skipped,
    warned,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cfg.key_kind", "config", 60, ("cfg.key_chars",), "none", ""
VERIFIES = (
    "kind of the key: API key, Admin key, OAuth token, another vendor's, placeholder, unexpanded variable"
)

_CONSOLE = "https://platform.claude.com/settings/keys"
_WRONG = {
    "admin_key": ("is an Admin key: it cannot call /v1/messages", "Put an API key (sk-ant-api03-…)"),
    "session_cookie": ("is a session cookie of the website, no API key", "Put an API key (sk-ant-api03-…)"),
    "refresh_token": ("is a refresh token, no API key", "Put an API key (sk-ant-api03-…)"),
    "openrouter_key": (
        "is a key of OpenRouter",
        "Put an API key of Anthropic, or use the base URL of that vendor,",
    ),
    "openai_key": ("is a key of OpenAI, another vendor (no sk-ant-)", "Put an API key of Anthropic"),
    "other_vendor_key": ("is a key of another vendor (sk- without ant)", "Put an API key of Anthropic"),
    "bedrock_key": ("is a key of Amazon Bedrock", "Use AnthropicBedrock, or put an API key of Anthropic"),
    "aws_key": ("is an AWS access key id", "Use AnthropicBedrock, or put an API key of Anthropic"),
    "google_key": ("is a key of Google", "Put an API key of Anthropic"),
    "dummy": ("is a stand-in, no key", "Put the real API key"),
    "placeholder": ("is a placeholder", "Put the real API key"),
    "reference": (
        "is a variable that was not expanded",
        "Have the shell or CI expand it (check quotes and the secret's name) and put the key itself",
    ),
    "bearer_prefix": (
        "begins with `Bearer `, which the SDK adds itself",
        "Leave out the word: put only the key",
    ),
}
_NICE = {
    "api_key": "API key",
    "oauth_token": "OAuth token",
    "unknown": "a key of the gateway",
    "other_vendor_key": "a key of the gateway",
}
# What a gateway may well hand out as its own key.
_FINE_AT_GATEWAYS = ("other_vendor_key", "openrouter_key", "jwt", "unknown", "google_key", "dummy")


def run(state: State) -> Outcome:  # one return a kind
    """Judge the kind; a gateway may have keys of its own."""
    found = state.credential
    if not found.value:
        return skipped("no key or token in the environment")
    kind = found.kind
    shown = f"{found.source} ({found.shown})"
    if kind in _WRONG and (state.base.is_first_party or kind not in _FINE_AT_GATEWAYS):
        return failed_by(_problem(found.source, *_WRONG[kind], kind), kind=kind)
    if kind == "oauth_token" and found.way == "key":
        words = (
            f"{found.source} holds an OAuth token (sk-ant-oat…); it belongs in ANTHROPIC_AUTH_TOKEN or "
            "CLAUDE_CODE_OAUTH_TOKEN."
        )
        return warned(
            words,
            "Move it.",
            f'export ANTHROPIC_AUTH_TOKEN="${found.source}"; unset {found.source}',
            kind=kind,
        )
    if kind == "api_key" and found.way == "token":
        words = f"{found.source} holds an API key; it belongs in ANTHROPIC_API_KEY."
        return warned(
            words, "Move it.", f'export ANTHROPIC_API_KEY="${found.source}"; unset {found.source}', kind=kind
        )
    if kind in ("unknown", "jwt") and state.base.is_first_party:
        return warned(
            f"{shown}: this is no known kind of key (API keys begin with sk-ant-api03-).",
            f"Compare with {_CONSOLE}.",
            "",
            kind=kind,
        )
    if kind == "api_key" and not 80 <= len(found.value) <= 160 and state.base.is_first_party:
        return warned(
            f"{shown}: API keys are about 108 characters long; this one may be cut.",
            f"Compare with {_CONSOLE}.",
            "",
            kind=kind,
        )
    return passed(f"{_NICE.get(kind, kind.replace('_', ' '))}", kind=kind)


def _problem(source: str, what: str, fix: str, kind: str) -> Problem:
    command = (
        f'export {source}="${{{source}#Bearer }}"'
        if kind == "bearer_prefix"
        else f"export {source}='…'   # from {_CONSOLE}"
    )
    entry = "authentication_error" if kind == "bearer_prefix" else "invalid_api_key"
    return Problem(f"{source} {what}.", f"{fix} in {source}.", command, entry=entry)
