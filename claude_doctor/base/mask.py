"""Secrets out of everything that is printed: tokens of known kind first, then values by the name or the shape
around them.

Every pattern is compiled only when its anchor is in the text, starts at a literal, and repeats without a
bound only where a match consumes what was read: the time is linear in the text whatever it holds.
"""

from __future__ import annotations

import re

from claude_doctor.base.mask_patterns import (
    BY_STEM,
    CALLED,
    CODE,
    ENTRY,
    ESCAPED,
    IDENTIFIER,
    LINE,
    LONG,
    PLAIN,
    QUOTED,
    REST,
    SHAPES,
    TOKENS,
    TORN,
    UNSEEN,
    UNSEEN_ESCAPED,
    WHOLE,
    WIDE,
    WIDE_NAME,
    WIDE_STEMS,
    WORD,
    WORDS,
    Kind,
    kept,
    written,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STARS = "***"
_MINIMUM = 30
_ENDLESS = 400  # no prose of an error is that long behind the name of a secret
# One of these stands in every ENTRY, between a name and its value; ids and places have none.
_SIGNS = frozenset("=:>, \t%")
_ENCODED = {"%3d": "=", "%3a": ":"}
_LONG = 20  # so many characters without a blank were made by a machine
_TEARABLE = 10  # a value as long as this may be torn at the end of a line
_ROUNDS = 4
_BEFORE = 48  # a name that says what a token is has room in so many characters
_compiled: dict[str | Kind, re.Pattern[str]] = {}


def masked(text: str) -> str:
    """Return text with every secret masked: known kinds of at least 30 characters keep prefix and last three.

    Characters that are not seen are dropped only where one of them hides a secret.
    """
    if not text.isascii() or "\\u" in text:
        seen = _pattern(UNSEEN_ESCAPED).sub("", _pattern(UNSEEN).sub("", text))
        if len(seen) < len(text):
            shown = _settled(seen)
            if shown != seen:
                return shown
    return _settled(text)


def _settled(text: str) -> str:
    # What was masked may have stood between a name and its value: so again until nothing changes, which is
    # nearly always at once.
    for _ in range(_ROUNDS):
        shown = _masked(text)
        if shown == text:
            break
        text = shown
    return text


def _masked(text: str) -> str:
    if "\\u00" in text:
        text = _pattern(ESCAPED).sub(_unescaped, text)
    text = _replaced(text, TOKENS, _token)
    text = _named(text, _lower(text))
    if _pattern(WIDE_NAME).search(text):
        text = _replaced(text, ((WIDE_STEMS, WIDE),), _wide)
    return _replaced(text, SHAPES, _shape)


def free_masked(text: str) -> str:
    """Return free text (a message, evidence, a quoted line) masked, and every long token that looks like a
    key with it.

    Not for what scripts join on (paths, ids, models, names of files): those are masked by known kinds alone.
    Ids of known kinds, uuids, models, paths, digests that are called so, and starts of images stay.
    """
    text = masked(text)
    return _pattern(LONG).sub(_long, text) if len(text) >= _LONG else text


def _long(found: re.Match[str]) -> str:
    from claude_doctor.base import looks

    token = found[0]
    if not looks.is_made(token) or looks.is_harmless(token) or looks.is_uuid(token.rstrip(".")):
        return token
    before = found.string[max(0, found.start() - _BEFORE) : found.start()]
    return token if _pattern(CALLED).search(before) else STARS


def tokens_masked(text: str) -> str:
    """Return text with the tokens of known kind masked, and no value for the name it stands behind: for
    commands of our own.
    """
    return _replaced(text, TOKENS, _token)


def _replaced(
    text: str, kinds: tuple[tuple[tuple[str, ...], str | Kind], ...], by: Callable[[re.Match[str]], str]
) -> str:
    low = _lower(text)
    for anchors, pattern in kinds:
        for anchor in anchors:
            if anchor in low:
                text = _pattern(pattern).sub(by, text)
                break
    return text


def _pattern(source: str | Kind) -> re.Pattern[str]:
    if source not in _compiled:
        _compiled[source] = re.compile(source if isinstance(source, str) else written(source))
    return _compiled[source]


def _lower(text: str) -> str:
    # Of the same length as text, so that offsets stay; one letter ("İ") grows in lower case.
    low = text.lower()
    return low if len(low) == len(text) else text.translate({code: code + 32 for code in range(65, 91)})


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def _token(found: re.Match[str]) -> str:
    token = found[0]
    if not _pattern(WHOLE).fullmatch(token):
        return STARS  # torn: its end may be a piece that only looks like one
    return f"{found[1]}{STARS}{token[-3:]}" if len(token) >= _MINIMUM else STARS


def _shape(found: re.Match[str]) -> str:
    value = found[0][len(found[1]) :]
    return found[0] if _is_masked(value) else found[1] + STARS


def _wide(found: re.Match[str]) -> str:
    from claude_doctor.base import looks  # few texts come as far

    token = found[2]
    return (
        found[1] + STARS
        if looks.is_made(token, 0.2, digits=1) and not looks.is_harmless(token) and "***" not in found[0]
        else found[0]
    )


def _is_masked(value: str) -> bool:
    return value == STARS or (STARS in value and _pattern(kept()).fullmatch(value) is not None)


def _named(text: str, low: str) -> str:
    """Return text without the values that stand behind a name."""
    if _SIGNS.isdisjoint(text):
        return text
    parts: list[str] = []
    done = 0
    for end, kind in sorted(_names(low)):
        if end < done:
            continue
        span = _value(text, low, end, kind)
        if span is not None:
            parts += (text[done : span[0]], STARS)
            done = span[1]
    return "".join(parts) + text[done:] if parts else text


def _names(low: str) -> Iterator[tuple[int, str]]:
    """Yield where each name ends, and what kind of name it is."""
    for stem, names in BY_STEM:
        if stem not in low:
            continue
        for kind, name, tail in names:
            at = low.find(name + tail)
            while at >= 0:
                yield at + len(name), kind
                at = low.find(name + tail, at + len(name))


def _value(text: str, low: str, end: int, kind: str) -> tuple[int, int] | None:
    """Return the span of the secret behind the name that ends at `end`."""
    entry = _pattern(ENTRY).match(text, end)
    if entry is None or (entry["sign"] == "," and not (entry["close"] and entry["open"])):
        return None
    if kind == "suffix":
        kind = "key" if text[end - 3 : end] == "KEY" else "token"
    sign = (
        _ENCODED.get((entry["sign"] or "").lower())
        or entry["sign"]
        or ("is" if entry["verb"] else _option(low, end))
    )
    start = entry.end()
    if (kind in {"cookie", "token"} and sign == " ") or (
        not entry["open"] and _pattern(CODE).match(text, start)
    ):
        # before the value is read: what is refused after that is short, so nothing long is read twice
        return None
    stop = _stop(text, entry, kind)
    value = text[start:stop]
    if not value or _is_masked(value):
        return None
    spoken = value.strip().lower() in WORDS  # "authorization token for this server"
    secret = (
        (bool(entry["scheme"]) and not spoken)
        or len(value) > _ENDLESS
        or _is_secret(value, kind, sign, bool(entry["open"]))
    )
    if (
        secret
        and _TEARABLE <= len(value) <= _ENDLESS
        and kind != "cookie"
        and (more := _pattern(TORN).match(text, stop))
    ):
        stop = more.end()
    return (start, stop) if secret else None


def _stop(text: str, entry: re.Match[str], kind: str) -> int:
    """Return where the value ends: at the quote of the depth it was opened with, or as an unquoted value
    ends.
    """
    if entry["open"]:
        depth, quote = len(entry["open"]) - 1, entry["open"][-1]
        pattern = QUOTED[depth > 0].replace("Q", quote).replace("N", str(depth + 1))
    else:
        listed = (entry["scheme"] or "").lower().strip() in {
            "digest",
            "negotiate",
            "ntlm",
            "aws4-hmac-sha256",
        }
        pattern = LINE if listed else REST if kind == "cookie" else PLAIN
    found = _pattern(pattern).match(text, entry.end())
    return found.end() if found else entry.end()


def _option(low: str, end: int) -> str:
    """Return "--" when the name is an option of a command line, which a value follows after a blank."""
    word = low[max(0, end - 60) : end].replace("\n", " ").rsplit(" ", 1)[-1].lstrip("\"'`([")
    return "--" if word.startswith("--") else " "


def _is_secret(value: str, kind: str, sign: str, quoted: bool) -> bool:
    """Say whether a value is one: prose, plain numbers of tokens and words
    like None are needed to diagnose.
    """
    bare = value.strip().lower().rstrip(".,:;!?)")
    if not bare or bare in WORDS:
        return False
    if kind in {"password", "key"} and sign == "--":
        return not bare.startswith("-")
    if sign == "--":
        return len(bare) >= 6 and _by_machine(bare)
    if kind == "cookie":
        return sign != "is"
    if sign == " ":
        least = {"password": 4, "key": 16}.get(kind, 0)
        return least > 0 and len(bare) >= least and any(map(str.isdigit, bare)) and _by_machine(bare)
    if kind == "token" or sign[0] in ",i":
        return len(bare) >= (4 if kind == "password" else 6) and _by_machine(bare)
    return kind == "password" or _is_key(value, bare, quoted, sign.endswith("="))


def _is_key(value: str, bare: str, quoted: bool, assigned: bool) -> bool:
    # Between quotes prose has blanks; behind a colon ("secret: rotated") it is a short word.
    if quoted:
        return not _pattern(WORD).fullmatch(value)
    if assigned:
        return len(bare) >= 3
    return len(bare) >= 6 and not (bare.isalpha() and len(bare) < 12)


def _by_machine(value: str) -> bool:
    if " " in value or _pattern(IDENTIFIER).match(value):
        return False
    return len(value) >= _LONG or (any(map(str.isdigit, value)) and any(map(str.isalpha, value)))
