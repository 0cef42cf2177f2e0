"""The whole reading of a list of files: one process, or two by byte ranges when there is much to read."""

from __future__ import annotations

import os

from claude_doctor.base import held
from claude_doctor.base.record import record
from claude_doctor.doors.tail.counting.pipeline import Pipeline
from claude_doctor.doors.tail.reading import decode
from claude_doctor.doors.tail.reading import since as _since
from claude_doctor.doors.tail.reading.files import BLOCK, Source, opened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, BinaryIO, Self

    from claude_doctor.doors.tail.counting.options import Options
    from claude_doctor.doors.tail.reading.event import Event

# Two processes pay above this.
PARALLEL = 64 * 1024 * 1024
# The second process first reads so much of what the first one counts, to know which requests are open.
WARM = 4 * 1024 * 1024
_FIRST = 256 * 1024
# So much of a line is looked at where a file is cut in two.
_PIECE = 1024 * 1024
# Which part of packed data the first process takes: the second has to decompress that part as well.
_PACKED_SHARE = 0.53


@record
class Part:
    """A piece of one file: plain files by offsets, packed ones by a share of their packed bytes. `warm` is
    where joining begins.
    """

    path: str
    start: int = 0
    end: int | None = None
    warm: int | None = None
    share: tuple[float, float] | None = None


def read(pipeline: Pipeline, parts: Iterable[Part]) -> None:
    """Read parts one after the other into a pipeline."""
    for part in parts:
        source = Source(part.path)
        try:
            pipeline.open(part.path, source.is_json)
            _read_packed(pipeline, source, part) if part.share else _read_plain(pipeline, source, part)
            numbers = pipeline.summary.file(part.path)
            numbers.notes += source.notes
        finally:
            source.close()
        pipeline.finish(part.path)


def _read_plain(pipeline: Pipeline, source: Source, part: Part) -> None:
    if part.warm is not None:
        pipeline.quiet = True
        for batch in source.batches(part.warm, part.start):
            pipeline.feed(batch.lines, batch.number)
        pipeline.quiet = False
    start = part.start
    if part.warm is None and pipeline.options.since is not None and source.is_plain:
        start = max(start, _since.offset(part.path, pipeline.options.since, pipeline.instant))
    if start and start != part.start:
        pipeline.summary.file(part.path).notes.append(
            "read from the place where --since begins; line numbers count from there"
        )
    for batch in source.batches(start, part.end):
        pipeline.feed(batch.lines, batch.number)


def _read_packed(pipeline: Pipeline, source: Source, part: Part) -> None:
    """Read the part of a packed file whose blocks end within a share of the packed bytes."""
    low, high = part.share or (0.0, 1.0)
    size = os.path.getsize(part.path)
    number = 1
    held: list[Any] = []
    kept = 0
    started = low <= 0
    for batch in source.batches():
        place = source.raw.tell() / size if batch.lines else 0
        if not started and place > low:
            started = True
            pipeline.quiet = True
            for earlier in held:
                pipeline.feed(earlier.lines, earlier.number)
            held.clear()
            pipeline.quiet = False
        if not started:
            held.append(batch)
            kept += BLOCK
            while kept > WARM:
                held.pop(0)
                kept -= BLOCK
            continue
        if high < 1 and place > high:
            break
        pipeline.feed(batch.lines, number)
        number += len(batch.lines)


def halves(paths: list[str]) -> tuple[list[Part], list[Part]] | None:
    """Split files into two lists of parts of about equal work; None when one process is as quick."""
    if any(path == "-" or not os.path.isfile(path) for path in paths):
        return None
    sizes = [(path, os.path.getsize(path), _is_packed(path)) for path in paths]
    # A packed byte stands for about nine bytes of text.
    total = sum(size * (9 if packed else 1) for _, size, packed in sizes)
    if total < PARALLEL or (os.cpu_count() or 1) < 2 or _has_copies(paths):
        return None
    first: list[Part] = []
    second: list[Part] = []
    left = total / 2
    for path, size, packed in sizes:
        weight = size * (9 if packed else 1)
        if left >= weight:
            first.append(Part(path))
        elif left <= 0 or weight < PARALLEL / 4 or (not packed and _in_one_piece(path)):
            second.append(Part(path))
        elif packed:
            share = _PACKED_SHARE if len(sizes) == 1 else min(max(left / weight, 0.05), 0.95)
            first.append(Part(path, share=(0.0, share)))
            second.append(Part(path, share=(share, 1.0)))
        else:
            cut = _cut(path, int(left), size)
            first.append(Part(path, end=cut))
            second.append(Part(path, start=cut, warm=_after_newline(path, max(cut - WARM, 0))))
        left -= weight
    return (first, second) if first and second else None


def _is_packed(path: str) -> bool:
    with opened(path) as file:
        return file.read(4)[:2] in {b"\x1f\x8b", b"\x28\xb5"}


def _in_one_piece(path: str) -> bool:
    with opened(path) as file:
        head = file.read(4096)
    return decode.is_indented(head) or head[:2] in {
        b"\xff\xfe",
        b"\xfe\xff",
    }  # UTF-16 begins with a mark that tells the order of its bytes


def _has_copies(paths: list[str]) -> bool:
    """Whether one of several files is a transcript of Claude Code: a line that was copied into another file
    counts once.
    """
    for path in paths if len(paths) > 1 else ():
        source = Source(path)
        try:
            if b'"uuid"' in next(source.blocks(0, BLOCK), b""):
                return True
        finally:
            source.close()
    return False


def _after_newline(path: str, place: int) -> int:
    if place <= 0:
        return 0
    with opened(path) as file:
        file.seek(place - 1)
        _line(file)
        return file.tell()


def _line(file: BinaryIO) -> bytes:
    """Read a line to its end, which may be far, and return what it begins with."""
    head = line = file.readline(_PIECE)
    while len(line) == _PIECE and not line.endswith(b"\n"):
        line = file.readline(_PIECE)
    return head


def _cut(path: str, place: int, size: int) -> int:
    """Return a line's beginning near an offset that does not stand inside a line written in pieces."""
    from claude_doctor.doors.tail.reading import lines

    place = _after_newline(path, place)
    with opened(path) as file:
        back = max(place - 65536, 0)
        file.seek(back)
        before = file.read(place - back).rstrip(b"\n").rpartition(b"\n")[2]
        while place < size and any(event.kind == "partial" for event in lines.read(before, lines.Context())):
            file.seek(place)
            before = _line(file)
            place = file.tell()
    return place


def run(paths: list[str], options: Options, processes: int = 2) -> Pipeline:
    """Read files and return the pipeline that holds the sum."""
    split = (
        halves(paths)
        if processes > 1 and options.since is None and options.until is None and not options.alerts
        else None
    )
    if split is None:
        pipeline = Pipeline(options)
        read(pipeline, [Part(path) for path in paths])
        pipeline.look(ended=True)
        return pipeline
    _warm(paths[0], options)
    first = Pipeline(options)
    with _Child(split[1], options) as child:
        read(first, split[0])
        second = child.result()
    first.absorb(*second)
    return first


def _warm(path: str, options: Options) -> None:
    """Load readers and pages and learn the commonest causes before the process is doubled."""
    source = Source(path)
    try:
        pipeline = Pipeline(options)
        pipeline.open(path, source.is_json)
        for batch in source.batches(0, _FIRST):
            pipeline.feed(batch.lines)
            break
    finally:
        source.close()


class _Child:
    """Another process that reads a list of parts; what it found comes back through a pipe."""

    def __init__(self, parts: list[Part], options: Options) -> None:
        import multiprocessing

        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        context: Any = multiprocessing.get_context(method)
        self._pipe, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_child, args=(theirs, parts, options), daemon=True)
        self._theirs = theirs

    def __enter__(self) -> Self:
        held.hold()
        try:
            try:
                self._process.start()
                self._theirs.close()
            finally:
                held.release()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.pid and self._process.is_alive():
            self._process.terminate()
        if self._process.pid:
            self._process.join()

    def result(self) -> tuple[Any, ...]:
        """Wait for the other process's sum; what failed there is raised here."""
        try:
            found = self._pipe.recv()
        except EOFError:
            raise RuntimeError("the second reading process ended without an answer") from None
        self._process.join()
        if isinstance(found, BaseException):
            raise found
        return tuple(found)


def _child(pipe: Any, parts: list[Part], options: Options) -> None:
    import signal

    signal.signal(
        signal.SIGTERM, signal.SIG_DFL
    )  # the first process ends this one, and need not be told of it
    held.release()
    try:
        pipeline = Pipeline(options)
        read(pipeline, parts)
        pipe.send(pipeline.sent())
    except BaseException as error:  # noqa: BLE001  # whatever it is, the first process tells it
        pipe.send(error)
    finally:
        pipe.close()


def events(paths: list[str], options: Options) -> Iterator[tuple[Event, bytes] | Pipeline]:
    """Yield every event as it is read, and the pipeline with the sum at the end."""
    found: list[tuple[Event, bytes]] = []
    pipeline = Pipeline(options, lambda event, raw: found.append((event, raw)))
    for path in paths:
        source = Source(path)
        try:
            pipeline.open(path, source.is_json)
            for batch in source.batches():
                pipeline.feed(batch.lines, batch.number)
                yield from found
                found.clear()
            pipeline.summary.file(path).notes += source.notes
        finally:
            source.close()
        pipeline.finish(path)
        yield from found
        found.clear()
    pipeline.look(ended=True)
    yield pipeline
