"""Phrases that ASCII cannot show: squeezed text holds nothing else, so they are found in a form of their own.

What people's own loggers write around an error: a timeout in Chinese, a failed connection in Korean. A text that is
ASCII never comes here.
"""

from __future__ import annotations

from claude_doctor.catalogue import store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_GREEK = "\u0370"  # Latin with all its accents ends before it
_ASCII = "\x7f"
_DELETED = dict.fromkeys(map(ord, " \t\n\r\x0b\x0c\u3000\"'`\\*|"))
_LEAST = 2  # of these letters, words have; one alone proves nothing
_WEIGHT = 3  # one of them says about as much as three Latin letters


def is_other(phrase: str) -> bool:
    """Whether a phrase has letters of another script, or begins with one that squeezed text lacks (`échec`)."""
    return (phrase[:1] > _ASCII and phrase[:1].isalpha()) or sum(char >= _GREEK and char.isalpha() for char in phrase) >= _LEAST


def squeezed(text: str) -> str:
    """Return lower-case text without white space and quotes."""
    return text.lower().translate(_DELETED)


def found(texts: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    """Yield page, words and weight of each phrase that is in one of the texts."""
    others = [squeezed(text) for text in texts if any(char > _ASCII and char.isalpha() for char in text)]
    if not others:
        return
    for phrase, page_id in store.module("scripts").PHRASES:
        if any(phrase in text for text in others):
            yield page_id, phrase, len(phrase) * _WEIGHT
