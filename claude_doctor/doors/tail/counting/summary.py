"""The sum of a log: small tables that can be added up, whatever read them. Nothing here depends on the size
of the log.
"""

from __future__ import annotations

from claude_doctor.doors.tail.counting.options import FIELD
from claude_doctor.doors.tail.counting.tallies import Tallies

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.reading.event import Event

MINUTE = 60 * 10**6
BUCKETS = 1440
_CELLS = 5000
_TEMPLATES = 5000
_IDS = 5
_OTHER = "(other)"
_VALUE = 200

# diagnosis, status, type, model, platform, and the value of what is kept apart beside them
Cell = tuple[str | None, int | None, str | None, str | None, str | None, str]


class Counts:
    """Numbers of one cell: failed attempts, requests failed and recovered, first and last time."""

    __slots__ = ("count", "failed", "first", "last", "recovered")

    def __init__(self) -> None:
        self.count = 0
        self.failed = 0
        self.recovered = 0
        self.first: int | None = None
        self.last: int | None = None

    def seen(self, first: int | None, last: int | None) -> None:
        """Widen the period."""
        if first is not None and (self.first is None or first < self.first):
            self.first = first
        if last is not None and (self.last is None or last > self.last):
            self.last = last

    def add(self, other: Counts) -> None:
        """Add another cell's numbers."""
        self.count += other.count
        self.failed += other.failed
        self.recovered += other.recovered
        self.seen(other.first, other.last)


class FileCounts:
    """Numbers of one file."""

    __slots__ = ("bytes", "cut", "errors", "events", "lines", "malformed", "notes", "repaired")

    def __init__(self) -> None:
        self.lines = self.events = self.errors = self.malformed = self.repaired = self.bytes = self.cut = 0
        self.notes: list[str] = []

    def add(self, other: FileCounts) -> None:
        """Add the numbers of another part of the file."""
        for name in ("lines", "events", "errors", "malformed", "repaired", "bytes", "cut"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.notes += [note for note in other.notes if note not in self.notes]


class Summary:
    """Accumulates events and what the joiner says of them; parts are joined with `merge`."""

    def __init__(
        self, bucket: int = MINUTE, most: int = BUCKETS, apart: str = "", tallies: Tallies | None = None
    ) -> None:
        self.bucket = bucket
        self.most = most
        self.apart = apart
        self.tallies = tallies or Tallies()
        self.files: dict[str, FileCounts] = {}
        self.cells: dict[Cell, Counts] = {}
        self.series: dict[int, dict[str | None, int]] = {}
        self.successes: dict[int, int] = {}
        self.templates: dict[tuple[str, str | None], int] = {}
        self.ids: dict[str | None, list[tuple[int, str]]] = {}
        self.unjoined = self.naive = self.untimed = self.succeeded = 0
        self.period = Counts()
        self.malformed: list[tuple[str, int, str]] = []
        self.unread_count = 0  # error lines of which nothing was understood
        self.unread_named = 0  # those of them that speak of Claude
        self.unread_sample: tuple[str, int, str, bool] | None = (
            None  # one of them: file, line, words, whether it speaks of Claude
        )
        self.faults: dict[str, str] = {}  # readers that broke, with what the first time raised

    def file(self, path: str) -> FileCounts:
        """Return the numbers of a file, made on first use."""
        found = self.files.get(path)
        if found is None:
            found = self.files[path] = FileCounts()
        return found

    def unread(self, path: str, number: int, words: str, *, named: bool) -> None:
        """Count an error line of which nothing was understood; the first that speaks of Claude is kept, else
        the first.
        """
        self.unread_count += 1
        self.unread_named += named
        if self.unread_sample is None or (named and not self.unread_sample[3]):
            self.unread_sample = (path, number, words, named)

    def add(self, event: Event, changes: Iterable[Change], template: str | None = None) -> None:
        """Count one event; `changes` is what the joiner said of it."""
        changes = list(changes)
        self.tallies.add(event, changes)
        if event.is_error or event.kind == "ok":
            self._outcome(event)
        for what, under, number in changes:
            if what == "unjoined":
                self.unjoined += number
            elif what == "id":
                self.remember(under.diagnosis, under.at, under.request_id or "")
            else:
                self._change(what, under, number)
        if event.is_error and not event.joined:
            if event.request_id:
                self.remember(event.diagnosis, event.at, event.request_id)
            if template:
                self.template(template, event.diagnosis, 1)

    def _outcome(self, event: Event) -> None:
        if event.kind in {"duplicate", "noise", "partial"} or event.joined:
            return
        numbers = self.file(event.file)
        numbers.events += 1
        numbers.errors += event.is_error
        self.period.seen(event.at, event.at)
        self.naive += event.naive
        self.untimed += event.at is None
        if event.kind == "ok":
            self.succeeded += 1
            if event.at is not None:
                start = event.at // self.bucket
                self.successes[start] = self.successes.get(start, 0) + 1
                self._fit(self.successes)

    def _change(self, what: str, event: Event, number: int) -> None:
        cell = self.cell(event)
        if what == "attempt":
            cell.count += number
            if number > 0:
                cell.seen(event.at, event.at)
            if event.at is not None:
                self.step(event.at, event.diagnosis, number)
        elif what == "failed":
            cell.failed += number
        else:
            cell.recovered += number

    def cell(self, event: Event) -> Counts:
        """Return the numbers of an event's cell; when there are too many cells, those of unknown models are
        thrown together.
        """
        diagnosis, status, platform = event.diagnosis, event.status or event.status_inferred, event.platform
        return self._cell((diagnosis, status, event.type, event.model, platform, self._apart(event)))

    def _cell(self, key: Cell) -> Counts:
        found = self.cells.get(key)
        if found is None:
            if len(self.cells) >= _CELLS:
                apart = key[5] if len(self.cells) < 4 * _CELLS else _OTHER
                key = (key[0], key[1], None, _OTHER, key[4], apart)
            found = self.cells.setdefault(key, Counts())
        return found

    def _apart(self, event: Event) -> str:
        """Return the value of an event that its cell is kept apart by beside the usual ones."""
        if not self.apart:
            return ""
        if self.apart == "file":
            return event.file
        if self.apart == "stream":
            return event.stream
        value = (event.fields or {}).get(self.apart.removeprefix(FIELD))
        return "" if value is None else str(value)[:_VALUE]

    def shift(self, before: dict[str, int]) -> None:
        """Count the lines of each file from a later one on: so many stand before."""
        self.malformed = [
            (path, number + before.get(path, 0), words) for path, number, words in self.malformed
        ]
        if self.unread_sample is not None:
            path, number, words, named = self.unread_sample
            self.unread_sample = (path, number + before.get(path, 0), words, named)

    def step(self, at: int, diagnosis: str | None, number: int) -> None:
        """Count in the time series."""
        row = self.series.get(at // self.bucket)
        if row is None:
            row = self.series[at // self.bucket] = {}
            self._fit(self.series)
            row = self.series.setdefault(at // self.bucket, {})
        row[diagnosis] = row.get(diagnosis, 0) + number

    def _fit(self, table: object) -> None:
        # Twice the limit is allowed for a moment, so that halving is rare.
        if len(table) > self.most:  # type: ignore[arg-type]  # one of the two tables
            self._coarsen(self.bucket * 2)

    def _coarsen(self, bucket: int) -> None:
        factor = bucket // self.bucket
        series: dict[int, dict[str | None, int]] = {}
        for start, row in self.series.items():
            into = series.setdefault(start // factor, {})
            for key, number in row.items():
                into[key] = into.get(key, 0) + number
        successes: dict[int, int] = {}
        for start, number in self.successes.items():
            successes[start // factor] = successes.get(start // factor, 0) + number
        self.series, self.successes, self.bucket = series, successes, bucket

    def template(self, template: str, diagnosis: str | None, number: int) -> None:
        """Count a message template; of more than 5,000 the rarest are forgotten."""
        key = (template, diagnosis)
        found = self.templates.get(key)
        if found is None and len(self.templates) >= _TEMPLATES:
            kept = sorted(self.templates.items(), key=lambda item: -item[1])[: _TEMPLATES // 2]
            self.templates = dict(kept)
        self.templates[key] = (found or 0) + number

    def remember(self, diagnosis: str | None, at: int | None, *request_ids: str) -> None:
        """Keep the last request ids of a cause by time, to be pasted into a ticket."""
        self.last(diagnosis, [(0 if at is None else at, request_id) for request_id in request_ids])

    def last(self, diagnosis: str | None, ids: list[tuple[int, str]]) -> None:
        """Keep of times and request ids the last ones, whatever order they come in."""
        kept = self.ids.get(diagnosis, [])
        if len(kept) < _IDS or max(ids) > kept[0]:
            self.ids[diagnosis] = sorted({*kept, *ids})[-_IDS:]

    def merge(self, other: Summary) -> None:
        """Add another part of the same log (or of another one) that comes after this one."""
        while self.bucket < other.bucket:
            self._coarsen(self.bucket * 2)
        while other.bucket < self.bucket:
            other._coarsen(other.bucket * 2)  # the same class
        other.shift({path: numbers.lines for path, numbers in self.files.items()})
        for path, numbers in other.files.items():
            self.file(path).add(numbers)
        for key, counts in other.cells.items():
            self._cell(key).add(counts)
        for start, row in other.series.items():
            for diagnosis, number in row.items():
                self.step(
                    start * self.bucket if self.bucket == other.bucket else start * other.bucket,
                    diagnosis,
                    number,
                )
        for start, number in other.successes.items():
            at = start * other.bucket // self.bucket
            self.successes[at] = self.successes.get(at, 0) + number
            self._fit(self.successes)
        for (template, diagnosis), number in other.templates.items():
            self.template(template, diagnosis, number)
        for diagnosis, ids in other.ids.items():
            self.last(diagnosis, ids)
        self.period.seen(other.period.first, other.period.last)
        for name in ("unjoined", "naive", "untimed", "succeeded"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.tallies.merge(other.tallies)
        self.unread_count += other.unread_count
        self.unread_named += other.unread_named
        mine, theirs = self.unread_sample, other.unread_sample
        self.unread_sample = (
            theirs if mine is None or (theirs is not None and theirs[3] and not mine[3]) else mine
        )
        self.malformed = [*self.malformed, *other.malformed][:100]
        self.faults = other.faults | self.faults
