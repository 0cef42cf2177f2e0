"""A file in parts that fit into a batch each: in order, the ids as they are, with a manifest that `--results`
reads.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from claude_doctor.base.errors import InputError, UsageError
from claude_doctor.doors.batch_check.engine import files
from claude_doctor.doors.batch_check.engine.batch import ENVELOPE
from claude_doctor.doors.batch_check.engine.input import LONGEST, Elements
from claude_doctor.doors.batch_check.engine.written import Written, refuse
from claude_doctor.doors.batch_check.report import Part
from claude_doctor.doors.batch_check.results.run import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST, LARGEST = 100_000, 256_000_000
_NAME = "manifest.json"


def split(path: str, folder: str, force: bool) -> tuple[Part, ...]:
    """Write the parts and the manifest into a folder; UsageError where something is there, InputError for
    what cannot be read.
    """
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise UsageError(f"{folder}: is no directory")
    if os.path.isdir(folder) and os.listdir(folder) and not force:
        raise UsageError(f"{folder}: is not empty; --force writes into it all the same")
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be made: {error.strerror}") from error
    parts: list[Part] = []
    waiting = _elements(path)
    first = next(waiting, None)
    while first is not None:
        place = os.path.join(folder, f"part-{len(parts) + 1:03}.jsonl")
        refuse(place, (path,), force, "--split")
        with Written(place) as written:
            count, size, first = _part(written, first, waiting)
        parts.append(Part(place, count, size))
    made = {"kind": MANIFEST, "source": os.path.basename(path), "parts": [_entry(part) for part in parts]}
    place = os.path.join(folder, _NAME)
    refuse(place, (path,), force, "--split")
    with Written(place) as written:
        written.out.write(msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")
    return tuple(parts)


def _entry(part: Part) -> dict[str, object]:
    name = os.path.basename(part.path)
    # Where the results of the part are looked for: beside it, once they are downloaded.
    return {
        "file": name,
        "requests": part.requests,
        "body_bytes": part.body_bytes,
        "results": name.replace(".jsonl", ".results.jsonl"),
    }


def _part(written: Written, first: bytes, waiting: Iterator[bytes]) -> tuple[int, int, bytes | None]:
    """Write one part; return its number of requests, the size of its body, and the request that opens the
    next.
    """
    count, size = 0, ENVELOPE
    line: bytes | None = first
    while line is not None:
        # A comma stands before all but the first; what is too large for any batch gets a part of its own, and
        # its finding.
        added = len(line) + bool(count)
        if count and (count == MOST or size + added > LARGEST):
            break
        written.out.write(line + b"\n")
        count, size = count + 1, size + added
        line = next(waiting, None)
    return count, size, line


def _elements(path: str) -> Iterator[bytes]:
    """Yield the requests of a file, each on one line and unchanged otherwise."""
    stream, _ = files.opened(path)
    with stream:
        elements = Elements(stream)
        try:
            for _, raw in elements:
                text = raw.strip()
                if text:
                    yield on_one_line(text)
        except Exception as error:
            if not files.damaged(error):
                raise
            raise InputError(f"{path}: cannot be read to its end: {error}") from error
    if elements.overlong:
        raise UsageError(f"{path}: a request of over {LONGEST:,} bytes fits into no batch; nothing was split")


def on_one_line(text: bytes) -> bytes:
    """Return an element without line ends; what is no JSON stays what it is,
    with blanks for its line ends.
    """
    if b"\n" not in text and b"\r" not in text:
        return text
    try:
        return msgspec.json.format(text, indent=-1)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return text.replace(b"\r", b" ").replace(b"\n", b" ")
