"""Phrases that ASCII cannot show: squeezed text holds nothing else, so they are found in a form of their own.

What people's own loggers write around an error: a timeout in Chinese, a failed connection in Korean. A text
that is ASCII never comes here.
"""

from __future__ import annotations

from claude_doctor.catalogue import store
from claude_doctor.catalogue.letters import ASCII, squeezed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_WEIGHT = 3  # a letter of another script says about as much as three Latin ones


def found(texts: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    """Yield page, words and weight of each phrase that is in one of the texts."""
    others = [squeezed(text) for text in texts if any(char > ASCII and char.isalpha() for char in text)]
    if not others:
        return
    for phrase, page_id in store.module("scripts").PHRASES:
        if any(phrase in text for text in others):
            yield page_id, phrase, len(phrase) * _WEIGHT
