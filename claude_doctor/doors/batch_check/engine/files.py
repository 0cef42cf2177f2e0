"""What FILE means: paths, globs and `-`; plain, gzip and zstd, told apart by their first bytes."""

from __future__ import annotations

import glob
import io
import os
import sys
import zlib
from typing import TYPE_CHECKING, Any, cast

from claude_doctor.base.errors import InputError, UsageError, cannot_read
from claude_doctor.base.inputs import is_terminal, standard_input

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
# It stays in the cache of the processor; a larger one is slower.
BUFFER = 1 << 17
_STEP = 512
_OTHER = {
    b"PK\x03\x04": "zip",
    b"\x89PNG": "PNG",
    b"%PDF": "PDF",
    b"\x7fELF": "ELF",
    b"SQLi": "SQLite",
    b"PAR1": "Parquet",
    b"\xfd7zXZ": "xz",
    b"BZh": "bzip2",
    b"7z\xbc\xaf": "7z",
    b"\x04\x22\x4d\x18": "lz4",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"RIFF": "RIFF",
}
_TAR = 257  # where an archive says that it is one


def paths(words: list[str]) -> list[str]:
    """Return the inputs named: globs expanded, stdin when nothing is named; a pattern without a match stays,
    and is not found.
    """
    if not words:
        if is_terminal(sys.stdin):
            raise UsageError("name a FILE, or send requests to standard input")
        return ["-"]
    found: list[str] = []
    for word in words:
        if word == "-" or os.path.exists(word) or not glob.has_magic(word):
            found.append(word)
            continue
        found += sorted(glob.glob(word, recursive=True)) or [word]
    return list(dict.fromkeys(found))


def opened(path: str) -> tuple[BinaryIO, bool]:
    """Open an input for reading bytes after decompression; also say whether it is a plain file."""
    try:
        source = standard_input() if path == "-" else open(path, "rb", buffering=BUFFER)  # noqa: SIM115  # the caller closes it
        if path != "-" and os.path.isdir(path):
            raise cannot_read(path, "it is a directory, a file was wanted")
        raw = cast("io.BufferedReader", source)
        head = raw.peek(_TAR + 5)
    except OSError as error:
        is_pattern = glob.has_magic(path) and not os.path.lexists(path)
        raise cannot_read(path, "no file matches" if is_pattern else error) from error
    _refuse(path, head)
    if head[:2] == GZIP:
        return _packed(path, _gunzip(raw)), False
    if head[:4] == ZSTD:
        return _packed(path, _unzstd(path, raw)), False
    return raw, path != "-" and os.path.isfile(path)


def _packed(path: str, unpacked: io.BufferedReader) -> BinaryIO:
    """Return what was unpacked, unless that is no text either."""
    try:
        _refuse(path, unpacked.peek(_TAR + 5))
    except Exception as error:
        if not damaged(error):
            raise
        raise cannot_read(path, f"it cannot be unpacked: {error}") from error
    return cast("BinaryIO", unpacked)


def _refuse(path: str, head: bytes) -> None:
    name = next((name for magic, name in _OTHER.items() if head.startswith(magic)), "")
    if head[_TAR : _TAR + 5] == b"ustar":
        name = "tar"
    if name:
        raise cannot_read(path, f"it is {name} data, not requests")


def damaged(error: Exception) -> bool:
    """Whether an error says that an input cannot be read on: a disk's, or a decompressor's, each with classes
    of its own.
    """
    return isinstance(error, OSError | EOFError | zlib.error) or type(error).__module__.partition(".")[0] in (
        "isal",
        "zstd",
        "zstandard",
        "compression",
        "_zstd",
    )


def _gunzip(raw: BinaryIO) -> io.BufferedReader:
    module: Any
    try:
        from isal import igzip as module  # a fifth of the time, when it is there
    except ImportError:
        import gzip as module
    return io.BufferedReader(module.open(raw, "rb"), BUFFER)


def _unzstd(path: str, raw: BinaryIO) -> io.BufferedReader:
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]  # Python 3.14

        return io.BufferedReader(zstd.open(raw, "rb"), BUFFER)
    except ImportError:
        pass
    try:
        import zstandard
    except ImportError:
        raise InputError(
            f"{path}: is zstd data; install `zstandard`, or send it through `zstd -dc {path} | "
            "claude-doctor batch-check`"
        ) from None
    return io.BufferedReader(_Frames(raw, zstandard.ZstdDecompressor().decompressobj), BUFFER)


class _Frames(io.RawIOBase):
    """Frames of zstd one after the other. A file that ends inside one is an error, which the library's own
    reader passes over.
    """

    def __init__(self, raw: BinaryIO, make: Callable[[], Any]) -> None:
        self._raw = raw
        self._make = make
        self._frame: Any = None
        self._packed = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        """Say that this is for reading."""
        return True

    def fileno(self) -> int:
        """Return the number of the packed file."""
        return self._raw.fileno()

    def readinto(self, into: Any) -> int:
        """Fill a buffer with what comes next."""
        while not self._ready:
            # A few bytes may unpack to 128 kB, so little is given at a time.
            packed = self._packed or self._raw.read(_STEP)
            if not packed:
                if self._frame is not None:
                    raise EOFError("the zstd data ends inside a frame")
                return 0
            self._frame = self._frame or self._make()
            self._ready = memoryview(self._frame.decompress(packed))
            self._packed = b""
            if self._frame.eof:
                self._packed, self._frame = self._frame.unused_data, None
        size = min(len(into), len(self._ready))
        into[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size
