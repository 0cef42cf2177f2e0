"""What the hot path counts: lines that differ only in time, id and the changing parts of their message."""

from __future__ import annotations

from collections import defaultdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.doors.tail.counting.summary import Summary
    from claude_doctor.doors.tail.counting.unsettled import Unsettled
    from claude_doctor.doors.tail.reading.event import Event

MOST = 20_000
_LATEST = "~"
# How many ids of a cell are kept, and how many at most until they are sorted.
_LAST = 5
_MANY = 64


class Cell:
    """Lines that differ only in time, id and the changing parts of the message. `event` is None where the
    general path reads them.
    """

    __slots__ = (
        "cause",
        "count",
        "event",
        "first",
        "floor",
        "ids",
        "kind",
        "last",
        "length",
        "status",
        "template",
    )

    def __init__(
        self, event: Event | None, template: str, status: int | None, kind: str, length: int
    ) -> None:
        self.event = event
        self.cause = event.diagnosis if event else None
        self.template = template
        self.status = status
        self.kind = kind
        self.length = length  # of a time: only those of one length are in order as texts
        self.first = _LATEST
        self.last = ""
        self.ids: list[str] = []  # times with their request ids behind them, the last ones among them
        self.floor = ""  # ids before this time are none of them
        self.count = 0


# A line that was taken: its cell, its time and its request id.
Got = tuple[Cell, str, str | None]


class Cells:
    """The cells of one pipeline, and how their lines spread over time; `counted` is told each, for alerts."""

    def __init__(
        self,
        micros: Callable[[str], int],
        counted: Callable[[Event, str], None] | None = None,
        *,
        seconds: bool = False,
    ) -> None:
        self._micros = micros
        self._counted = counted
        self._step = 19 if seconds else 16  # characters of a time that tell the step of the series
        self._rows: dict[str, defaultdict[str | None, int]] = {}
        self._cells: list[Cell] = []
        self.held = 0  # lines since the last flush

    def add(self, cell: Cell) -> None:
        """Take a new cell."""
        self._cells.append(cell)

    def count(self, got: list[Got]) -> None:
        """Count some lines."""
        if self._counted is not None:
            for cell, stamp, _ in got:
                if cell.event is not None:
                    self._counted(cell.event, stamp)
        rows, step = self._rows, self._step
        minute = ""
        row: dict[str | None, int] = {}
        for cell, stamp, name in got:
            if stamp[:step] != minute:
                minute = stamp[:step]
                row = rows.setdefault(minute, defaultdict(int))
            row[cell.cause] += 1
            cell.count += 1
            if stamp > cell.last:
                cell.last = stamp
                if cell.first is _LATEST:
                    cell.first = stamp
            elif stamp < cell.first:
                cell.first = stamp
            if name is not None and stamp >= cell.floor:
                cell.ids.append(stamp + name)
                if len(cell.ids) > _MANY:
                    cell.ids = sorted(cell.ids)[-_LAST:]
                    cell.floor = cell.ids[0][: cell.length]
        self.held += len(got)

    def flush(self, summary: Summary, path: str, unsettled: Unsettled) -> None:
        """Add what was counted to the summary."""
        micros = self._micros
        for minute, row in self._rows.items():
            at = micros(minute)
            for cause, count in row.items():
                summary.step(at, cause, count)
        numbers = summary.file(path)
        for cell in self._cells:
            event, count = cell.event, cell.count
            if event is None or not count:
                continue
            event.file = path
            unsettled.speaks(event)
            first, last = micros(cell.first), micros(cell.last)
            event.at = last
            summary.tallies.add(event, (("attempt", event, count), ("failed", event, count)))
            counts = summary.cell(event)
            counts.count += count
            counts.failed += count
            counts.seen(first, last)
            summary.period.seen(first, last)
            numbers.events += count
            numbers.errors += count
            for one in sorted(cell.ids)[-_LAST:]:
                summary.remember(event.diagnosis, micros(one[: cell.length]), one[cell.length :])
            summary.template(cell.template, event.diagnosis, count)

    def drop(self) -> bool:
        """Begin anew without having counted; True when there were too many cells and all are forgotten."""
        self.held = 0
        self._rows.clear()
        for cell in self._cells:
            cell.count, cell.first, cell.last, cell.floor = 0, _LATEST, "", ""
            cell.ids.clear()
        if len(self._cells) > MOST:
            self._cells.clear()
            return True
        return False
