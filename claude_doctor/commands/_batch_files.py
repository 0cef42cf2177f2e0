"""What FILE means: paths, globs and `-`; plain, gzip and zstd, told apart by their first bytes."""

from __future__ import annotations

import glob
import io
import os
import sys
import zlib
from typing import TYPE_CHECKING, Any, cast

from claude_doctor.commands._inputs import is_terminal
from claude_doctor.errors import InputError, UsageError

if TYPE_CHECKING:
    from typing import BinaryIO

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_BUFFER = 1 << 20
_OTHER = {b"PK\x03\x04": "zip", b"\x89PNG": "PNG", b"%PDF": "PDF", b"\x7fELF": "ELF", b"SQLi": "SQLite", b"PAR1": "Parquet"}


def paths(words: list[str]) -> list[str]:
    """Return the inputs named: globs expanded, stdin when nothing is named; InputError for a pattern without a match."""
    if not words:
        if is_terminal(sys.stdin):
            raise UsageError("name a FILE, or send requests to standard input")
        return ["-"]
    found: list[str] = []
    for word in words:
        if word == "-" or os.path.exists(word) or not glob.has_magic(word):
            found.append(word)
            continue
        matches = sorted(glob.glob(word, recursive=True))
        if not matches:
            raise InputError(f"{word}: no file matches")
        found += matches
    return list(dict.fromkeys(found))


def opened(path: str) -> tuple[BinaryIO, bool]:
    """Open an input for reading bytes after decompression; also say whether it is a plain file."""
    try:
        raw = sys.stdin.buffer if path == "-" else open(path, "rb", buffering=_BUFFER)  # noqa: SIM115  # the caller closes it
        if path != "-" and os.path.isdir(path):
            raise InputError(f"{path}: is a directory, a file was wanted")
        head = raw.peek(4)[:4]  # type: ignore[union-attr,unused-ignore]  # both are buffered readers
    except IsADirectoryError as error:
        raise InputError(f"{path}: is a directory, a file was wanted") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or type(error).__name__}") from error
    for magic, name in _OTHER.items():
        if head == magic:
            raise InputError(f"{path}: is {name} data, not requests")
    if head[:2] == GZIP:
        return _gunzip(cast("BinaryIO", raw)), False
    if head == ZSTD:
        return _unzstd(path, cast("BinaryIO", raw)), False
    return cast("BinaryIO", raw), path != "-" and os.path.isfile(path)


def damaged(error: Exception) -> bool:
    """Whether an error says that an input cannot be read on: a disk's, or a decompressor's, each with classes of its own."""
    return isinstance(error, OSError | EOFError | zlib.error) or type(error).__module__.partition(".")[0] in (
        "isal",
        "zstd",
        "zstandard",
        "compression",
        "_zstd",
    )


def _gunzip(raw: BinaryIO) -> BinaryIO:
    module: Any
    try:
        from isal import igzip as module  # a fifth of the time, when it is there
    except ImportError:
        import gzip as module
    return cast("BinaryIO", io.BufferedReader(module.open(raw, "rb"), _BUFFER))


def _unzstd(path: str, raw: BinaryIO) -> BinaryIO:
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]  # Python 3.14

        return cast("BinaryIO", io.BufferedReader(zstd.open(raw, "rb"), _BUFFER))
    except ImportError:
        pass
    try:
        import zstandard
    except ImportError:
        raise InputError(f"{path}: is zstd data; install `zstandard`, or send it through `zstd -dc {path} | claude-doctor batch-check`") from None
    reader = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
    return cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", reader), _BUFFER))
