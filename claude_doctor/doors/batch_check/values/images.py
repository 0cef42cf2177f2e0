"""Images by their first bytes: which format, how many pixels. Nothing is decompressed, and only what is
looked at is decoded.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.values.base64_data import Base64

_SEGMENTS = 500
_NO_LENGTH = frozenset((0x01, *range(0xD0, 0xD8)))
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_OTHERS = (
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"%PDF-", "PDF"),
    (b"\0\0\1\0", "ICO"),
    (b"PK\3\4", "ZIP"),
    (b"<", "SVG or HTML"),
)


class Picture:
    """`media` is its media type, "" for none of the four. A size of 0 is a broken header; None one we could
    not find.
    """

    __slots__ = ("height", "looks_like", "media", "width")

    def __init__(self, media: str, width: int | None, height: int | None, looks_like: str) -> None:
        self.media = media
        self.width = width
        self.height = height
        self.looks_like = looks_like

    @property
    def broken(self) -> bool:
        """Whether it cannot be decoded."""
        return not self.media or self.width == 0 or self.height == 0

    @property
    def longest(self) -> int:
        """The longer side, 0 when unknown."""
        return max(self.width or 0, self.height or 0)


def picture(data: Base64) -> Picture:
    """Return what an image is."""
    head = data.head()
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _made("image/png", _png(head))
    if head.startswith(b"\xff\xd8\xff"):
        return _made("image/jpeg", _jpeg(data))
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _made("image/gif", struct.unpack_from("<HH", head, 6) if len(head) >= 10 else (0, 0))
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _made("image/webp", _webp(head))
    if head[4:8] == b"ftyp":
        return Picture("", None, None, "HEIC, AVIF or a video")
    return Picture("", None, None, next((name for start, name in _OTHERS if head.startswith(start)), ""))


def tokens(width: int, height: int) -> int:
    """Return how many visual tokens an image costs: one for each square of 28 pixels begun."""
    return -(-width // 28) * -(-height // 28)


def _made(media: str, size: tuple[int | None, int | None]) -> Picture:
    return Picture(media, size[0], size[1], media)


def _png(head: bytes) -> tuple[int | None, int | None]:
    if len(head) < 24:
        return 0, 0
    if head[12:16] != b"IHDR":
        return None, None  # an Apple variant, or a chunk nobody expects
    width, height = struct.unpack_from(">II", head, 16)
    return width, height


def _jpeg(data: Base64) -> tuple[int | None, int | None]:
    """Walk the segments up to the frame header; each step moves on by at least two bytes."""
    at = 2
    for _ in range(_SEGMENTS):
        part = data.read(at, 9)
        if len(part) < 2:
            return 0, 0
        if part[0] != 0xFF:
            return None, None
        marker = part[1]
        if marker == 0xFF:
            at += 1
        elif marker in _NO_LENGTH:
            at += 2
        elif marker in (0xD9, 0xDA) or len(part) < 4:
            return 0, 0  # the image begins or ends without a frame
        elif marker in _FRAMES:
            return _frame(part)
        else:
            at += 2 + max(int.from_bytes(part[2:4], "big"), 2)
    return None, None


def _frame(part: bytes) -> tuple[int | None, int | None]:
    if len(part) < 9:
        return 0, 0
    height, width = struct.unpack_from(">HH", part, 5)
    return width, height or None  # a height of 0 is written later, in a DNL segment


def _webp(head: bytes) -> tuple[int | None, int | None]:
    kind = head[12:16]
    if len(head) < 30:
        return 0, 0
    if kind == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", head, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None, None
