"""Phrases of the pages: literal words with gaps and numbers, found in linear time."""

from __future__ import annotations

import re

from claude_doctor.base.text import squeeze

GAP = 300
_TRIES = 64

# A phrase is a tuple of segments (between gaps), each a tuple of literals (between numbers).
Phrase = tuple[tuple[bytes, ...], ...]


def compiled(phrase: str) -> Phrase:
    """Turn the words of a page into what `find` looks for."""
    found = []
    for words in re.split(r"\.\.\.|…", phrase):
        literals = [squeeze(part) for part in words.split("#")]
        while literals and not literals[0]:
            literals.pop(0)  # a number before the first words proves nothing
        if literals:
            found.append(tuple(literals))
    return tuple(found)


def is_literal(phrase: Phrase) -> bool:
    """Whether a phrase has neither gaps nor numbers."""
    return len(phrase) == 1 and len(phrase[0]) == 1


def anchor(phrase: Phrase) -> bytes:
    """Return the longest literal: when it is not in the text, the phrase is not."""
    return max((literal for segment in phrase for literal in segment), key=len)


def weight(phrase: Phrase) -> int:
    """Return how many literal characters a hit proves."""
    return sum(len(literal) for segment in phrase for literal in segment)


def find(phrase: Phrase, text: bytes, start: int = 0) -> tuple[int, int] | None:
    """Return the span of the first hit in squeezed text at or after `start`, or None."""
    first = phrase[0][0]
    at = text.find(first, start)
    for _ in range(_TRIES):
        if at < 0:
            return None
        end = _follow(phrase, text, at)
        if end:
            return at, end
        at = text.find(first, at + 1)
    return None


def _follow(phrase: Phrase, text: bytes, at: int) -> int:
    end = _segment(phrase[0], text, at)
    for segment in phrase[1:]:
        if not end:
            return 0
        start = text.find(segment[0], end, end + GAP + len(segment[0]))
        end = _segment(segment, text, start) if start >= 0 else 0
    return end


def _segment(literals: tuple[bytes, ...], text: bytes, at: int) -> int:
    # The end of literal, number, literal ... from `at` on; 0 when it does not fit.
    if not text.startswith(literals[0], at):
        return 0
    end = at + len(literals[0])
    for literal in literals[1:]:
        end = _number(text, end)
        if not end or not text.startswith(literal, end):
            return 0
        end += len(literal)
    return end


def _number(text: bytes, at: int) -> int:
    # The end of the digits at `at`, separators between digits included; 0 when there are none.
    end = at
    while end < len(text) and end - at < 24:
        if text[end : end + 1].isdigit() or (
            end > at and text[end] in b",._" and text[end + 1 : end + 2].isdigit()
        ):
            end += 1
        else:
            break
    return end if end > at else 0
