"""What a certificate says of itself, read from DER without trusting it: subject, issuer, names, validity."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMON_NAME, _ORGANISATION, _ALT_NAMES = b"\x55\x04\x03", b"\x55\x04\x0a", b"\x55\x1d\x11"
_PUBLIC = (
    "google trust services", "let's encrypt", "digicert", "cloudflare", "amazon", "sectigo", "globalsign",
    "entrust", "ssl corporation", "identrust", "internet security research group", "comodo", "godaddy",
    "certum", "microsoft corporation", "buypass", "zerossl",
)  # fmt: skip


@record
class Certificate:
    """The parts that matter for a diagnosis; times are seconds since the epoch, None where they could not be
    read.
    """

    subject: str = ""
    issuer: str = ""
    names: tuple[str, ...] = ()
    not_before: float | None = None
    not_after: float | None = None
    sha256: str = ""

    @property
    def is_public_issuer(self) -> bool:
        """Whether the issuer bears the name of a public authority (which anybody can write)."""
        return any(name in self.issuer.lower() for name in _PUBLIC)

    @property
    def is_self_signed(self) -> bool:
        """Whether it names itself as its issuer."""
        return bool(self.subject) and self.subject == self.issuer

    def days_left(self, now: float) -> int | None:
        """Return the whole days until it expires."""
        return None if self.not_after is None else int((self.not_after - now) // 86_400)


def parsed(der: bytes) -> Certificate:
    """Read a certificate; what cannot be read stays empty."""
    try:
        return _parsed(der)
    except (IndexError, ValueError):
        return Certificate(sha256=hashlib.sha256(der).hexdigest() if der else "")


def _parsed(der: bytes) -> Certificate:
    body = list(_items(_content(_content(der))))
    if body and body[0][0] == 0xA0:
        body = body[1:]  # the version is optional
    issuer, validity, subject = body[2][1], body[3][1], body[4][1]
    times = [_time(tag, value) for tag, value in _items(validity)]
    extensions = next((value for tag, value in body[6:] if tag == 0xA3), b"")
    names = tuple(_alternative_names(extensions)) if extensions else ()
    return Certificate(
        _name(subject), _name(issuer), names, times[0], times[1], hashlib.sha256(der).hexdigest()
    )


def _content(data: bytes) -> bytes:
    for _, content in _items(data):
        return content
    raise ValueError("an empty item")


def _items(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (tag, content) of the DER items that stand in a row."""
    at = 0
    while at < len(data):
        tag, size, at = data[at], data[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7F
            size = int.from_bytes(data[at : at + count], "big")
            at += count
        yield tag, data[at : at + size]
        at += size


def _name(data: bytes) -> str:
    found: dict[bytes, str] = {}
    for _, group in _items(data):
        for _, pair in _items(group):
            (_, kind), (_, value) = list(_items(pair))[:2]
            found.setdefault(kind, value.decode("utf-8", "replace"))
    parts = [found.get(_ORGANISATION, ""), found.get(_COMMON_NAME, "")]
    return " / ".join(dict.fromkeys(part for part in parts if part)) or "without a name"


def _time(tag: int, value: bytes) -> float:
    text = value.decode("ascii")
    layout = "%y%m%d%H%M%SZ" if tag == 0x17 else "%Y%m%d%H%M%SZ"
    return datetime.strptime(text, layout).replace(tzinfo=UTC).timestamp()


def _alternative_names(extensions: bytes) -> Iterator[str]:
    for _, extension in _items(_content(extensions)):
        parts = list(_items(extension))
        if parts and parts[0][1] == _ALT_NAMES:
            for tag, value in _items(_content(parts[-1][1])):
                if tag == 0x82:
                    yield value.decode("ascii", "replace")
                elif tag == 0x87:
                    yield ".".join(str(byte) for byte in value) if len(value) == 4 else value.hex(":")
