"""Whose text it is: Claude named in it, or another system, of which nothing is claimed as an error of the Claude API."""

from __future__ import annotations

import re

from claude_doctor.lazy import pattern
from claude_doctor.signals._seen import Seen
from claude_doctor.text import squeeze

RANK = 6

_OURS = ("anthropic", "claude", "x-api-key", "req_01", "httpx2", "bedrock", "toolu_")
# The API's envelope, and objects that only it sends.
_OUR_SHAPES = (b"type:error,error:{", b"_tool_result_error", b"session.error", b"anthropic-ratelimit", b"type:result,subtype:")
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
)
_THEIRS = (
    "openai",
    "azure_openai",
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
    "s3.amazonaws",
    "firebase",
    "supabase",
)
# Envelopes of other APIs: the OpenAI style has `param`, vLLM's an `object`.
_THEIR_SHAPES = (b",param:", b"{param:", b"object:error", b"object:_error")
# A code in words beside the type, and codes that are numbers of their own.
_WORDED = pattern(r"\bcode:(?!none|null|deploymentnotfound)[a-z]\w+,type:\w+_error\b|\btype:\w+_error,code:(?!none|null|deploymentnotfound)[a-z]\w+")
_NUMBERED = pattern(r"\{code:\d{4,6},message:")
_HOST = pattern(r"(?:https?://|host=[\"']?|host: |resolve host: |lookup |ENOTFOUND |EAI_AGAIN )([\w-]+(?:\.[\w-]+)+)", re.I)
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
    if any(mark in low for mark in _OURS) or any(mark in squeeze(text[:20000]) for mark in _OUR_SHAPES):
        return Seen(rest=text, ours=True)
    name = next((mark for mark in _THEIRS if mark in low), None) or _other_envelope(text)
    if name is None:
        hosts = _HOST.findall(text[:20000])
        name = next((host for host in hosts if not host.lower().endswith(_OUR_HOSTS)), None)
    return Seen(rest=text, foreign=name.strip(" :")) if name else None


def _other_envelope(text: str) -> str | None:
    squeezed = squeeze(text[:20000])
    words = squeezed.decode()
    if any(mark in squeezed for mark in _THEIR_SHAPES) or _WORDED.search(words):
        return "an OpenAI-style API"
    return "an API with numbers for codes" if _NUMBERED.search(words) else None
