"""What the text readers see in an error text, remembered by its shape: an error repeats with another time, id
and number, and the readers' answer is the same but for these.

Times, ids and numbers of four digits and more are replaced by others of the same form before readers look,
and put back into what they say. Statuses have three digits and always decide.
"""

from __future__ import annotations

import re

from claude_doctor import signals
from claude_doctor.base.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claude_doctor.base.model import Signal

_MOST = 2000
_LONGEST = 8192
_CHANGES = 50
_CHANGING = re.compile(
    r"(?P<id>\b(?:req|msg|toolu|batch|msgbatch|chatcmpl)_[0-9A-Za-z]{8,64}\b"
    r"|(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-]))"
    r"|(?P<time>(?<![\w.:-])20\d\d-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d:[0-5]\d(?:[.,]\d{1,9})?(?![\d.,:]))"
    r"|(?<![\w.:,/-])\d{4,15}(?![\w.:,/-])"
)
_TEXTS = ("message", "request_id", "model", "error_code", "type", "exception", "speaker", "foreign")
_LISTS = ("texts", "exceptions", "types")
_known: dict[str, Signal] = {}


def seen(words: str) -> Signal:
    """Return what the text readers see in a text."""
    if len(words) > _LONGEST:
        return signals.read(words)
    put: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        text = found[0]
        made = put.get(text)
        if made is None:
            made = put[text] = _stand_in(text, found.lastgroup, len(put))
        return made

    shape = _CHANGING.sub(other, words)
    if len(put) > _CHANGES or any(made in words for made in put.values()):
        return signals.read(words)
    signal = _known.get(shape)
    if signal is None:
        signal = signals.read(shape)
        if len(_known) >= _MOST:
            _known.clear()
        _known[shape] = signal
    if signal.retry_after_s is not None and put:
        return signals.read(words)  # a number that may be one of them
    return _restored(signal, put) if put else signal


def _stand_in(text: str, kind: str | None, number: int) -> str:
    """Return another id, time or number of the same form."""
    if kind == "time":
        day, hour = number % 28 + 1, number // 28 % 24
        return f"2001-01-{day:02}{text[10]}{hour:02}:00:00{text[19:20]}{'0' * len(text[20:])}"
    if kind == "id":
        begin = text.partition("_")[0] + "_" if "_" in text else ""
        if not begin:
            return f"{number:08x}-abcd-4bad-abad-{'c0ffee' * 2}"
        return begin + f"0zQ{number:04}".ljust(len(text) - len(begin), "Q")[: len(text) - len(begin)]
    return f"{10 + len(text)}{number:0{len(text) - 2}}"  # none is the beginning of a longer one


def _restored(signal: Signal, put: dict[str, str]) -> Signal:
    changes: dict[str, Any] = {}
    for name in _TEXTS:
        value = getattr(signal, name)
        if value:
            changes[name] = _back(value, put)
    for name in _LISTS:
        changes[name] = tuple(_back(value, put) for value in getattr(signal, name))
    return replace(signal, **changes)


def _back(text: str, put: dict[str, str]) -> str:
    for was, made in put.items():
        text = text.replace(made, was)
    return text
