"""Where JSON values end, told by brackets and quotes alone: the cuts of a file too large to be decoded in one
piece.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SKIP = rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+'
# Everything up to the next bracket outside of strings; no match while a string is not closed yet.
_BRACKET = re.compile(_SKIP + rb"([{}\[\]])", re.S)
_STRING = re.compile(rb'"((?:[^"\\]++|\\.)*+)"', re.S)
_BARE = re.compile(rb'[^\s,\[\]{}"]++')
_BLANK = re.compile(rb"[ \t\r\n]*+")
_COLON = re.compile(rb"[ \t\r\n]*+:[ \t\r\n]*+")
_COMMA = re.compile(rb"[ \t\r\n]*+,")
# Far beyond what the decoder reads, and what a person writes.
DEEPEST = 10_000
# A line that begins with one of these is a request, not the body of a batch.
_OF_A_REQUEST = frozenset((b"custom_id", b"params"))


class TooDeepError(Exception):
    """Brackets within brackets without an end."""


def blank(text: bytes, at: int) -> int:
    """Return where white space ends."""
    found = _BLANK.match(text, at)
    return found.end() if found else at


def end_of(text: bytes, at: int) -> int:
    """Return where the value that begins at `at` ends; -1 when it may go on behind the text."""
    first = text[at : at + 1]
    if first in (b"{", b"["):
        return _bracketed(text, at)
    if first == b'"':
        found = _STRING.match(text, at)
        return found.end() if found else -1
    found = _BARE.match(text, at)
    if not found:
        return at + 1  # a bracket that closes nothing
    return -1 if found.end() == len(text) else found.end()


def requests_at(text: bytes) -> tuple[int, list[bytes]]:
    """Return where the value of `requests` begins in the head of an object (-1 when it is no body of a
    batch), and the keys before it.
    """
    beside: list[bytes] = []
    at = blank(text, 0)
    if text[at : at + 1] != b"{":
        return -1, beside
    at += 1
    while True:
        key = _STRING.match(text, blank(text, at))
        colon = _COLON.match(text, key.end()) if key else None
        if key is None or colon is None or key[1] in _OF_A_REQUEST:
            return -1, beside
        if key[1] == b"requests":
            return colon.end(), beside
        beside.append(key[1])
        end = ended(text, colon.end())
        comma = _COMMA.match(text, end) if end >= 0 else None
        if comma is None:
            return -1, beside
        at = comma.end()


def members(text: bytes, at: int) -> Iterator[tuple[bytes, int]]:
    """Yield (key, where its value begins) of the object that begins at `at`, as far as the text goes."""
    at += 1
    while True:
        key = _STRING.match(text, blank(text, at))
        colon = _COLON.match(text, key.end()) if key else None
        if key is None or colon is None or colon.end() >= len(text):
            return
        yield key[1], colon.end()
        end = ended(text, colon.end())
        comma = _COMMA.match(text, end) if end >= 0 else None
        if comma is None:
            return
        at = comma.end()


def ended(text: bytes, at: int) -> int:
    """Return where a value ends, -1 also when it is nested too deeply."""
    try:
        return end_of(text, at)
    except TooDeepError:
        return -1


def _bracketed(text: bytes, at: int) -> int:
    depth = 0
    while True:
        found = _BRACKET.match(text, at)
        if not found:
            return -1
        at = found.end()
        if found[1] in b"{[":
            depth += 1
            if depth > DEEPEST:
                raise TooDeepError
        else:
            depth -= 1
            if not depth:
                return at
