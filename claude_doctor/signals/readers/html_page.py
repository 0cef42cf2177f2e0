"""HTML bodies: something in front of the API (Cloudflare, nginx, a captive portal) answered instead of it."""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 75
INSIDE = True

_TITLE = pattern(r"<title[^>]{0,200}>\s*([^<]{0,300})", re.I)
_HEADING = pattern(r"<h1[^>]{0,200}>\s*([^<]{0,300})", re.I)
_STATUS = pattern(r"\b([45]\d\d)\b")
_SPEAKERS = (
    "cloudflare",
    "nginx",
    "openresty",
    "haproxy",
    "squid",
    "envoy",
    "apache",
    "microsoft-azure-application-gateway",
    "awselb",
    "varnish",
    "caddy",
    "traefik",
    "zscaler",
    "fortinet",
)


def read(text: str) -> Seen | None:
    """Read the title, the status in it, and which server signed the page."""
    low = text[:20000].lower()
    if "<html" not in low and "<!doctype html" not in low and "<title" not in low:
        return None
    title = _TITLE.search(text) or _HEADING.search(text)
    words = " ".join(title[1].split()) if title else None
    status = _STATUS.search(words or "")
    speaker = next((name for name in _SPEAKERS if name in low), "html")
    return Seen(status=int(status[1]) if status else None, message=words, speaker=speaker)
