"""Whose text it is: Claude named in it, or another system, of which nothing is claimed as an error of the
Claude API.
"""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.base.text import squeeze
from claude_doctor.signals.seen import Seen

RANK = 6

_OURS = ("anthropic", "claude", "x-api-key", "req_01", "httpx2", "bedrock", "toolu_")
# Names that many give to things of their own: where nothing else is ours, it matters what bears the name.
_GIVEN = ("anthropic", "claude")
_SURELY = (
    "anthropic.",
    "anthropic-",
    "@anthropic",
    "anthropic api",
    "anthropic error",
    "claude api",
    "claude code",
    "claude-code",
    "claude-opus",
    "claude-sonnet",
    "claude-haiku",
    "claude-3",
    "claude error",
)
# An address, a file, a host or a package: what somebody called so speaks for nobody.
_PLACES = pattern(
    r"https?://[^\s\"'<>]{1,500}+|(?<![\w.:/@~+-])/[\w.@+/-]{1,500}+|(?<=to host )[\w.-]{1,200}+"
    r"|\b(?:com|org|net|io)\.(?!anthropic)\w{1,60}+\.[\w.$]{1,300}+"
)
_OUR_PLACES = (
    "anthropic.com",
    "claude.com",
    "claude.ai",
    "/anthropic",
    "/v1/messages",
    "/v1/models",
    "/v1/complete",
    "/v1/chat",
    "/.claude",
    "_modules/",
    "-packages/",
)
# The API's envelope, and objects that only it sends.
_OUR_SHAPES = (
    b"type:error,error:{",
    b"_tool_result_error",
    b"session.error",
    b"anthropic-ratelimit",
    b"type:result,subtype:",
)
# Services of others that speak the API's protocol and use its words.
_COMPATIBLE = (
    "aliyuncs.com",
    "api.minimax",
    "minimaxi.com",
    "base_resp",
    "api.moonshot",
    "api.z.ai",
    "bigmodel.cn",
    "api.deepseek",
    "volces.com",
    "siliconflow",
    "api.kimi.com",
    "xiaomimimo",
    "registry.ollama.ai",
)
_THEIRS = (
    "openai",
    "azure_openai",
    "codex",
    "deepseek",
    "generativelanguage",
    "ai.google.dev",
    "thought_signature",
    "gemini",
    "moonshot",
    "qwen",
    "zhipu",
    "vllm",
    "bard",
    "mistral",
    "cohere",
    "groq",
    "huggingface",
    "ollama",
    "insufficient balance",
    "insufficient_quota",
    "github.com",
    "gitlab",
    "npm err",
    "npm error",
    "docker daemon",
    "docker.io",
    "kubectl",
    "psycopg",
    "sqlalchemy",
    "postgres",
    "mysql",
    "sqlite",
    "redis",
    "mongo",
    "elasticsearch",
    "kafka",
    "amqp",
    "stripe",
    "twilio",
    "slack.com",
    "discord",
    "fatal: ",
    "cannot find module",
    "modulenotfounderror",
    "syntaxerror",
    "permission denied (publickey)",
    "ssh: ",
    "apt-get",
    "terraform",
    "err_ngrok",
    "s3.amazonaws",
    "firebase",
    "supabase",
)
# Models of others: named beside the API's envelope, they show that another service only speaks its protocol.
_THEIR_MODELS = pattern(
    r"\b(?:gpt-(?:\d|oss)|o[134]-mini|gemini-\d|deepseek-|glm-\d|kimi-k|qwen-?\d|llama-?\d|grok-\d"
    r"|mistral-|mixtral)"
)
# Envelopes of other APIs: the OpenAI style has `param`, vLLM's an `object`.
_THEIR_SHAPES = (b",param:", b"{param:", b"object:error", b"object:_error")
# Events of OpenAI's Responses API: their `error` event looks like the API's own.
_THEIR_EVENTS = b"type:response."
# What a program checked itself: such reports quote the API's words, but the API never wrote them.
_CHECKED = pattern(r"\bvalidation errors? for [A-Z]\w*+[\s\S]{0,400}?\[type=\w+, input_value=")
# An AWS operation, or the action that was denied, that has nothing to do with asking a model.
_OPERATION = pattern(r"when calling the (\w+) operation|not authorized to perform: ([\w-]+):")
_ASKING = pattern(
    r"Invoke(?:Model|Agent|InlineAgent|Flow)|Converse|Retrieve|CountTokens|ApplyGuardrail|Assume"
    r"|GetCallerIdentity|GetSessionToken|GetWebIdentityToken"
    r"|\w*(?:FoundationModel|InferenceProfile|ModelInvocation|ModelAccess|AsyncInvoke)|bedrock|sts$"
    r"|aws-(?:marketplace|external-anthropic)"
)
# `Groq API error: 413`: the name before these words is whose API it is, unless it is a word for any API.
_NAMED_API = pattern(r"(?<![\w.])([A-Z][A-Za-z0-9]{2,24}) API [Ee]rror\b")
_ANY_API = (
    "the",
    "this",
    "chat",
    "llm",
    "http",
    "rest",
    "messages",
    "message",
    "model",
    "provider",
    "unknown",
    "upstream",
    "remote",
    "stream",
    "streaming",
    "agent",
)
# A code in words beside the type, and codes that are numbers of their own (2009 is Cloudflare's AI Gateway).
_WORDED = pattern(
    r"\bcode:(?!none|null|deploymentnotfound)[a-z]\w+,type:\w+_error\b|\btype:\w+_error,code:(?!none"
    r"|null|deploymentnotfound)[a-z]\w+"
)
_NUMBERED = pattern(r"\{code:(?!2009,message:unauthorized)\d{4,6},message:")
_HOST = pattern(
    r"(?:https?://|host=[\"']?|host: |resolve host: |lookup |ENOTFOUND |EAI_AGAIN )([\w-]+(?:\.[\w-]+)+)",
    re.I,
)
# What could not be reached or found, in the words of the program that looked for it.
_MISSING = (
    "resolve host: ",
    "enotfound ",
    "eai_again ",
    "fetch failed for ",
    "failed to fetch ",
    "404 not found - get ",
)
_MISSED = pattern(rf"(?:{'|'.join(_MISSING)})(?:https?://)?([\w-]+(?:\.[\w-]+)+)")
_ASKED_US = (
    "api error",
    "apiconnection",
    "/v1/",
    "base_url",
    "baseurl",
    "base url",
    "proxy",
    "gateway",
    "anthropic.com",
    "claude.ai",
    "claude.com",
)
# JSON-RPC errors between a program and its MCP server: the API has no part in them.
_MCP = pattern(r"\bmcp error -3[23]\d{3}\b|server disconnected\. for troubleshooting guidance")
# Claude Code as the program that starts the server: there is a page for that.
_MCP_OF_OURS = ("claude code", "claude-code", "claude mcp ", ".claude.json")
_OUR_HOSTS = (
    "anthropic.com",
    "claude.com",
    "claude.ai",
    "amazonaws.com",
    "api.aws",
    "googleapis.com",
    "google.com",
    "azure.com",
    "localhost",
    "127.0.0.1",
    "json-schema.org",
    "httpx",
    "docs.litellm.ai",
    "openrouter.ai",
)


def read(text: str) -> Seen | None:
    """Say that Claude is named; else name the other system, if there is one."""
    low = text[:200_000].lower()
    compatible = next((host for host in _COMPATIBLE if host in low), None)
    if compatible:
        return Seen(rest=text, foreign=compatible)
    squeezed = squeeze(text[:20000])
    other = _other_program(text, squeezed)
    if other:
        return Seen(rest=text, foreign=other)
    if any(mark in low for mark in _OURS) and _names_us(low):
        return Seen(rest=text, ours=True)
    model = _THEIR_MODELS.search(low)
    if model:
        return Seen(rest=text, foreign=model[0])
    if any(mark in squeezed for mark in _OUR_SHAPES):
        return Seen(rest=text, ours=True)
    name = (
        next((mark for mark in _THEIRS if mark in low), None) or _other_envelope(squeezed) or _named_api(text)
    )
    if name is None:
        hosts = _HOST.findall(text[:20000])
        name = next((host for host in hosts if not host.lower().endswith(_OUR_HOSTS)), None)
    return Seen(rest=text, foreign=name.strip(" :")) if name else None


def _names_us(low: str) -> bool:
    """Whether Claude is named as itself, and not by a file, a host or a package that is called so."""
    if any(mark in low for mark in _SURELY) or any(mark in low for mark in _OURS if mark not in _GIVEN):
        return True
    left = _PLACES.sub(lambda place: place[0] if any(our in place[0] for our in _OUR_PLACES) else " ", low)
    return any(name in left for name in _GIVEN)


def _other_program(text: str, squeezed: bytes) -> str | None:
    # What shows another author although Claude may be named beside it.
    if _THEIR_EVENTS in squeezed and b"claude" not in squeezed:
        return "an OpenAI-style API"
    low = text[:20000].lower()
    asked_for = "api error" in low or any(name in low for name in _MCP_OF_OURS)
    if ("mcp error" in low or "for troubleshooting guidance" in low) and not asked_for and _MCP.search(low):
        return "an MCP server"
    missed = (
        _MISSED.findall(low)
        if any(mark in low for mark in _MISSING) and not any(mark in low for mark in _ASKED_US)
        else []
    )
    if missed and not any(host.endswith(_OUR_HOSTS) for host in missed):
        return str(missed[0])
    operations = (
        [operation or action for operation, action in _OPERATION.findall(text)]
        if "operation" in text or "perform: " in text
        else []
    )
    if operations and not any(map(_ASKING.match, operations)):
        return f"AWS {operations[0]}"
    return (
        "a pydantic check"
        if "input_value=" in text and b"type:error,error:{" not in squeezed and _CHECKED.search(text)
        else None
    )


def _named_api(text: str) -> str | None:
    found = _NAMED_API.search(text) if " API " in text else None
    return found[1] if found and found[1].lower() not in _ANY_API else None


def _other_envelope(squeezed: bytes) -> str | None:
    words = squeezed.decode()
    if any(mark in squeezed for mark in _THEIR_SHAPES) or _WORDED.search(words):
        return "an OpenAI-style API"
    return "an API with numbers for codes" if _NUMBERED.search(words) else None
