"""Three functions for logs that outgrow one machine, to be run by whatever engine there is.

A part is plain data and is read anywhere, its partial result is bytes, and neighbouring partials add up in
any grouping to what one process would have counted.
"""

from __future__ import annotations

import os

from claude_doctor.doors.tail.counting import work
from claude_doctor.doors.tail.counting.options import Options, View
from claude_doctor.doors.tail.counting.parts import Part
from claude_doctor.doors.tail.counting.parts import parts as _parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = ["SIZE", "Part", "merge", "partial", "parts", "report"]

SIZE = 128 * 1024 * 1024


def parts(paths: Iterable[str | os.PathLike[str]], size: int = SIZE) -> list[Part]:
    """Return the parts of files, of about `size` bytes of text each, in their order.

    InputError says which file cannot be read; ValueError that `size` is less than a byte.
    """
    if size < 1:
        raise ValueError("a part has at least one byte")
    return _parts([os.fspath(path) for path in paths], size)


def partial(part: Part) -> bytes:
    """Return what is counted in one part; it depends on the files only: a part that was lost is read again.

    InputError says which file cannot be read.
    """
    return work.partial(part, Options())


def merge(*partials: bytes) -> bytes:
    """Return the sum of partials, given in the order of their parts; a sum may be added up again.

    InputError when one is damaged or of another version.
    """
    return work.merge(Options(), *partials)


def report(total: bytes) -> dict[str, Any]:
    """Return the JSON object that `claude-doctor tail --json` prints of a sum."""
    from claude_doctor.doors.tail import outline
    from claude_doctor.doors.tail.counting import report as _report

    view = View(malformed=False)
    pipeline = work.end(work.merged(Options(), [total]))
    recent = tuple(_report.event(event, view) for event, _ in pipeline.recent())
    return outline.tailsummary(_report.summary(pipeline.summary, view, recent))
