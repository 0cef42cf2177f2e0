"""What of a URL must not be shown, and which URL may stand in a command. Pure, and never raises."""

from __future__ import annotations

import re
from urllib.parse import unquote

# A host as it may be looked up and shown: letters, digits, dot, dash, underscore. Nothing a shell would act
# on.
_HOST = re.compile(r"[\w.-]+")
_SHOWABLE = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::\d+)?(?:/[\w./~%+=:,-]*)?")
_PIECE = re.compile(r"[a-zA-Z]+\d{0,4}|\d{1,12}|v\d+[a-z]*\d*")
_LEAST, _LONG = 8, 20
# Named only when it is one of these: what stands in the place of a scheme may be a part of a password.
_SCHEMES = (
    "ftp",
    "file",
    "ws",
    "wss",
    "tcp",
    "grpc",
    "unix",
    "socks4",
    "socks4a",
    "socks5",
    "socks5h",
    "http",
    "https",
)


def is_host(text: str) -> bool:
    """Whether a text can be the name of a host."""
    return _HOST.fullmatch(text) is not None


def is_showable(url: str) -> bool:
    """Whether a URL may stand in a command as it is: no user information, no query, nothing for a shell."""
    return _SHOWABLE.fullmatch(url) is not None


def scheme_words(scheme: str) -> str:
    """Return how to name a scheme; one nobody knows is not quoted."""
    return f"{scheme}://" if scheme in _SCHEMES else "an unknown scheme"


def userinfo(text: str) -> tuple[str, ...]:
    """Return what stands before an @ in a URL or a list of them, whole and in its parts: secrets, whether it
    can be read or not.
    """
    found = []
    for part in (text, *text.split("://"), *text.split(","), *text.split("://", 1)[1:]):
        before = part.rpartition("@")[0]
        for piece in (before, before.partition(":")[2]):
            found += [form for form in (piece, unquote(piece)) if form]
    return tuple(dict.fromkeys(found))


def segments(text: str) -> tuple[str, ...]:
    """Return what in the path, query and fragment of a URL looks like a token: neither words nor a number nor
    a version.
    """
    rest = text.partition("://")[2].partition("/")[2] if "://" in text else ""
    query = text.partition("?")[2]
    pieces = [*re.split(r"[/?#&=;,]", rest), *re.split(r"[#&=;,]", query)]
    return tuple(dict.fromkeys(piece for piece in pieces if _is_token(piece)))


def _is_token(piece: str) -> bool:
    if len(piece) < _LEAST:
        return False
    parts = [part for part in re.split(r"[-_.~:+%@]", piece) if part]
    if any(part.isalpha() and len(part) >= _LONG and not part.islower() for part in parts):
        return True
    return any(len(part) >= _LEAST or len(parts) == 1 for part in parts if not _PIECE.fullmatch(part))
