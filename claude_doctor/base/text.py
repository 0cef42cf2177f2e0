"""Text from outside: made harmless to print, and squeezed to what is compared when matching."""

from __future__ import annotations

from claude_doctor.base.lazy import pattern

# CSI, OSC (ended by BEL or ST, or never), other escapes, and their 8-bit forms. Every branch is linear: no
# nested repeats.
_ESCAPES = pattern(
    r"\x1b\[[0-?]*[ -/]*[@-~]?|[\x1b\x9d]\]?[^\x07\x1b\x9c\x9d\n]{0,4096}+(?:\x07|\x1b\\|\x9c)|\x1b[ "
    r"-/]*[0-~]?|\x9b[0-?]*[ -/]*[@-~]?"
)
_SGR = pattern(r"\x1b\[[0-9;:]*m")
# What nobody sees, be it a letter, a mark or a format for Unicode: soft hyphen, joiners, fillers, variation
# selectors, bidi controls, zero-width characters, BOM, tags.
INVISIBLE = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef"
)
# The selector that colours a symbol (as in a warning sign) stays behind one.
_SYMBOL = "(?<=[\u2190-\u2bff\U0001f000-\U0001faff])\ufe0f"
# What nobody sees, C0 and C1 controls but tab and newline, lone surrogates, non-characters.
_HIDDEN = pattern(f"(?!{_SYMBOL})[{INVISIBLE}\x00-\x08\x0b-\x1f\x7f-\x9f\ufff9-\uffff\ud800-\udfff]")
# Those of them that count as printable.
_FILLERS = pattern(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_UNICODE = pattern(r"\\u[0-9a-fA-F]{4}")
_DELETED = b" \t\n\r\x0b\x0c\"'`\\*|"


def clean(text: str) -> str:
    """Return text without escape sequences and invisible controls; every line end becomes a newline."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x1b" in text or "\x9b" in text or "\x9d" in text:
        text = _ESCAPES.sub("", _SGR.sub("", text))
    if is_seen(text.replace("\n", "").replace("\t", "")):
        return text  # true of nearly every paste, and quicker than compiling the pattern
    return _HIDDEN.sub("", text)


def is_seen(text: str) -> bool:
    """Whether a line has nothing but what a person sees."""
    return text.isprintable() and (text.isascii() or not _FILLERS.search(text))


def one_line(text: str, limit: int = 0) -> str:
    """Return text on one line, shortened in the middle when it is longer than `limit` (0: never)."""
    text = " ".join(text.split())
    if limit and len(text) > limit:
        keep = (limit - 1) // 2
        return f"{text[:keep]}…{text[len(text) - (limit - 1 - keep) :]}"
    return text


def squeeze(text: str) -> bytes:
    """Return what is compared: lower-case ASCII without white space, quotes, backslashes, asterisks and bars.

    So one form serves JSON, Python reprs, escaped and re-wrapped text, panels and smart quotes alike.
    """
    if "\\" in text:
        text = _blank_escapes(text)
    return text.encode("ascii", "ignore").lower().translate(None, _DELETED)


def _blank_escapes(text: str) -> str:
    # As many blanks as characters, so that offsets stay (see `locate`).
    text = text.replace("\\n", "  ").replace("\\t", "  ").replace("\\r", "  ")
    return _UNICODE.sub("      ", text) if "\\u" in text else text


def locate(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of `text` whose squeezed form is squeezed[start:end]."""
    blank = _blank_escapes(text)
    at = seen = 0
    for line in blank.splitlines(keepends=True):
        size = len(squeeze(line))
        if seen + size > start:
            break
        seen += size
        at += len(line)
    first = _walk(blank, at, start - seen)
    return first, _walk(blank, first, end - start - 1) + 1


def _walk(text: str, at: int, kept: int) -> int:
    # The offset of the kept-th compared character from `at` on.
    for offset in range(at, len(text)):
        char = text[offset]
        if char < "\x80" and char.encode() not in _DELETED:
            if kept <= 0:
                return offset
            kept -= 1
    return max(len(text) - 1, 0)
