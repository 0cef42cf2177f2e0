"""What of a huge paste is worth reading: distinct lines, both ends, and the lines that speak of trouble."""

from __future__ import annotations

LIMIT = 128 * 1024
_END = 32 * 1024
_LINE = 8 * 1024
_AROUND = 1024
_PLACES = 8
_TROUBLE = (
    "rror",
    "xception",
    "ail",
    "efused",
    "enied",
    "nvalid",
    "limit",
    "imeout",
    "imed out",
    "verload",
    "nable to",
    "annot",
    "ould not",
    "not found",
    "expired",
    "isconnect",
    "reset",
    "Traceback",
    "too ",
    "429",
    "529",
)


# Of a text longer than this only both ends are looked at: the last lines of a log hold the error, the first
# its beginning.
HUGE = 32 * 1024 * 1024


def ends(text: str) -> str:
    """Return text, both ends of it when it is huge."""
    return text if len(text) <= HUGE else text[: HUGE // 2] + text[-HUGE // 2 :]


def condensed(text: str) -> str:
    """Return text unchanged up to 128 KiB; of more, what may hold an error, in order, at about that size."""
    if len(text) <= LIMIT:
        return text
    lines = [_short(line) for line in dict.fromkeys(text.splitlines())]
    text = "\n".join(lines)
    if len(text) <= LIMIT:
        return text
    middle = text[_END:-_END].splitlines()
    telling = [line for line in middle if any(word in line for word in _TROUBLE)]
    return "\n".join((text[:_END], *_both_ends(telling, LIMIT - 2 * _END), text[-_END:]))


def _both_ends(lines: list[str], room: int) -> list[str]:
    # As many lines as there is room for, half of it for the first, half for the last.
    head: list[str] = []
    tail: list[str] = []
    used = 0
    first, last = 0, len(lines) - 1
    while first <= last and used < room:
        use_head = len(head) <= len(tail)
        line = lines[first] if use_head else lines[last]
        (head if use_head else tail).append(line)
        first, last = (first + 1, last) if use_head else (first, last - 1)
        used += len(line) + 1
    return [*head, *reversed(tail)]


def _short(line: str) -> str:
    """Return a line, or of a huge one its ends and what stands around the word error."""
    if len(line) <= 4 * _LINE:
        return line
    places: list[int] = []
    at = line.find("rror", _LINE)
    while 0 <= at < len(line) - _LINE and len(places) < _PLACES:
        places.append(at)
        at = line.find("rror", at + _AROUND)
    parts = [line[:_LINE], *(line[max(at - _AROUND, _LINE) : at + _AROUND] for at in places), line[-_LINE:]]
    return " … ".join(parts)
