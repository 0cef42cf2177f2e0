"""A large JSONL file in two processes: the second half goes to a fork, which sends back plain values."""

from __future__ import annotations

import io
import marshal
import os
from typing import TYPE_CHECKING, Any, cast

from claude_doctor.base import held
from claude_doctor.doors.batch_check.engine.files import BUFFER
from claude_doctor.doors.batch_check.engine.input import Elements

if TYPE_CHECKING:
    from typing import BinaryIO

    from claude_doctor.doors.batch_check.engine.batch import Batch

# Below, a fork and the way back cost more than half of the work.
WORTH = 48_000_000
_STEP = 1 << 20
_END = b"that is all"
# The share of the first process, which looks more closely at the first requests.
FIRST = 0.495


def possible() -> bool:
    """Whether there is a second processor, and a cheap second process."""
    if not hasattr(os, "fork"):
        return False
    affinity = getattr(os, "sched_getaffinity", None)
    return (len(affinity(0)) if affinity else os.cpu_count() or 1) > 1


def read(batch: Batch, stream: BinaryIO, size: int) -> None:
    """Read both halves of a file at once into an empty batch and join them; what goes wrong in the fork goes
    wrong here.
    """
    stream.seek(int(size * FIRST))
    while (part := stream.readline(_STEP)) and not part.endswith(b"\n"):
        pass  # a line may be longer than memory
    middle = stream.tell()
    receive, send = os.pipe()
    held.hold()
    child = os.fork()
    if child == 0:
        held.release()
        os.close(receive)
        _second(batch, stream.name, middle, size, send)
    try:
        held.release()
        os.close(send)
        first = Elements(_until(stream, middle), middle)
        with os.fdopen(receive, "rb", buffering=1 << 20) as back:
            batch.read(first)
            batch.bytes, batch.overlong = first.bytes, first.overlong
            data = back.read()
        whole = data.endswith(_END)
        if whole and middle < size:  # while the other one goes
            batch.join(marshal.loads(data))  # noqa: S302  # from our own fork, through our own pipe
    except BaseException:
        os.kill(child, 9)  # it may wait for ever for somebody to read what it found
        raise
    finally:
        _, status = os.waitpid(child, 0)
    if status or not whole:
        raise RuntimeError(f"the second process ended with {os.waitstatus_to_exitcode(status)}")


def _until(stream: BinaryIO, end: int) -> BinaryIO:
    """Return the beginning of a file, up to a place."""
    raw: io.FileIO = stream.raw  # type: ignore[attr-defined]  # a plain file, read through a buffer
    raw.seek(0)
    return cast("BinaryIO", io.BufferedReader(_Until(raw, end), BUFFER))


class _Until(io.RawIOBase):
    def __init__(self, raw: io.FileIO, end: int) -> None:
        self._raw = raw
        self._left = end

    def readable(self) -> bool:
        """Say that this is for reading."""
        return True

    def readinto(self, into: Any) -> int:
        """Fill a buffer, or what of it still belongs to the part."""
        got = self._raw.readinto(memoryview(into)[: self._left]) or 0
        self._left -= got
        return got


def _second(batch: Batch, path: str, middle: int, size: int, send: int) -> None:
    """Do the second half and leave without the clean-up that belongs to the parent."""
    code = 1
    try:
        batch.part = True
        with open(path, "rb", buffering=BUFFER) as stream:
            stream.seek(middle)
            elements = Elements(stream, size - middle)
            elements.form = "jsonl"
            batch.read(elements)
        batch.bytes, batch.overlong = elements.bytes, elements.overlong
        with os.fdopen(send, "wb") as out:
            marshal.dump(batch.parcel(), out)
            out.write(_END)
        code = 0
    finally:
        os._exit(code)
