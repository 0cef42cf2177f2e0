"""Lines in, counts out: reads, places in time, filters, diagnoses, joins
and sums up. One instance a process.
"""

from __future__ import annotations

from collections import deque

from claude_doctor.doors.tail.counting.diagnose import diagnose, page
from claude_doctor.doors.tail.counting.fast import Hot
from claude_doctor.doors.tail.counting.join import Joiner
from claude_doctor.doors.tail.counting.memory import Memory
from claude_doctor.doors.tail.counting.options import FIELD, Options
from claude_doctor.doors.tail.counting.summary import MINUTE, Summary
from claude_doctor.doors.tail.counting.tallies import Tallies
from claude_doctor.doors.tail.counting.templates import Templates
from claude_doctor.doors.tail.counting.unsettled import Unsettled, aside, line
from claude_doctor.doors.tail.counting.watch import Watch
from claude_doctor.doors.tail.reading import lines as logs
from claude_doctor.doors.tail.reading import times
from claude_doctor.doors.tail.reading.decode import LONGEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.doors.tail.reading.event import Event
    from claude_doctor.doors.tail.report import TailAlert

_HOUR = 3600 * 10**6
_MALFORMED = 100
_HELD = 200_000


class Pipeline:
    """Feeds lines through readers, joiner and summary. `on_event` is told every event that is counted or
    repeated.
    """

    def __init__(self, options: Options, on_event: Callable[[Event, bytes], None] | None = None) -> None:
        self.options = options
        self.summary = Summary(options.bucket, options.most_buckets, options.apart, Tallies(options))
        self.memory = Memory()
        self.joiner = Joiner(self.memory)
        self.templates = Templates()
        self._recent: deque[tuple[Event, bytes]] = deque(maxlen=max(options.keep, 1))
        self._batches: deque[tuple[str, list[bytes], int]] = deque(maxlen=2)
        self.on_event = on_event
        self.arrived: int | None = (
            None  # when the lines came, while following: the time of an event that names none
        )
        self.fired: list[TailAlert] = []
        self._watch = Watch(options.alerts) if options.alerts else None
        self.quiet = False  # joins only: the lines before one's own part
        self._contexts: dict[str, logs.Context] = {}
        self._offsets: dict[int, int] = {}
        self._context = logs.Context()
        self._unsettled = Unsettled()
        counted = self._counted if self._watch else None
        seconds = options.bucket % MINUTE > 0
        self._hot = Hot(
            self.memory, self.templates, self._first, self._line, self._micros, counted, seconds=seconds
        )
        self.joiner.finder.counted = self._hot.again

    def flush(self) -> None:
        """Add what the hot path holds to the summary; before anybody looks at it."""
        hot = self._hot
        if hot.cells.held:
            self.summary.naive += hot.cells.held if hot.naive else 0
            hot.flush(self.summary, self._context.path)

    def open(self, path: str, is_json: bool) -> None:
        """Say which file the next lines belong to; a file that was open before goes on where it stopped."""
        self.flush()
        if path not in self._contexts:
            self._contexts[path] = logs.Context(path, is_json)
            if self.options.apart.startswith(FIELD):
                self._contexts[path].asked = self.options.apart.removeprefix(FIELD)
        self._context = self._contexts[path]
        self.memory.open(path)
        self.summary.file(path)

    def recent(self) -> list[tuple[Event, bytes]]:
        """Return the last errors, oldest first; those the hot path counted are read again from the last
        batches.
        """
        found = {(event.file, event.line): (event, raw) for event, raw in self._recent}
        order = {path: at for at, path in enumerate(self._contexts)}
        left = self.options.keep
        for path, lines, number in reversed(self._batches):
            for at in range(len(lines) - 1, -1, -1):
                if left <= 0:
                    break
                event = self._first(lines[at])
                if event is not None and event.is_error and event.kind != "duplicate":
                    event.file, event.line = path, number + at
                    found.setdefault((path, number + at), (event, lines[at]))
                    left -= 1
        rows = sorted(found.items(), key=lambda item: (order.get(item[0][0], 0), item[0][1]))
        return [row for _, row in rows][-self.options.keep :] if self.options.keep else []

    def finish(self, path: str) -> None:
        """Say that a file is at its end: a line that was written in pieces and never ended is damaged."""
        self.flush()
        context = self._contexts.get(path)
        if context is None:
            return
        for pieces in context.pieces.values():
            if pieces and not self.quiet:
                self._damaged("".join(pieces).encode("utf-8", "replace"), self.summary.file(path).lines)
        context.pieces.clear()
        context.held = 0
        if context.block is not None:  # an object that never ended
            block, context.block = context.block, None
            number = self.summary.file(path).lines - len(block) + 1
            for at, raw in enumerate(block[1:], number + 1):
                self._line(raw, at)
        for event in logs.flushed(context):
            event.line = self.summary.file(path).lines
            self._event(event, b"")
        self._settle(path)
        context.last = None
        self.memory.close(path)
        if context.cut:
            self.summary.file(path).notes.append(
                f"longer than {LONGEST >> 20} MiB, or too full to hold, and cut: {context.cut:,}"
            )
            context.cut = 0

    def sent(self) -> tuple[Summary, list[tuple[Event, bytes]], list[str]]:
        """Return what another process needs to add this one's part to its own."""
        return self.summary, self.recent(), list(self._contexts)

    def absorb(self, summary: Summary, recent: list[tuple[Event, bytes]], paths: list[str]) -> None:
        """Add the part of another process; its lines of a file come after those read here."""
        before = {path: numbers.lines for path, numbers in self.summary.files.items()}
        mine = self.recent()
        summary.malformed = [
            (path, number + before.get(path, 0), words) for path, number, words in summary.malformed
        ]
        for event, _ in recent:
            event.line += before.get(event.file, 0)
        self.summary.merge(summary)
        for path in paths:
            self._contexts.setdefault(path, logs.Context(path))
        self._batches.clear()
        self._recent.clear()
        self._recent.extend([*mine, *recent])

    def feed(self, lines: list[bytes], number: int = 1) -> None:
        """Read lines of the open file, with or without newlines; `number` is the first one's."""
        numbers = self.summary.file(self._context.path)
        if self._plain():
            before = self._hot.taken
            self._hot.feed(lines, number, self._context)
            if self._hot.taken != before:
                self._batches.append((self._context.path, lines, number))
            if self.quiet:
                self._hot.drop()
            elif self._hot.cells.held > _HELD:
                self.flush()
        else:
            for at, raw in enumerate(lines, number):
                self._line(raw, at)
        self.look()
        if not self.quiet:
            numbers.lines += len(lines)

    def look(self, *, ended: bool = False) -> None:
        """See whether an alert fires; `ended` says that no more lines come."""
        if self._watch is not None:
            self.fired += self._watch.check(ended=ended)

    def _plain(self) -> bool:
        wanted = self.options
        return (
            self.on_event is None
            and not self.summary.tallies.lines
            and not wanted.apart.startswith(FIELD)
            and wanted.since is None
            and wanted.until is None
            and not wanted.select
            and self._context.is_json
        )

    def _first(self, raw: bytes) -> Event | None:
        found = logs.read(raw, logs.Context(self._context.path))
        if len(found) != 1:
            return None
        event = found[0]
        if event.wall is not None:
            event.at = self.instant(event.wall) if event.naive else event.wall
        diagnose(event, self.options.today)
        return event

    def _line(self, raw: bytes, number: int) -> None:
        context = self._context
        damaged = context.malformed
        found = logs.read(raw, context)
        if context.faults:
            self.summary.faults = {**context.faults, **self.summary.faults}
        if context.malformed != damaged and not self.quiet:
            self._damaged(raw, number)
        for event in found:
            event.line = number
            self._event(event, raw)
        if not found and not self.quiet and context.malformed == damaged and raw[:1] != b"{":
            line(self.summary, context.path, number, raw)

    def _settle(self, path: str) -> None:
        """Count the failures of a file that are Claude's because the file
        speaks of Claude in the same words.
        """
        for event, raw, ours in self._unsettled.settle(path):
            if ours:
                event.kind, event.is_error, event.maybe = "terminal", True, False
                self._event(event, raw)
            elif not self.quiet:
                self.summary.unread(event.file, event.line, event.message or "", named=False)

    def _counted(self, event: Event, stamp: str) -> None:
        """Tell the alerts of a plain failure that the hot path counted; `event` stands for its kind."""
        if self._watch is not None and not self.quiet:
            event.at = self._micros(stamp)
            self._watch.add((("attempt", event, 1), ("failed", event, 1)), self.arrived)

    def _damaged(self, raw: bytes, number: int) -> None:
        numbers = self.summary.file(self._context.path)
        numbers.malformed += 1
        if len(self.summary.malformed) < _MALFORMED:
            self.summary.malformed.append((self._context.path, number, raw[:400].decode("utf-8", "replace")))

    def _event(self, event: Event, raw: bytes) -> None:
        self._placed(event)
        if event.kind in {"noise", "partial"} and not event.link:
            self._aside(event, raw)
            return
        self._unsettled.speaks(event)
        if not self._wanted(event):
            return
        diagnose(event, self.options.today)
        if self.options.select and not _selected(event, self.options.select):
            return
        changes = self.joiner.add(event)
        if self.quiet:
            return
        template = self.templates.of(event.message) if event.is_error and event.message else None
        self.summary.add(event, changes, template)
        if self._watch is not None:
            self._watch.add(changes, self.arrived)
        if self._context.repaired:
            self.summary.file(event.file).repaired += self._context.repaired
            self._context.repaired = 0
        if self.on_event is not None and (event.is_error or not self.options.select):
            self.on_event(event, raw)
        if event.is_error and not event.joined and event.kind != "duplicate":
            event.signal = None
            self._recent.append((event, raw))

    def _aside(self, event: Event, raw: bytes) -> None:
        if self.quiet or not self._wanted(event) or (event.maybe and self._unsettled.hold(event, raw)):
            return
        self.summary.tallies.add(event)
        if event.other is None and (event.maybe or event.unread is not None):
            aside(self.summary, event, event.line)

    def _placed(self, event: Event) -> None:
        """Give an event its true instant; one without a time gets that of the line before it."""
        context = self._context
        if event.wall is None:
            event.at = context.last
        else:
            context.last = event.at = self.instant(event.wall) if event.naive else event.wall

    def instant(self, naive: int) -> int:
        """Return the instant of a naive time in the reader's zone; worked out once an hour of log time."""
        hour = naive // _HOUR
        offset = self._offsets.get(hour)
        if offset is None:
            if len(self._offsets) > 10_000:
                self._offsets.clear()
            offset = self._offsets[hour] = times.absolute(hour * _HOUR, self.options.where) - hour * _HOUR
        return naive + offset

    def _wanted(self, event: Event) -> bool:
        since, until = self.options.since, self.options.until
        if since is None and until is None:
            return True
        if event.at is None:
            return False
        return (since is None or event.at >= since) and (until is None or event.at < until)

    def _micros(self, stamp: str) -> int:
        found = times.parse(stamp)
        if found is None:
            return 0
        return self.instant(found[0]) if self._hot.naive else found[0]


def _selected(event: Event, wanted: frozenset[str]) -> bool:
    """Whether an event is of a wanted cause, category, status, type, model
    or platform; successes always are.
    """
    if not event.is_error:
        return True
    entry = page(event.diagnosis)
    facts = (
        event.diagnosis,
        entry and entry.category,
        str(event.status or event.status_inferred),
        event.type,
        event.code,
        event.model,
        event.platform,
    )
    return any(fact in wanted for fact in facts)
