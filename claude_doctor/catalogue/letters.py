"""Which phrases ASCII cannot show, and the form in which they are compared."""

from __future__ import annotations

_GREEK = "\u0370"  # Latin with all its accents ends before it
ASCII = "\x7f"
_DELETED = dict.fromkeys(map(ord, " \t\n\r\x0b\x0c\u3000\"'`\\*|"))
_LEAST = 2  # of these letters, words have; one alone proves nothing


def is_other(phrase: str) -> bool:
    """Whether a phrase has letters of another script, or begins with one
    that squeezed text lacks (`échec`).
    """
    return (phrase[:1] > ASCII and phrase[:1].isalpha()) or sum(
        char >= _GREEK and char.isalpha() for char in phrase
    ) >= _LEAST


def squeezed(text: str) -> str:
    """Return lower-case text without white space and quotes."""
    return text.lower().translate(_DELETED)
