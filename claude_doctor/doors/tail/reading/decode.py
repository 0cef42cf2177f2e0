"""Bytes of one line -> a record: strict and fast first, then forgiving, then what can be rescued from a
damaged line.
"""

from __future__ import annotations

import json
import re

import msgspec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# A line longer than this is not decoded: no log line is; transcripts with images come near to it.
LONGEST = 8 * 1024 * 1024
# A longer line is decoded only when it has few values: each one takes up to a hundred bytes of memory.
_LARGE = 1024 * 1024
_VALUES = 400_000
_TRIES = 32
_MOST_TRIES = 1000
_BEGIN = re.compile(r"[{\[]")
_MARK = b"\xef\xbb\xbf"
_COLOUR = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
_DEEP = 512
_decode = msgspec.json.Decoder().decode
_forgiving = json.JSONDecoder(strict=False)
_STAMP = re.compile(
    r"\d{4}[-/]\d\d[-/]\d\d(?:,? |T)\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|GMT"
    r"|[+-]\d\d:?\d\d)\b)?|\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}"
    r"|\A1\d{9}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?(?= )"  # seconds, milli-, micro- or nanoseconds
    r"|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC|[+-]\d{4})"
    r"|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\b"
    r"|(?<!\w)\d\d[ -][A-Z][a-z]{2}[ -]\d{4} \d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: (?:UTC|GMT|Z))?\b"
    r"|\b\d{1,2}/\d{1,2}/\d{4}, \d{1,2}:\d\d:\d\d [AP]M\b"
    r"|\A\d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d(?:[.,]\d{1,6})?\b"
)


def stripped(raw: bytes) -> bytes:
    """Return a line without byte-order mark, NULs, colours and white space around it."""
    line = raw.strip(b"\x00 \t\r\n")
    if line[:3] == _MARK:
        line = line[3:].lstrip(b"\x00 \t")
    if line[:1] == b"\x1b" or line[-1:] == b"m":
        line = _COLOUR.sub(b"", line).strip(b"\x00 \t\r\n")
    return line


def is_too_long(line: bytes) -> bool:
    """Whether a line is longer than is read, or holds more values than its length in memory allows."""
    if len(line) <= _LARGE:
        return False
    return len(line) > LONGEST or sum(map(line.count, (b",", b"[", b"{"))) > _VALUES


def _value(line: bytes) -> object:
    """Return the JSON value of a line, None when it is too long, too deep or damaged."""
    if len(line) > LONGEST:
        return None
    try:
        return _decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return _leniently(line)
    except RecursionError:
        return None


def record(line: bytes) -> dict[str, Any] | None:
    """Return the object of a line, None when it is none or damaged."""
    found = _value(line)
    return found if isinstance(found, dict) else None


def rows(line: bytes) -> list[dict[str, Any]] | None:
    """Return the objects of a line that is a list of them (an export in one piece), else None."""
    found = _value(line)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else None


def documents(text: str) -> list[dict[str, Any]]:
    """Return the objects of a text whose JSON is indented over many lines, alone, one after the other, or in
    a list.
    """
    found: list[dict[str, Any]] = []
    at = tries = 0
    while tries < _MOST_TRIES and (begin := _BEGIN.search(text, at)):
        at = begin.start()
        try:
            item, at = _forgiving.raw_decode(text, at)
        except (ValueError, RecursionError):
            tries += 1  # each one may read to the end in vain
            at = text.find("\n", at) + 1 or len(text)
            continue
        found += (
            [row for row in item if isinstance(row, dict)]
            if isinstance(item, list)
            else [item]
            if isinstance(item, dict)
            else []
        )
    return found


def is_indented(sample: bytes) -> bool:
    """Whether a file begins with an object or list that goes on over the next lines."""
    first, _, rest = sample.lstrip(b"\xef\xbb\xbf\x00 \t\r\n").partition(b"\n")
    return first.strip() in {b"{", b"["} and rest[:1] in {b" ", b"\t", b"{"}


def _leniently(line: bytes) -> object:
    # NaN, lone surrogates and bad bytes: json takes the first two, replacing takes the third.
    try:
        return json.loads(line.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None


def rescued(line: bytes) -> list[dict[str, Any]]:
    """Return the whole records inside a damaged line: splices, `}{`, lost newlines.

    A line that is one record twice over is one write that was repeated: nothing says that it happened twice
    or was ever finished, so it stays malformed.
    """
    if len(line) > LONGEST:
        return []
    text = line.decode("utf-8", "replace")
    found: list[dict[str, Any]] = []
    sources: list[str] = []
    at = tries = 0
    while tries < _TRIES:
        at = text.find('{"', at)
        if at < 0:
            break
        tries += 1
        try:
            item, end = _forgiving.raw_decode(text, at)
        except (ValueError, RecursionError):
            at += 2
            continue
        if isinstance(item, dict):
            found.append(item)
            sources.append(text[at:end])
        at = end
    return [] if len(sources) > 1 and len(set(sources)) == 1 else found


def time_in(text: str) -> str | None:
    """Return the time a line of text begins with, after at most a level or a host name."""
    found = _STAMP.search(text[:120])
    return found[0] if found else None


def is_json(sample: bytes) -> bool:
    """Whether the first lines of a file are mostly JSON objects."""
    lines = [line for line in (stripped(raw) for raw in sample.split(b"\n")[:200]) if line]
    return sum(line[:1] == b"{" for line in lines) * 2 >= len(lines) if lines else True
