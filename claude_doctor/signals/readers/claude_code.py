"""Lines of Claude Code: `API Error: 401 {...}`, `API Error (529 {...}) · Retrying in 1 seconds (attempt
1/10)`.
"""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 40

_LINE = pattern(r"API Error:? *(?:\((?=[^)])|: *)?(?:(?:Error: *)?([1-5]\d\d)\b)?[ \t:]*", re.S | re.A)
_MARKS = (
    "/login",
    "/model",
    "/compact",
    "/usage-credits",
    "Press esc",
    "press esc",
    "claude-code/cli.js",
    "$bunfs/root",
    "~BUN/root",
    "Claude Code",
)


def read(text: str) -> Seen | None:
    """Read the first API Error line, or recognise Claude Code by the commands it names."""
    found = _LINE.search(text) if "API Error" in text else None
    if found:
        rest = _without_retry(text[found.end() :]).strip()
        status = int(found[1]) if found[1] else None
        # No other program says this sentence, so what stands behind it is read as Claude Code's.
        ours = rest.startswith("Unable to connect to API")
        return Seen(rest=rest or None, status=status, message=rest or None, platform="claude-code", ours=ours)
    if any(mark in text for mark in _MARKS):
        return Seen(rest=text, platform="claude-code")
    return None


def _without_retry(text: str) -> str:
    # `(529 {...}) · Retrying in 1 seconds (attempt 1/10)`: the body alone.
    body, retry, _ = text.partition("Retrying in ")
    if not retry:
        return text
    body = body.rstrip(" ")
    if body[-1:] in ("·", "•", "-"):
        body = body[:-1].rstrip(" ")
    return body.removesuffix(")")
