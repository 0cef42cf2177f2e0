"""Base64 read in windows: a header or the end of a file is looked at without decoding the rest."""

from __future__ import annotations

import binascii

_HEAD = 88  # characters
_SMALL = 8_192
_END = 1_024
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class Base64:
    """Bytes behind a base64 text. What cannot be decoded reads as no bytes."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def size(self) -> int:
        """How many bytes there are."""
        text = self.text
        return len(text) * 3 // 4 - (2 if text.endswith("==") else 1 if text.endswith("=") else 0)

    def head(self) -> bytes:
        """Return the first 66 bytes, or all there are."""
        if len(self.text) < _HEAD:
            return self.read(0, _HEAD)
        try:
            return binascii.a2b_base64(self.text[:_HEAD])
        except ValueError:
            return b""

    def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start`."""
        if start < 0 or length <= 0 or start >= self.size:
            return b""
        first = start // 3
        chunk = self.text[first * 4 : ((start + length + 2) // 3) * 4]
        try:
            found = binascii.a2b_base64(chunk + "=" * (-len(chunk) % 4))
        except (binascii.Error, ValueError):
            return b""
        return found[start - first * 3 :][:length]


def stray(text: str) -> str:
    """Say what does not belong into base64, "" for nothing. Long texts are searched for line ends, and for
    anything else at both ends.
    """
    if text.startswith("data:"):
        return "a data: URI"
    sample = text
    if len(text) > _SMALL:
        sample = text[:_END] + text[-_END:]
        if "\n" in text:
            return "white space"
    if not text.isascii() or sample.rstrip("=").encode().translate(None, _ALPHABET):
        return "white space" if any(char.isspace() for char in sample) else "characters that are not base64"
    return ""
