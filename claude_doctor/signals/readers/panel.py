"""Borders, bullets and log prefixes that a program puts before every line."""

from __future__ import annotations

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 10

_BARS = "│┃║"
_GLYPHS = _BARS + "▌▎⎿⏺●•🤖❯➜✗✖✘❌⚠\ufe0f>"
_CORNERS = tuple("╭╰┌└├┏┗")
_CLOSING = tuple("╮╯┐┘┤┓┛")
_RULE = pattern(r"[─━┄╌═┈ \w.()-]*+")
_MARKS = _GLYPHS.replace("\ufe0f", "")
_BLANK = " \t"


def read(text: str) -> Seen | None:
    """Take the borders off when there are any."""
    if not any(mark in text for mark in _MARKS):
        return None
    bare = "\n".join(map(_bare, text.split("\n"))).strip()
    claude_code = "claude-code" if "⎿" in text or "⏺" in text else None
    if bare == text.strip() and not claude_code:
        return None
    return Seen(rest=bare if bare != text else None, platform=claude_code)


def _bare(line: str) -> str:
    # By strips and not by a pattern: each looks at a blank once.
    inside = line.strip(_BLANK)
    if inside.startswith(_CORNERS) and _is_rule(inside[1:]):
        return ""
    if inside[:1] and inside[0] in _GLYPHS:
        line = line.lstrip(_BLANK).lstrip(_GLYPHS).lstrip(_BLANK)
    inside = line.rstrip(_BLANK)
    if inside[-1:] and inside[-1] in _BARS:
        return inside.rstrip(_BARS).rstrip(_BLANK)
    return line


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line[:-1] if line.endswith(_CLOSING) else line) is not None
