"""What was counted of a part as bytes, and back: MessagePack of plain values, with a version.

It is checked on the way in, and nothing is unpickled: a partial may come from another machine.
"""

from __future__ import annotations

from typing import Any

import msgspec

from claude_doctor.base.errors import InputError
from claude_doctor.doors.tail.counting.summary import Counts, FileCounts
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.counting.pipeline import Pipeline

VERSION = 1
_FILE = ("lines", "events", "errors", "malformed", "repaired", "bytes", "cut", "notes")
_NUMBERS = ("unjoined", "naive", "untimed", "succeeded", "unread_count", "unread_named")


class _Event(msgspec.Struct, omit_defaults=True):
    """What the report of an event needs, and what counts where it is settled later."""

    kind: str
    file: str
    line: int
    wall: int | None = None
    at: int | None = None
    naive: bool = False
    status: int | None = None
    status_inferred: int | None = None
    type: str | None = None
    code: str | None = None
    message: str | None = None
    api_message: str | None = None
    request_id: str | None = None
    model: str | None = None
    is_error: bool = False
    retry: dict[str, float] | None = None
    usage: dict[str, int] | None = None
    cc_category: str | None = None
    network: str | None = None
    custom_id: str | None = None
    platform: str | None = None
    exceptions: tuple[str, ...] = ()
    format: str = ""
    diagnosis: str | None = None
    retryable: str | None = None
    hint: str | None = None
    stream: str = ""
    maybe: bool = False
    joined: bool = False
    resends: int = 0
    fields: dict[str, Any] | None = None


class _Head(msgspec.Struct):
    version: int
    asked: dict[str, Any]


class _File(msgspec.Struct):
    path: str
    lines: int
    events: int
    errors: int
    malformed: int
    repaired: int
    bytes: int
    cut: int
    notes: list[str]


class _Cell(msgspec.Struct, array_like=True):
    key: tuple[str | None, int | None, str | None, str | None, str | None, str]
    count: int
    failed: int
    recovered: int
    first: int | None
    last: int | None


class _Partial(msgspec.Struct):
    version: int
    asked: dict[str, Any]
    bucket: int
    files: list[_File]
    cells: list[_Cell]
    series: list[tuple[int, list[tuple[str | None, int]]]]
    successes: list[tuple[int, int]]
    templates: list[tuple[str, str | None, int]]
    ids: list[tuple[str | None, list[tuple[int, str]]]]
    counts: dict[str, Any]
    numbers: list[int]
    period: tuple[int | None, int | None]
    malformed: list[tuple[str, int, str]]
    unread: tuple[str, int, str, bool] | None
    faults: dict[str, str]
    recent: list[tuple[_Event, bytes]]
    held: list[tuple[_Event, bytes]]
    words: dict[str, dict[str, list[str]]]


_encoder = msgspec.msgpack.Encoder()
_head = msgspec.msgpack.Decoder(_Head)
_decoder = msgspec.msgpack.Decoder(_Partial)


def dump(pipeline: Pipeline) -> bytes:
    """Return what a pipeline counted."""
    pipeline.flush()
    sums, unsettled = pipeline.summary, pipeline.unsettled
    return _encoder.encode(
        _Partial(
            version=VERSION,
            asked=pipeline.options.asked(),
            bucket=sums.bucket,
            files=[
                _File(path, **{name: getattr(of, name) for name in _FILE}) for path, of in sums.files.items()
            ],
            cells=[
                _Cell(key, of.count, of.failed, of.recovered, of.first, of.last)
                for key, of in sums.cells.items()
            ],
            series=[(at, list(row.items())) for at, row in sums.series.items()],
            successes=list(sums.successes.items()),
            templates=[(template, cause, number) for (template, cause), number in sums.templates.items()],
            ids=[(cause, list(kept)) for cause, kept in sums.ids.items()],
            counts=sums.tallies.dump(),
            numbers=[getattr(sums, name) for name in _NUMBERS],
            period=(sums.period.first, sums.period.last),
            malformed=sums.malformed,
            unread=sums.unread_sample,
            faults=sums.faults,
            recent=[(_row(event), raw) for event, raw in pipeline.recent()],
            held=[(_row(event), raw) for held in unsettled.held.values() for event, raw in held],
            words={
                path: {stream: sorted(words) for stream, words in streams.items()}
                for path, streams in unsettled.words.items()
            },
        )
    )


def load(pipeline: Pipeline, data: bytes, where: str = "the partial result") -> None:
    """Put into a new pipeline what was counted elsewhere; InputError when it is damaged, of another version,
    or was counted with other options.
    """
    try:
        _check(_head.decode(data), pipeline.options.asked())
        _fill(pipeline, _decoder.decode(data))
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise InputError(f"{where}: is no partial result of tail that can be used: {error}") from None


def _check(head: _Head, asked: dict[str, object]) -> None:
    if head.version != VERSION:
        raise ValueError(f"it is of version {head.version}, this claude-doctor reads version {VERSION}")
    names = sorted(name for name in {*head.asked, *asked} if head.asked.get(name) != asked.get(name))
    if names:
        raise ValueError(f"it was counted with another {', '.join(names)}")


def _fill(pipeline: Pipeline, found: _Partial) -> None:
    sums = pipeline.summary
    if found.bucket < sums.bucket or found.bucket % sums.bucket:
        raise ValueError("its steps of time are of another length")
    sums.bucket = found.bucket
    for file in found.files:
        numbers = sums.files[file.path] = FileCounts()
        for name in _FILE:
            setattr(numbers, name, getattr(file, name))
    for cell in found.cells:
        counts = sums.cells[cell.key] = Counts()
        counts.count, counts.failed, counts.recovered = cell.count, cell.failed, cell.recovered
        counts.first, counts.last = cell.first, cell.last
    sums.series = {at: dict(row) for at, row in found.series}
    sums.successes = dict(found.successes)
    sums.templates = {(template, cause): number for template, cause, number in found.templates}
    sums.ids = dict(found.ids)
    sums.tallies.load(found.counts)
    for name, number in zip(_NUMBERS, found.numbers, strict=True):
        setattr(sums, name, number)
    sums.period.first, sums.period.last = found.period
    sums.malformed, sums.unread_sample, sums.faults = found.malformed, found.unread, found.faults
    pipeline.remember([(_event(row), raw) for row, raw in found.recent])
    for row, raw in found.held:
        pipeline.unsettled.hold(_event(row), raw)
    pipeline.unsettled.words = {
        path: {stream: set(words) for stream, words in streams.items()}
        for path, streams in found.words.items()
    }


def _row(event: Event) -> _Event:
    return _Event(**{name: getattr(event, name) for name in _Event.__struct_fields__})


def _event(row: _Event) -> Event:
    return Event(**{name: getattr(row, name) for name in _Event.__struct_fields__})
