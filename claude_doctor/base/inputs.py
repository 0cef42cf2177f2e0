"""What a person gives as input: files, stdin, a paste."""

from __future__ import annotations

import os
import sys

from claude_doctor.base.errors import InputError, cannot_read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO, TextIO

# A paste longer than this is read at both ends only: the last lines of a log hold the error, the first its
# beginning.
LIMIT = 32 * 1024 * 1024
_CONTAINERS = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PK\x03\x04": "zip",
    b"\x89PNG": "PNG",
    b"%PDF": "PDF",
    b"\x7fELF": "ELF",
}


def text_of(path: str) -> str:
    """Return the text of a file (`-` is stdin); InputError when it cannot be read or is a known binary
    container.
    """
    if path == "-":
        return stdin()
    try:
        with open(path, "rb") as file:
            return _text(_bounded(file), path)
    except OSError as error:
        raise cannot_read(path, error) from error


def stdin() -> str:
    """Return all of standard input, both ends of it when it is huge."""
    return _text(_bounded(sys.stdin.buffer), "standard input") if sys.stdin is not None else ""


def standard_input() -> BinaryIO:
    """Return standard input as bytes; InputError when whoever started us has closed it."""
    if sys.stdin is None:
        raise InputError("standard input is closed: name a file")
    return sys.stdin.buffer


def _text(data: bytes, name: str) -> str:
    for magic, kind in _CONTAINERS.items():
        if data.startswith(magic):
            raise cannot_read(name, f"it is {kind} data, not text")
    return decoded(data)


def _bounded(file: BinaryIO) -> bytes:
    head = file.read(LIMIT // 2)
    tail = b""
    while chunk := file.read(LIMIT // 2):
        tail = (tail + chunk)[-LIMIT // 2 :]
    return head + tail


def decoded(data: bytes) -> str:
    """Return bytes as text: UTF-8, or UTF-16 with its mark; bad bytes become the replacement character."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8", "replace")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits at a stream; a closed one has nobody."""
    try:
        return stream is not None and os.isatty(stream.fileno())
    except (ValueError, OSError, AttributeError):
        return False
