"""Which company a record says was asked, where it is not the one that serves Claude."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_MODELS = ("model", "model_name", "modelID", "ls_model_name", "gen_ai.request.model", "llm.model_name")
# Keys under which programs name the company they ask, and the companies that do not serve Claude.
_PROVIDERS = (
    "provider",
    "provider_name",
    "providerID",
    "provider_id",
    "custom_llm_provider",
    "llm_provider",
    "ai_provider",
    "ls_provider",
    "gen_ai.provider.name",
    "gen_ai.system",
    "llm.provider",
    "llm.system",
    "vendor",
    "ai_org",
)
# Keys that name whatever was asked: what is not Claude there is another service.
_DEPENDENCIES = frozenset(
    ("dep", "dependency", "peer.service", "peer_service", "downstream", "remote_service")
)
# A bare name under `upstream` is one as well, unless it may be a way to Claude.
_UPSTREAM = re.compile(
    r"(?![\w-]*(?:anthropic|claude|llm|ai\b|model|gateway|proxy|router|bedrock|vertex|api|message|chat))"
    r"[A-Za-z][A-Za-z_-]{1,30}\Z",
    re.I,
)
_OTHERS = (
    "openai",
    "gemini",
    "google_genai",
    "google-generative",
    "mistral",
    "cohere",
    "groq",
    "deepseek",
    "xai",
    "x-ai",
    "ollama",
    "perplexity",
    "together",
    "fireworks",
    "huggingface",
    "replicate",
    "moonshot",
    "cerebras",
    "nvidia",
    "stability",
    "minimax",
    "zhipu",
    "bigmodel",
    "qwen",
    "dashscope",
    "volcengine",
    "siliconflow",
)
_OTHER_MODELS = re.compile(
    (
        r"(?:[\w.-]+/)*(?:gpt-|o[134](?:-|$)|chatgpt|text-embedding|gemini|gemma|deepseek|glm-|kimi|qwen"
        r"|llama|meta-llama|grok|mistral|mixtral|codestral|command-|nova|titan|amazon\.)"
    ),
    re.I,
)


def elsewhere(record: Mapping[str, Any]) -> bool:
    """Whether a record says that another company, or another company's model, was asked."""
    name = next((record[key] for key in _MODELS if record.get(key) is not None), None)
    if isinstance(name, str) and "claude" in name.lower():
        return False  # through whatever kind of client
    for key in (*_PROVIDERS, *_DEPENDENCIES):
        value = record.get(key)
        if isinstance(value, str) and value:
            low = value.lower()
            if key in _DEPENDENCIES:
                return "anthropic" not in low and "claude" not in low
            return "anthropic" not in low and (any(other in low for other in _OTHERS) or is_other_model(name))
    upstream = record.get("upstream")
    if isinstance(upstream, str) and _UPSTREAM.match(upstream):
        return True
    return is_other_model(name)


def is_other_model(value: object) -> bool:
    """Whether a model's name is one of another company."""
    return isinstance(value, str) and "claude" not in value.lower() and _OTHER_MODELS.match(value) is not None
