"""The hot path: lines of the two commonest shapes are decoded by type and counted in cells, without an event
a line.

What a cell means is decided once, by the readers of the general path on the first line of its kind; the key
of a cell is everything that decision may depend on. A line that is not plainly of these shapes, or has a key
that is not known here, is left to the general path, in its order.
"""

from __future__ import annotations

import copy

import msgspec

from claude_doctor.doors.tail.counting.cells import Cell, Cells, Got
from claude_doctor.doors.tail.counting.templates import HEAD, LONGEST, MODEL, Template
from claude_doctor.doors.tail.reading.hot_line import (
    MINUTE,
    NAIVE,
    ZONED,
    Context_,
    Request_,
    decode_line,
    is_more,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    from claude_doctor.doors.tail.counting.opened import Opened
    from claude_doctor.doors.tail.counting.summary import Summary
    from claude_doctor.doors.tail.counting.templates import Templates
    from claude_doctor.doors.tail.counting.twin import Twin
    from claude_doctor.doors.tail.counting.unsettled import Unsettled
    from claude_doctor.doors.tail.reading.event import Event
    from claude_doctor.doors.tail.reading.lines import Context

_SLICE = 2000
_TRIAL = 20
_REST = 20_000
_CELLS = 20_000
_FORMATS = frozenset(
    ("simple_logger", "structlog", "winston", "stdlib_json", "js_plain", "structured_log", "go_slog")
)
# What a line of another shape runs into: fields that are missing, a time that is none.
_OTHERS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, TypeError, IndexError, AttributeError)


if TYPE_CHECKING:

    class General(Protocol):
        """What the general path does for the hot one."""

        unsettled: Unsettled

        def first(self, raw: bytes) -> Event | None:
            """Return the event of a line."""

        def general(self, raw: bytes, number: int) -> None:
            """Read a line that is of another shape."""

        def micros(self, stamp: str) -> int:
            """Return the instant of a time."""

        def kept(self, lines: list[bytes], at: int, count: int, number: int) -> None:
            """Keep the last of the lines that were counted, so many from a place on."""


class Hot:
    """Counts lines of the common shapes; `flush` hands what was counted to the summary."""

    def __init__(
        self,
        general: General,
        templates: Templates,
        counted: Callable[[Event, str], None] | None = None,
        *,
        seconds: bool = False,
    ) -> None:
        self.templates = templates
        self.cells = Cells(general.micros, counted, seconds=seconds)
        self.exact: dict[str, Template] = {}
        self.taken = 0  # lines counted here, in all
        self.naive = False
        self._general = general
        self._micros = general.micros
        self._twin: Twin
        self._context: Context
        self._number = 0

    def feed(self, lines: list[bytes], number: int, file: Opened) -> None:
        """Count lines of a file; those of other shapes go to the general path where they stand."""
        context, self._twin = file.context, file.twin
        if context.zoneless is None:
            context.zoneless = _is_naive(lines)
        self.naive = bool(context.zoneless)
        self._context = context
        for at in range(0, len(lines), _SLICE):
            part = lines[at : at + _SLICE]
            if context.skip > 0:
                context.skip -= len(part)
                for offset, raw in enumerate(part, number + at):
                    self._general.general(raw, offset)
                continue
            before = self.taken
            self._number = number + at
            self._slice(part)
            if len(part) >= _TRIAL and (self.taken - before) * 10 < len(
                part
            ):  # another kind of log: do not try every line twice
                context.skip = _REST

    def _slice(self, lines: list[bytes]) -> None:
        """Count some lines, one stretch after the other; a stretch ends where the general path has to read a
        line.
        """
        at = 0
        while at < len(lines):
            got: list[Got] = []
            if not self._twin.memory.lanes:  # else an error may be the end of what the SDK logged before it
                self._stretch(lines, at, got)
            if got:
                self._context.zoneless = self.naive
                self._settle(lines, at, got)
                at += len(got)
                self._context.last = self._micros(got[-1][1])
            if at < len(lines):
                self._general.general(lines[at], self._number + at)
                at += 1

    def _stretch(self, lines: list[bytes], at: int, got: list[Got]) -> None:  # noqa: C901, PLR0912  # one loop, by design: a call a line costs a third of it
        """Take lines from `at` on, up to the first that is not of a common shape."""
        learned, constant, minute = self.templates.learned, self.templates.constant, ""
        decode, tail, put = decode_line, NAIVE if self.naive else ZONED, got.append
        message: Any  # a missing one ends the stretch
        stamp: Any
        context: Any
        try:
            for raw in lines[at:] if at else lines:
                line = decode(raw)
                body = line.body
                request: Any = line.request
                name = line.request_id
                if body is None:
                    message, stamp, status = line.message, line.timestamp, line.status_code
                    kind, context = line.category, line.context
                    if not name:
                        name = (context.request_id or None) if context.__class__ is Context_ else None
                    if line.model is not None:
                        break
                    model = request.model if request.__class__ is Request_ else None
                else:
                    error = body.error
                    message, stamp, status, kind = error.message, line.ts, line.status, error.type
                    name, model = body.request_id or name or None, line.model
                    if line.level is None or request is not None or is_more(line):
                        break
                if stamp[:16] != minute:
                    minute = self._minute(stamp[:16])
                if not tail(stamp, 16) or len(message) > LONGEST:
                    break
                if status == 404:  # a model's name decides its cause: it must not be masked
                    found = self.exact.get(message) or self._exactly(message)
                else:
                    for found in learned.get(message[:HEAD], ()):
                        if found.fits(message):
                            break
                    else:
                        found = constant.get(message) or self._learnt(message)
                cell = (found.plain if body is None else found.bodied).get(model)
                if cell is None or cell.status != status or cell.kind != kind:
                    key = (model, status, kind, body is None)
                    cell = self._cell(found, key, (raw, message, name, len(stamp)))
                if cell.event is None or cell.length != len(stamp):
                    break
                put((cell, stamp, name))
        except _OTHERS:
            pass

    def _minute(self, stamp: str) -> str:
        """Return the first part of a time if it is one; TypeError sends the line to the general path."""
        if not MINUTE(stamp) or self._micros(stamp) == 0:
            raise TypeError
        return stamp

    def _learnt(self, message: str) -> Template:
        return self._exactly(message) if message.startswith(MODEL) else self.templates.learn(message)

    def again(self, got: Got, path: str) -> Event:
        """Return the event of a line that was counted here, for the joiner to weigh against another line of
        its id.
        """
        cell, stamp, name = got
        event = copy.copy(cell.event)
        assert event is not None
        event.at = event.wall = self._micros(stamp)
        event.request_id, event.file = name, path
        return event

    def _exactly(self, message: str) -> Template:
        if len(self.exact) > _CELLS:
            self.exact.clear()
        made = self.exact[message] = Template(self.templates.of(message))
        return made

    def _cell(self, found: Template, key: tuple[Any, ...], line: tuple[bytes, str, str | None, int]) -> Cell:
        """Return the cell of a key, made with what the general path says of the line."""
        cell = found.others.get(key)
        if cell is None:
            model, status, kind, plain = key
            raw, message, name, length = line
            cell = found.others[key] = Cell(
                self._readable(raw, message, name, *key), found.text, status, kind, length
            )
            (found.plain if plain else found.bodied).setdefault(model, cell)
            self.cells.add(cell)
        return cell

    def _readable(  # noqa: PLR0913, PLR0917  # what the hot path took
        self,
        raw: bytes,
        message: str,
        name: str | None,
        model: str | None,
        status: int | None,
        kind: str,
        plain: bool,
    ) -> Event | None:
        """Return the event of a line when the general path reads from it just what the hot path took, and
        nothing more.
        """
        event = self._general.first(raw)
        if event is None or (event.message, event.request_id, event.model, event.status) != (
            message,
            name,
            model,
            status,
        ):
            return None
        if event.type not in {kind, None} or plain != (event.format == "simple_logger"):
            return None
        if (
            event.kind != "terminal"
            or event.format not in _FORMATS
            or event.wall is None
            or event.looks
            or event.signal
        ):
            return None
        if event.type == "not_found_error" and event.status != 404:
            return None
        return event

    def _settle(self, lines: list[bytes], at: int, got: list[Got]) -> None:
        """Count a stretch; when an id of it was seen before, line by line, and what repeats is left to the
        general path.
        """
        twin = self._twin
        names = [name for _, _, name in got if name is not None]
        if not twin.knows(names) and twin.counts(names, got):
            self._count(got, lines, at)
            return
        for number, one in enumerate(got, at):
            name = one[2]
            if name is not None and twin.knows([name]):
                self._general.general(lines[number], self._number + number)
                continue
            if name is not None:
                twin.counts([name], [one])
            self._count([one], lines, number)

    def _count(self, got: list[Got], lines: list[bytes], at: int) -> None:
        self.cells.count(got)
        self._general.kept(lines, at, len(got), self._number + at)
        self.taken += len(got)

    def flush(self, summary: Summary, path: str) -> None:
        """Add what was counted to the summary and begin anew."""
        self.cells.flush(summary, path, self._general.unsettled)
        self.drop()

    def drop(self) -> None:
        """Begin anew without having counted."""
        if self.cells.drop():
            self.exact.clear()
            self.templates.clear()


def _zoned(stamp: str) -> bool:
    # Whether a zone, or anything but digits, ends a time: such lines are not counted among naive ones.
    return not stamp[-1:].isdigit() or "+" in stamp or stamp[-6:-5] == "-" or len(stamp) < 19


def _is_naive(lines: list[bytes]) -> bool | None:
    """Whether the times name no zone, by the first line that is of a shape; None when there is none."""
    for raw in lines[:200]:
        try:
            line = decode_line(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
        if stamp := line.timestamp or line.ts:
            return not _zoned(stamp)
    return None
