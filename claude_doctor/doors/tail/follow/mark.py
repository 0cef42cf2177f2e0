"""How far a file was read, and what proves that it is still that file: its first bytes and those before the
place.
"""

from __future__ import annotations

import os
from hashlib import blake2b

from claude_doctor.base.record import record

HEAD = 1024
TAIL = 256


@record
class Mark:
    """A place in a file. `head` and `tail` are digests; `held` is the begun line before `offset`."""

    device: int
    inode: int
    offset: int = 0
    lines: int = 0
    head: bytes = b""
    tail: bytes = b""
    held: bytes = b""

    @property
    def id(self) -> tuple[int, int]:
        """The file's identity while it exists."""
        return self.device, self.inode


def read_at(fd: int, size: int, offset: int) -> bytes:
    """Read up to `size` bytes at a place; fewer only at the file's end."""
    if not hasattr(os, "pread"):
        os.lseek(fd, offset, os.SEEK_SET)
        return os.read(fd, size)
    return os.pread(fd, size, offset)


def digest(data: bytes) -> bytes:
    """Return the digest that a Mark keeps of bytes."""
    return blake2b(data, digest_size=16).digest()


def fits(mark: Mark, fd: int) -> bool:
    """Whether an open file holds, up to the mark's place, what was read when the mark was made."""
    head = read_at(fd, min(mark.offset, HEAD), 0)
    if len(head) < min(mark.offset, HEAD) or digest(head) != mark.head:
        return False
    size = min(mark.offset, TAIL)
    tail = read_at(fd, size, mark.offset - size)
    return len(tail) == size and digest(tail) == mark.tail


def begins(mark: Mark, fd: int) -> bool:
    """Whether an open file has the mark's first bytes, however long it is."""
    head = read_at(fd, min(mark.offset, HEAD), 0)
    return len(head) == min(mark.offset, HEAD) and digest(head) == mark.head


def mark_at(fd: int, offset: int, lines: int) -> Mark:
    """Return the mark of a place in an open file that was read otherwise, so that following goes on from
    there.
    """
    status = os.fstat(fd)
    size = min(offset, TAIL)
    head = read_at(fd, min(offset, HEAD), 0)
    return Mark(
        status.st_dev, status.st_ino, offset, lines, digest(head), digest(read_at(fd, size, offset - size))
    )
