"""Lines in, counts out: reads, places in time, filters, diagnoses, joins
and sums up. One instance a process.
"""

from __future__ import annotations

from collections import deque

from claude_doctor.doors.tail.counting.diagnose import diagnose
from claude_doctor.doors.tail.counting.fast import Hot
from claude_doctor.doors.tail.counting.opened import Opened
from claude_doctor.doors.tail.counting.options import FIELD, Options
from claude_doctor.doors.tail.counting.remembered import Copies
from claude_doctor.doors.tail.counting.selected import is_selected
from claude_doctor.doors.tail.counting.summary import MINUTE, Summary
from claude_doctor.doors.tail.counting.tallies import Tallies
from claude_doctor.doors.tail.counting.templates import Templates
from claude_doctor.doors.tail.counting.unsettled import Unsettled, aside, line
from claude_doctor.doors.tail.counting.watch import Watch
from claude_doctor.doors.tail.reading import lines as logs
from claude_doctor.doors.tail.reading import times

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.reading.event import Event
    from claude_doctor.doors.tail.report import TailAlert

_HOUR = 3600 * 10**6
_MALFORMED = 100
_HELD = 200_000
# Files whose requests are remembered at once, while many are followed.
_FILES = 64


Recent = tuple[str, int, "Event | None", list[bytes]]


class Pipeline:
    """Feeds lines through readers, joiner and summary. `on_event` is told every event that is counted or
    repeated.
    """

    def __init__(
        self,
        options: Options,
        on_event: Callable[[Event, bytes], None] | None = None,
        *,
        across: bool = False,
    ) -> None:
        self.options = options
        self.summary = Summary(options.bucket, options.most_buckets, options.apart, Tallies(options))
        self.templates = Templates()
        # The last errors: file, number of the first line, the event where the general path read it, lines.
        self._recent: deque[Recent] = deque(maxlen=max(options.keep, 1))
        self.on_event = on_event
        self.arrived: int | None = (
            None  # when the lines came, while following: the time of an event that names none
        )
        self.fired: list[TailAlert] = []
        self._watch = Watch(options.alerts) if options.alerts else None
        self.quiet = False  # joins only: the lines before one's own part
        self._copies = Copies() if across else None
        self._files: dict[str, Opened] = {}
        self._offsets: dict[int, int] = {}
        self.unsettled = Unsettled()
        counted = self._counted if self._watch else None
        seconds = options.bucket % MINUTE > 0
        self._hot = Hot(self, self.templates, counted, seconds=seconds)
        self._file = Opened("", True, self._hot.again, self._copies)

    @property
    def _context(self) -> logs.Context:
        return self._file.context

    def flush(self) -> None:
        """Add what the hot path holds to the summary; before anybody looks at it."""
        hot = self._hot
        if hot.cells.held:
            self.summary.naive += hot.cells.held if hot.naive else 0
            hot.flush(self.summary, self._context.path)

    def open(self, path: str, is_json: bool) -> None:
        """Say which file the next lines belong to; a file that was open before goes on where it stopped."""
        if path == self._file.path:
            return
        self.flush()
        found = self._files.pop(path, None) or Opened(path, is_json, self._hot.again, self._copies)
        if self.options.apart.startswith(FIELD):
            found.context.asked = self.options.apart.removeprefix(FIELD)
        self._files[path] = self._file = found
        if len(self._files) > _FILES:
            self._files[next(iter(self._files))].forget()
        self.summary.file(path)

    def begin(self, place: int) -> None:
        """Say that the next lines of the open file stand at a place, where a block of it begins."""
        self._file.begin(place)

    def loud(self) -> None:
        """Count from the next line on; what was quiet before it is known, and nothing of it counts."""
        self.quiet = False
        self._hot.drop()
        self._context.calm()

    def recent(self) -> list[tuple[Event, bytes]]:
        """Return the last errors, oldest first; those the hot path counted are read again."""
        order = {path: at for at, path in enumerate(self.summary.files)}
        found: dict[tuple[str, int], tuple[Event, bytes]] = {}
        for path, number, event, lines in reversed(self._recent):
            if len(found) >= self.options.keep:
                break
            for at, raw in enumerate(lines, number):
                known = event or self.first(raw)
                if known is not None:
                    known.file, known.line = path, at
                    found[path, at] = (known, raw)
        rows = sorted(found.items(), key=lambda item: (order.get(item[0][0], 0), item[0][1]))
        return [row for _, row in rows][-self.options.keep :] if self.options.keep else []

    def remember(self, recent: list[tuple[Event, bytes]]) -> None:
        """Take the last errors of a later part."""
        self._recent.extend((event.file, event.line, event, [raw]) for event, raw in recent)

    def absorb(self, other: Pipeline) -> None:
        """Add a later part; its lines of a file come after those read here."""
        self.flush()
        before = {path: numbers.lines for path, numbers in self.summary.files.items()}
        recent = other.recent()
        for event, _ in [*recent, *(one for held in other.unsettled.held.values() for one in held)]:
            event.line += before.get(event.file, 0)
        mine = self.recent()
        self.summary.merge(other.summary)
        self._recent.clear()
        self.remember([*mine, *recent])
        for event in self.unsettled.merge(other.unsettled):
            aside(self.summary, event, event.line)

    def finish(self, path: str) -> None:
        """Say that a file is at its end: a line that was written in pieces and never ended is damaged."""
        self.flush()
        file = self._files.get(path)
        if file is None:
            return
        self._file, context = file, file.context
        number = self.summary.file(path).lines
        for pieces in context.pieces.values():
            if pieces and not self.quiet:
                self._damaged("".join(pieces).encode("utf-8", "replace"), number)
        self._end_open(number + 1)
        self.leave(path)

    def leave(self, path: str) -> None:
        """Say that somebody else goes on with a file: what is open in its last lines counts there."""
        self.flush()
        file = self._files.pop(path, None)
        if file is not None and file.context.cut:
            self.summary.file(path).cut += file.context.cut
        self._file = Opened("", True, self._hot.again, self._copies)

    def feed(
        self,
        lines: list[bytes],
        number: int = 1,
        starts: Sequence[int] | None = None,
        size: int | None = None,
    ) -> None:
        """Read lines of the open file, with or without newlines; `number` is the first one's, `starts` are
        their offsets, `size` their bytes together (else they follow what was read, and their lengths say).
        """
        for first, behind, new in self._file.blocks(lines, starts, size):
            if new:
                self._end_open(number + first)
                self._file.turn()
            self._feed(lines[first:behind] if behind - first < len(lines) else lines, number + first)
        self.look()
        if not self.quiet:
            self.summary.file(self._file.path).lines += len(lines)

    def _feed(self, lines: list[bytes], number: int) -> None:
        if not self._plain():
            for at, raw in enumerate(lines, number):
                self.general(raw, at)
            return
        self._hot.feed(lines, number, self._file)
        if self.quiet:
            self._hot.drop()
        elif self._hot.cells.held > _HELD:
            self.flush()

    def kept(self, lines: list[bytes], at: int, count: int, number: int) -> None:
        """Keep the last of some lines that the hot path counted."""
        if not self.quiet:
            first = max(count - self.options.keep, 0)
            self._recent.append((self._file.path, number + first, None, lines[at + first : at + count]))

    def _end_open(self, number: int) -> None:
        """Read what is open in the lines before a line's number as if nothing followed."""
        context = self._context
        block, context.block = context.block or [], None  # an object that never ended
        for at, raw in enumerate(block[1:], number - len(block) + 1):
            self.general(raw, at)
        for event in logs.flushed(context):
            event.line = number - 1
            self._event(event, b"")

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

    def first(self, raw: bytes) -> Event | None:
        """Return the event of a line as the first of its kind, None when it has not just one."""
        found = logs.read(raw, logs.Context(self._context.path))
        if len(found) != 1:
            return None
        event = found[0]
        if event.wall is not None:
            event.at = self.instant(event.wall) if event.naive else event.wall
        diagnose(event, self.options.today)
        return event

    def general(self, raw: bytes, number: int) -> None:
        """Read one line, whatever it is."""
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

    def settle(self) -> None:
        """Count the failures of all files that are Claude's because the file speaks of Claude in the same
        words; at the end of everything.
        """
        self.flush()
        for event, raw, ours in self.unsettled.settle():
            if ours:
                event.kind, event.is_error, event.maybe = "terminal", True, False
                self._count(event, raw, settled=True)
            else:
                self.summary.unread(event.file, event.line, event.message or "", named=False)

    def _counted(self, event: Event, stamp: str) -> None:
        """Tell the alerts of a plain failure that the hot path counted; `event` stands for its kind."""
        if self._watch is not None and not self.quiet:
            event.at = self.micros(stamp)
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
        self.unsettled.speaks(event)
        if self._wanted(event):
            self._count(event, raw)

    def _count(self, event: Event, raw: bytes, *, settled: bool = False) -> None:
        """Diagnose, join and count an event; what was settled at the end is joined to nothing."""
        diagnose(event, self.options.today)
        if self.options.select and not is_selected(event, self.options.select):
            return
        if settled:
            changes: list[Change] = [("attempt", event, 1), ("failed", event, 1)]
        else:
            event, changes = self._file.twin.add(event)
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
            self._recent.append((event.file, event.line, event, [raw]))

    def _aside(self, event: Event, raw: bytes) -> None:
        if self.quiet or not self._wanted(event) or (event.maybe and self.unsettled.hold(event, raw)):
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

    def micros(self, stamp: str) -> int:
        """Return the instant of a time that the hot path took."""
        found = times.parse(stamp)
        if found is None:
            return 0
        return self.instant(found[0]) if self._hot.naive else found[0]
