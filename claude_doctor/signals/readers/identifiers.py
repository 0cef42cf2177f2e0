"""What to quote in a ticket, wherever it stands: request id, model, retry-after; and which cloud or gateway
speaks.
"""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 5

_REQUEST = pattern(r"\breq_(?:vrtx_|bdrk_)?[0-9A-Za-z]{8,40}", re.A)
_MODEL = pattern(r"(?:[a-z]{2,6}\.)?(?:anthropic[./])?\bclaude-[\w.@-]{1,80}(?::\d+)?", re.A)
_AFTER = pattern(r"retry[-_ ]after(-ms|_ms)?[\"']?\s*(?:=>|[:=])\s*[\"']?(\d{1,9}(?:\.\d{1,9})?)", re.I)
_PLATFORMS = (
    ("vertexaiexception", "vertex"),
    ("vertex_aiexception", "vertex"),
    ("bedrockexception", "bedrock"),
    ("litellm.", "gateway:litellm"),
    ("openrouter", "gateway:openrouter"),
    ("portkey", "gateway:portkey"),
    ("ai-gateway.vercel", "gateway:vercel"),
    ("gateway.ai.cloudflare", "gateway:cloudflare"),
    ("bedrock", "bedrock"),
    ("on-demand throughput", "bedrock"),
    ("aiplatform.googleapis", "vertex"),
    ("publishers/anthropic", "vertex"),
    ("publisher model", "vertex"),
    ("services.ai.azure.com", "foundry"),
    ("foundry", "foundry"),
    ("api.anthropic.com", "claude-api"),
)


def read(text: str) -> Seen | None:
    """Collect the identifiers and hand the text on unchanged."""
    request = _REQUEST.search(text) if "req_" in text else None
    model = _model(text) if "claude-" in text else None
    after = _AFTER.search(text) if "after" in text.lower() else None
    low = text.lower()
    platform = next((name for mark, name in _PLATFORMS if mark in low), None)
    if not (request or model or after or platform):
        return None
    seconds = float(after[2]) / (1000 if after[1] else 1) if after else None
    return Seen(
        rest=text,
        request_id=request[0] if request else None,
        model=model,
        retry_after_s=seconds,
        platform=platform,
    )


def _model(text: str) -> str | None:
    # A model's name has a digit; claude-code and the like have none, a test double may.
    for found in _MODEL.finditer(text[:200_000]):
        name = found[0].rstrip(".-@")
        if any(char.isdigit() for char in name) and "claude-code" not in name and "-cli" not in name:
            return name
    return None
