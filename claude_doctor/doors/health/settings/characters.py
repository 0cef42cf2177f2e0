"""Characters that do not belong into a key, a URL or a header: named and placed, the value itself never
shown.
"""

from __future__ import annotations

import unicodedata

from claude_doctor.base.record import record

_NAMES = {
    "\n": "line break",
    "\r": "carriage return",
    "\t": "tab",
    " ": "space",
    "\u00a0": "no-break space (U+00A0)",
    "\u200b": "zero-width space (U+200B)",
    "\u200c": "zero-width non-joiner (U+200C)",
    "\u200d": "zero-width joiner (U+200D)",
    "\ufeff": "byte order mark (U+FEFF)",
    "'": "quote (')",
    '"': 'quote (")',
    "`": "quote (`)",
    "\u201c": "curly quote (U+201C)",
    "\u201d": "curly quote (U+201D)",
    "\u2018": "curly quote (U+2018)",
    "\u2019": "curly quote (U+2019)",
}


@record
class Strange:
    """One character that does not belong: `kind` is break, control, space, quote, hidden or foreign; `at`
    counts from 1.
    """

    kind: str
    name: str
    at: int
    of: int
    words: str


def strange(value: str) -> Strange | None:
    """Return the first character of a value that does not belong into it, None when all do."""
    for index, char in enumerate(value):
        kind = _kind(char)
        if kind:
            name = (
                _NAMES.get(char)
                or f"{unicodedata.name(char, 'control character').lower()} (U+{ord(char):04X})"
            )
            place = f"{name} at character {index + 1} of {len(value)}"
            if char == "\n" and value.rstrip("\n").count("\n"):
                place += f" ({len(value.splitlines())} lines)"
            return Strange(kind, name, index + 1, len(value), place)
    return None


def _kind(char: str) -> str:
    if char in "\r\n":
        return "break"
    if char == " ":
        return "space"
    if char in "'\"`\u201c\u201d\u2018\u2019":
        return "quote"
    if char < " " or char == "\x7f":
        return "control"
    if char in _NAMES:
        return "hidden"
    return "" if char < "\x7f" else "foreign"
