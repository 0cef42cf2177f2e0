"""Borders, bullets and log prefixes that a program puts before every line."""

from __future__ import annotations

import re

from claude_doctor.lazy import pattern
from claude_doctor.signals._seen import Seen

RANK = 10

_GLYPHS = pattern(r"^[ \t]*[│┃║▌▎⎿⏺●•🤖❯➜✗✖✘❌⚠️>│]+[ \t]*|[ \t]*[│┃║]+[ \t]*$", re.M)
_RULES = pattern(r"^[ \t]*[╭╰┌└├┏┗][─━┄╌═┈ \w.()-]*[╮╯┐┘┤┓┛]?[ \t]*$", re.M)
_MARKS = "│┃║▌▎⎿⏺●•🤖❯➜✗✖✘❌⚠>"


def read(text: str) -> Seen | None:
    """Take the borders off when there are any."""
    if not any(mark in text for mark in _MARKS):
        return None
    bare = _GLYPHS.sub("", _RULES.sub("", text)).strip()
    claude_code = "claude-code" if "⎿" in text or "⏺" in text else None
    if bare == text.strip() and not claude_code:
        return None
    return Seen(rest=bare if bare != text else None, platform=claude_code)
