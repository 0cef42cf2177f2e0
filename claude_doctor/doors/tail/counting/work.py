"""The whole reading of a list of files: parts, what each counts, and the sum; here or over any executor."""

from __future__ import annotations

from claude_doctor.doors.tail.counting import amount
from claude_doctor.doors.tail.counting import partial as _partial
from claude_doctor.doors.tail.counting.parts import Part, Piece, parts
from claude_doctor.doors.tail.counting.pipeline import Pipeline
from claude_doctor.doors.tail.counting.warm import look_back
from claude_doctor.doors.tail.reading import since as _since
from claude_doctor.doors.tail.reading.files import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor, Future

    from claude_doctor.doors.tail.counting.options import Options
    from claude_doctor.doors.tail.reading.event import Event

_WHOLE = 1 << 62
_FIRST = 256 * 1024


def read(pipeline: Pipeline, part: Part) -> None:
    """Read a part into a pipeline."""
    for piece in part.pieces:
        source = Source(piece.path)
        try:
            pipeline.open(piece.path, source.is_json)
            _read(pipeline, source, piece)
            pipeline.summary.file(piece.path).notes += source.notes
        finally:
            source.close()
        if piece.end is None:
            pipeline.finish(piece.path)
        else:
            pipeline.leave(piece.path)


def _read(pipeline: Pipeline, source: Source, piece: Piece) -> None:
    start = piece.start
    if start:
        look(pipeline, source, start)
    elif pipeline.options.since is not None and source.is_plain:
        start = _since.offset(piece.path, pipeline.options.since, pipeline.instant)
        if start:
            pipeline.begin(start)
            pipeline.summary.file(piece.path).notes.append(
                "read from the place where --since begins; line numbers count from there"
            )
    for batch in source.batches(start, piece.end):
        pipeline.feed(batch.lines, batch.number, size=batch.size or None)


def look(pipeline: Pipeline, source: Source, start: int) -> None:
    """Read the lines before an offset quietly, to know which requests are open there."""
    place, lines = look_back(source, start)
    pipeline.begin(place)
    pipeline.quiet = True
    for batch in source.batches(place, start, 1 - lines):
        pipeline.feed(batch.lines, batch.number, size=batch.size or None)
    pipeline.loud()


def partial(part: Part, options: Options) -> bytes:
    """Return what is counted in one part; `merge` adds it to the others. InputError says which file cannot be
    read.

    A pure function of the files: what dies on the way may be run again, anywhere.
    """
    return _partial.dump(counted(part, options))


def counted(part: Part, options: Options) -> Pipeline:
    """Return the pipeline that read one part."""
    pipeline = Pipeline(options, across=part.across)
    read(pipeline, part)
    return pipeline


def merge(options: Options, *partials: bytes) -> bytes:
    """Return the sum of neighbouring partials, given in the order of their parts; sums may be added up again.

    InputError when one is damaged, of another version, or counted with other options.
    """
    return _partial.dump(merged(options, partials))


def merged(options: Options, partials: Iterable[bytes]) -> Pipeline:
    """Return the pipeline that holds the sum of partials."""
    total = Pipeline(options)
    for data in partials:
        one = Pipeline(options)
        _partial.load(one, data)
        total.absorb(one)
    return total


def run(paths: list[str], options: Options, processes: int = 1) -> Pipeline:
    """Read files with at most so many processes and return the pipeline that holds the sum."""
    count = amount.useful(paths, processes) if options.is_divisible() else 1
    found = parts(paths, _WHOLE if count < 2 else amount.share(paths, count))
    if count < 2 or len(found) < 2:
        return _alone(found, options)
    from claude_doctor.doors.tail.counting import workers

    _learn(paths[0], options)
    with workers.pool(min(count, len(found)) - 1) as executor:
        return over(found, options, executor, min(count, len(found)))


def over(found: list[Part], options: Options, executor: Executor, count: int = 0) -> Pipeline:
    """Read parts over an executor and return the pipeline that holds the sum; with `count`, the first of so
    many shares is read here.
    """
    mine = -(-len(found) // count) if count else 0
    others: list[Future[bytes]] = [executor.submit(partial, part, options) for part in found[mine:]]
    try:
        pipeline = _alone(found[:mine], options, ended=False)
        for future in others:
            one = Pipeline(options)
            _partial.load(one, future.result())
            pipeline.absorb(one)
    except BaseException:
        for future in others:
            future.cancel()
        raise
    return end(pipeline)


def _alone(found: list[Part], options: Options, *, ended: bool = True) -> Pipeline:
    pipeline: Pipeline | None = None
    for part in found:
        one = Pipeline(options, across=part.across) if pipeline is None or part.across else pipeline
        read(one, part)
        if pipeline is not None and one is not pipeline:
            pipeline.absorb(one)
        pipeline = pipeline or one
    pipeline = pipeline or Pipeline(options)
    return end(pipeline) if ended else pipeline


def end(pipeline: Pipeline) -> Pipeline:
    """Say that everything was read."""
    pipeline.settle()
    pipeline.look(ended=True)
    return pipeline


def _learn(path: str, options: Options) -> None:
    """Load readers and pages and learn the commonest causes before the process is multiplied."""
    source = Source(path)
    try:
        pipeline = Pipeline(options)
        pipeline.open(path, source.is_json)
        for batch in source.batches(0, _FIRST):
            pipeline.feed(batch.lines)
            break
    finally:
        source.close()


def events(paths: list[str], options: Options) -> Iterator[tuple[Event, bytes] | Pipeline]:
    """Yield every event as it is read, and the pipeline with the sum at the end."""
    found: list[tuple[Event, bytes]] = []
    pipeline = Pipeline(options, lambda event, raw: found.append((event, raw)), across=True)
    for path in paths:
        source = Source(path)
        try:
            pipeline.open(path, source.is_json)
            for batch in source.batches():
                pipeline.feed(batch.lines, batch.number, size=batch.size or None)
                yield from found
                found.clear()
            pipeline.summary.file(path).notes += source.notes
        finally:
            source.close()
        pipeline.finish(path)
        yield from found
        found.clear()
    end(pipeline)
    yield from found
    yield pipeline
