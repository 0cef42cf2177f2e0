"""A large JSONL file in two processes: the second half goes to a fork, which sends back plain values."""

from __future__ import annotations

import marshal
import os
from typing import TYPE_CHECKING

from claude_doctor.commands._batch_input import Elements

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from claude_doctor.rules._batch import Batch

# Below, a fork and the way back cost more than half of the work.
WORTH = 48_000_000


def possible() -> bool:
    """Whether there is a second processor, and a cheap second process."""
    if not hasattr(os, "fork"):
        return False
    affinity = getattr(os, "sched_getaffinity", None)
    return (len(affinity(0)) if affinity else os.cpu_count() or 1) > 1


def read(batch: Batch, stream: BinaryIO, size: int, part: Callable[[], Batch]) -> None:
    """Read both halves of a file at once and join them; what goes wrong in the fork goes wrong here."""
    stream.seek(size // 2)
    stream.readline()
    middle = stream.tell()
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receive)
        _second(part, stream.name, middle, send)
    os.close(send)
    stream.seek(0)
    first = Elements(stream, stop=middle)
    try:
        with os.fdopen(receive, "rb", buffering=1 << 20) as back:
            batch.read(first)
            batch.bytes, batch.overlong = first.bytes, first.overlong
            data = back.read()
    except BaseException:
        os.kill(child, 9)  # it may wait for ever for somebody to read what it found
        raise
    finally:
        _, status = os.waitpid(child, 0)
    if status or not data:
        raise RuntimeError(f"the second process ended with {os.waitstatus_to_exitcode(status)}")
    if middle < size:
        batch.join(marshal.loads(data))  # noqa: S302  # from our own fork, through our own pipe


def _second(part: Callable[[], Batch], path: str, middle: int, send: int) -> None:
    """Do the second half and leave without the clean-up that belongs to the parent."""
    code = 1
    try:
        batch = part()
        with open(path, "rb", buffering=1 << 20) as stream:
            stream.seek(middle)
            elements = Elements(stream)
            elements.form = "jsonl"
            batch.read(elements)
        batch.bytes, batch.overlong = elements.bytes, elements.overlong
        with os.fdopen(send, "wb") as out:
            marshal.dump(batch.parcel(), out)
        code = 0
    finally:
        os._exit(code)
