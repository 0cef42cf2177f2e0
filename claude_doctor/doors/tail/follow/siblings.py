"""Where a rotated file went: the files beside a path that have one of the names rotators give."""

from __future__ import annotations

import os
import re
import stat
from typing import NamedTuple

from claude_doctor.doors.tail.follow.mark import fits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from claude_doctor.doors.tail.follow.mark import Mark

Id = tuple[int, int]
# Not read while following: what they hold was read before it was compressed.
COMPRESSED = (".gz", ".zst", ".bz2", ".xz", ".zip", ".lz4", ".Z")
_WORDS = r"old|bak|backup|prev|previous|orig|last|copy|rotated"


class Sibling(NamedTuple):
    """A file beside a path."""

    path: str
    id: Id
    size: int
    mtime_ns: int


def stem(path: str) -> str:
    """Return what a file's rotated names begin with: `app` of app.log, for app.log.1 and app-20261120.log."""
    name = os.path.basename(path)
    return name[: name.find(".", 1)] if "." in name[1:] else name


def siblings(path: str, skip: Container[str] = ()) -> Iterator[Sibling]:
    """Yield the files beside a path, and beside what it links to, that may be its rotated ones; compressed
    ones are not.
    """
    for place in dict.fromkeys((path, os.path.realpath(path))):
        folder, own = os.path.split(place)
        shape = _rotated(own)
        for name in _listed(folder):
            full = os.path.join(folder, name)
            if name != own and full not in skip and shape.fullmatch(name) and (status := status_of(full)):
                yield Sibling(full, (status.st_dev, status.st_ino), status.st_size, status.st_mtime_ns)


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []


def _rotated(own: str) -> re.Pattern[str]:
    """app.log -> app.log.1, app.log-20261120, app-2026-11-20.log, app.1.log, app.log.old,
    app.log.2026-11-20_10; not app-debug.log.
    """
    begin = stem(own)
    extension = re.escape(own[len(begin) :])
    return re.compile(
        rf"{re.escape(begin)}(?:{extension})?(?:~|[-._](?:\d[-\d_.:TZ+]*|{_WORDS}))+(?:"
        rf"{extension})?(?:\.\d+)?"
    )


def status_of(path: str) -> os.stat_result | None:
    """Return the status of what a path leads to when that is a regular file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def open_at(path: str) -> int | None:
    """Open a regular file for reading; None when it went away or is none. PermissionError is the caller's to
    tell.
    """
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        fd = os.open(path, flags)
    except PermissionError:
        raise
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        return None
    return fd


def snapshot(folder: str) -> dict[Id, tuple[str, int]]:
    """Return identity -> name and time of change of the files that are in a folder already: what they hold
    came before.
    """
    found = {}
    for name in _listed(folder):
        full = os.path.join(folder, name)
        if status := status_of(full):
            found[status.st_dev, status.st_ino] = (full, status.st_mtime_ns)
    return found


def _is_new(item: Sibling, own: str, older: Mapping[Id, tuple[str, int]]) -> bool:
    """Whether a file came after the snapshot. An identity may be used again, by name.1 above all; other logs
    just grow.
    """
    if item.id not in older:
        return True
    name, mtime_ns = older[item.id]
    return item.mtime_ns > mtime_ns and (name != item.path or os.path.basename(item.path).startswith(own))


def heir(path: str, mark: Mark, older: Mapping[Id, tuple[str, int]], taken: Container[Id]) -> int | None:
    """Open the file beside a path that holds what the mark says was read: the renamed file itself, or its
    copy.
    """
    own = os.path.basename(path)
    for item in sorted(siblings(path), key=lambda item: item.id != mark.id):
        fresh = item.id == mark.id or _is_new(item, own, older)
        if item.size < mark.offset or item.id in taken or not fresh:
            continue
        fd = _opened(item.path)
        if fd is None:
            continue
        if fits(mark, fd):
            return fd
        os.close(fd)
    return None


def between(
    path: str, older: Mapping[Id, tuple[str, int]], taken: Container[Id], skip: Container[str]
) -> list[int]:
    """Open the files beside a path that came after the snapshot, oldest first: whole rotations that nobody
    saw.
    """
    own = os.path.basename(path)
    found = [
        (item.mtime_ns, item.path)
        for item in siblings(path, skip)
        if item.id not in taken and _is_new(item, own, older)
    ]
    opened = (_opened(name) for _, name in sorted(found))
    return [fd for fd in opened if fd is not None]


def _opened(path: str) -> int | None:
    try:
        return open_at(path)
    except PermissionError:
        return None
