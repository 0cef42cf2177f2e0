"""`tail --follow`: the sum of what is there, then each new error as it
comes, and the sum again at the end.
"""

from __future__ import annotations

import os
import signal
import stat
import threading
import time
from collections import Counter, deque
from itertools import groupby

from claude_doctor.base.text import clean, one_line
from claude_doctor.doors.tail.counting import report as _report
from claude_doctor.doors.tail.counting import work
from claude_doctor.doors.tail.counting.parts import Part, Piece
from claude_doctor.doors.tail.counting.pipeline import Pipeline
from claude_doctor.doors.tail.follow import HOT, Follower, mark_at
from claude_doctor.doors.tail.reading import decode, since
from claude_doctor.doors.tail.report import TailPulse, TailSummary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import FrameType
    from typing import Self

    from claude_doctor.doors.tail.counting.options import Options, View
    from claude_doctor.doors.tail.follow import Line, Mark
    from claude_doctor.doors.tail.reading.event import Event
    from claude_doctor.doors.tail.report import TailAlert, TailEvent

    Report = TailSummary | TailEvent | TailAlert | TailPulse

# How often to say how it goes while nothing happens; the trend has a step of so many seconds.
PULSE_S = 1.0
STEP_S = 10
STEPS = 24


class Stop:
    """Ctrl-C and SIGTERM end following in good order: what has come is handed out and summed up. A second
    Ctrl-C breaks off.
    """

    def __init__(self) -> None:
        self.wanted = False
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._caught)
        return self

    def _caught(self, number: int, _frame: FrameType | None) -> None:
        if self.wanted and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.wanted = True

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal gave


class Following:
    """One run of following: lines go through the pipeline, events and alerts come out."""

    def __init__(
        self, inputs: list[str], options: Options, view: View, *, all_events: bool, first: bool, raw: bool
    ) -> None:
        self._options, self._view, self._raw = options, view, raw
        self._found: list[TailEvent] = []
        self._all = all_events
        self._first = first
        self._began = time.monotonic()
        self._pulsed = 0.0
        self._told = 0
        # By arrival: after a rotation line numbers begin again.
        self._recent: deque[TailEvent] = deque(maxlen=options.keep)
        self._causes: Counter[str] = Counter()
        self._trend: deque[tuple[int, int]] = deque(maxlen=STEPS)
        self.pipeline = Pipeline(options, self._event if all_events else None, across=True)
        packed = [path for path in paths_of(inputs) if _is_packed(path)]
        plain = [path for path in inputs if path not in packed]
        self.follower = Follower(plain, self._began, self._marks(plain), ignored=_output_id())
        self.stale_s = 0.0
        work.read(self.pipeline, Part(tuple(map(Piece, packed))))

    def reports(self, stop: Stop) -> Iterator[Report]:
        """Yield everything until it is to stop."""
        rounds = self.follower.run(time.monotonic, time.sleep, lambda: stop.wanted)
        for lines in rounds:
            if not lines:
                break
            self._feed(lines)
            yield from self._fresh()
        self.pipeline.flush()
        if not self._all:
            self._recent += (
                _report.event(event, self._view, raw if self._raw else None)
                for event, raw in self.pipeline.recent()
            )
        if self._first:
            yield self.summary()
        if not self._all:
            self._told = len(self.pipeline.fired)
        yield self.pulse()
        self.pipeline.on_event = self._event
        for lines in rounds:
            if lines:
                self.pipeline.arrived = time.time_ns() // 1000
                self._feed(lines)
                continue
            yield from self._round()
        for path in list(self.pipeline.summary.files):
            self.pipeline.finish(path)
        work.end(self.pipeline)
        yield from self._fresh()
        yield self.summary()

    def summary(self) -> TailSummary:
        """Return the sum as it is now."""
        notes = [f"{clean(one_line(path, 60))}: {reason}" for path, reason in self.follower.troubles()]
        count = len(self.follower.paths)
        if count > HOT:
            notes.append(
                f"{count:,} files are followed, {HOT} of them in every round; the slowest was looked "
                f"at {self.stale_s:.1f} s ago."
            )
        return _report.summary(
            self.pipeline.summary, self._view, self._recent, tuple(self.pipeline.fired), tuple(notes)
        )

    def pulse(self) -> TailPulse:
        """Return how following goes."""
        now = time.monotonic()
        self._pulsed = now
        self.stale_s = self.follower.stale_s(now)
        step = int((now - self._began) // STEP_S)
        numbers = dict(self._trend)
        paths = self.follower.paths
        return TailPulse(
            elapsed_s=now - self._began,
            files=len(paths),
            stale_s=self.stale_s,
            newest=paths[0] if paths else "-",
            attempts=sum(self._causes.values()),
            causes=tuple(self._causes.most_common(3)),
            trend=tuple(numbers.get(at, 0) for at in range(max(step - STEPS + 1, 0), step + 1)),
            alerts=len(self.pipeline.fired),
            waiting=tuple(self.follower.troubles()),
        )

    def _round(self) -> Iterator[TailEvent | TailAlert | TailPulse]:
        self.pipeline.look()
        shown = False
        for report in self._fresh():
            shown = True
            yield report
        if shown or time.monotonic() - self._pulsed >= PULSE_S:
            yield self.pulse()

    def _fresh(self) -> Iterator[TailEvent | TailAlert]:
        found, self._found = self._found, []
        yield from found
        if self._all or self.pipeline.on_event is not None:
            yield from self.pipeline.fired[self._told :]
            self._told = len(self.pipeline.fired)

    def _feed(self, lines: list[Line]) -> None:
        for path, group in groupby(_numbered(lines), key=lambda item: item[0]):
            rows = [line for _, line in group]
            self.pipeline.open(path[0], decode.is_json(b"\n".join(line.data for line in rows[:20])[:65536]))
            size = rows[-1].place + len(rows[-1].data) + 1 - rows[0].place
            self.pipeline.feed(
                [line.data for line in rows], rows[0].number, [line.place for line in rows], size
            )

    def _event(self, event: Event, raw: bytes) -> None:
        if event.is_error and not event.joined and event.kind != "duplicate":
            self._causes[event.diagnosis or "not in the catalogue"] += 1
            self._count()
        elif not self._all:
            return
        self._found.append(_report.event(event, self._view, raw if self._raw else None))
        if event.is_error and not self._found[-1].duplicate:
            self._recent.append(self._found[-1])

    def _count(self) -> None:
        step = int((time.monotonic() - self._began) // STEP_S)
        before = self._trend.pop() if self._trend and self._trend[-1][0] == step else (step, 0)
        self._trend.append((step, before[1] + 1))

    def _marks(self, inputs: list[str]) -> dict[str, Mark]:
        """Return where reading begins, with --since, in each file that is in the order of time."""
        found: dict[str, Mark] = {}
        if self._options.since is None:
            return found
        for path in paths_of(inputs):
            offset = (
                since.offset(path, self._options.since, self.pipeline.instant) if os.path.isfile(path) else 0
            )
            if offset:
                with open(path, "rb") as file:
                    found[path] = mark_at(file.fileno(), offset, 0)
        return found


def follow(
    inputs: list[str], options: Options, view: View, *, all_events: bool, first: bool, raw: bool
) -> Iterator[Report]:
    """Yield the reports of following until Ctrl-C, SIGTERM, or the end of the last pipe.

    `all_events` wants every event of what is there already, `first` a summary of it.
    """
    with Stop() as stop:
        yield from Following(inputs, options, view, all_events=all_events, first=first, raw=raw).reports(stop)


def paths_of(inputs: Iterable[str]) -> list[str]:
    """Return the files that are there now; a name at which nothing stands yet is one of them."""
    from claude_doctor.doors.tail.follow.files import expand

    return [path for word in inputs if word != "-" for path in expand(word)]


def _output_id() -> tuple[int, int] | None:
    """Return the identity of the file our output goes to: following it would never end."""
    try:
        status = os.fstat(1)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def _is_packed(path: str) -> bool:
    if not os.path.isfile(path):
        return False
    with open(path, "rb") as file:
        return file.read(4)[:2] in {b"\x1f\x8b", b"\x28\xb5"}


def _numbered(lines: list[Line]) -> Iterator[tuple[tuple[str, int], Line]]:
    """Give lines of one file with successive numbers the same key."""
    for place, line in enumerate(lines):
        yield (line.path, line.number - place), line
