"""The hot path: lines of the two commonest shapes are decoded by type and counted in cells, without an event a line.

What a cell means is decided once, by the readers of the general path on the first line of its kind; the key of a cell is
everything that decision may depend on. A line that is not plainly of these shapes is left to the general path, in its order.
"""

from __future__ import annotations

import msgspec

from claude_doctor.logs._join import WINDOW
from claude_doctor.logs._templates import HEAD, Template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from claude_doctor.logs import Context
    from claude_doctor.logs._event import Event
    from claude_doctor.logs._join import Joiner
    from claude_doctor.logs._summary import Summary
    from claude_doctor.logs._templates import Templates

_SLICE = 2000
_TRIAL = 20
_REST = 20_000
_CELLS = 20_000
_LATEST = "~"
_FORMATS = frozenset(("simple_logger", "structlog", "winston", "stdlib_json", "js_plain", "structured_log", "go_slog"))


class _Context(msgspec.Struct, gc=False):
    request_id: str | None = None


class _Request(msgspec.Struct, gc=False):
    model: str | None = None


class _Error(msgspec.Struct, gc=False):
    type: str
    message: str
    details: msgspec.Raw | None = None


class _Body(msgspec.Struct, gc=False):
    type: str
    error: _Error
    request_id: str | None = None


class _Line(msgspec.Struct, gc=False):
    timestamp: str | None = None
    category: str | None = None
    status_code: int | None = None
    message: str | None = None
    context: _Context | str | None = None
    request: _Request | str | None = None
    ts: str | None = None
    status: int | None = None
    request_id: str | None = None
    body: _Body | None = None
    model: str | None = None


# What a line of another shape runs into: fields that are missing, a time that is none.
_OTHERS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, TypeError, IndexError, AttributeError)
_decode = msgspec.json.Decoder(_Line).decode


class Cell:
    """Lines that differ only in time, id and the changing parts of the message. `event` is None where the general path reads them."""

    __slots__ = ("cause", "count", "event", "first", "id", "kind", "last", "status", "template")

    def __init__(self, event: Event | None, template: str, status: int | None, kind: str) -> None:
        self.event = event
        self.cause = event.diagnosis if event else None
        self.template = template
        self.status = status
        self.kind = kind
        self.first = _LATEST
        self.last = ""
        self.id: str | None = None
        self.count = 0  # within the minute that is being counted


class Hot:
    """Counts lines of the common shapes; `flush` hands what was counted to the summary."""

    def __init__(
        self,
        joiner: Joiner,
        templates: Templates,
        first: Callable[[bytes], Event | None],
        general: Callable[[bytes, int], None],
        micros: Callable[[str], int],
    ) -> None:
        self.joiner = joiner
        self.templates = templates
        self.rows: dict[str, dict[Cell, int]] = {}
        self.exact: dict[str, Template] = {}
        self.taken = 0  # lines counted here, in all
        self.held = 0  # and since the last flush
        self.naive = False
        self._first = first
        self._general = general
        self._micros = micros
        self._context: Context
        self._pending: list[tuple[str, Cell, int]] = []  # counted in a stretch that is not settled yet
        self._before: list[tuple[Cell, str, str]] = []  # and how to take it back
        self._number = 0

    def feed(self, lines: list[bytes], number: int, context: Context) -> None:
        """Count lines; those of other shapes go to the general path where they stand."""
        self.naive = _is_naive(lines) if context.zoneless is None else context.zoneless
        context.zoneless = self.naive
        self._context = context
        for at in range(0, len(lines), _SLICE):
            part = lines[at : at + _SLICE]
            if context.skip > 0:
                context.skip -= len(part)
                for offset, raw in enumerate(part, number + at):
                    self._general(raw, offset)
                continue
            before = self.taken
            self._number = number + at
            self._slice(part)
            if len(part) >= _TRIAL and (self.taken - before) * 10 < len(part):  # another kind of log: do not try every line twice
                context.skip = _REST

    def _slice(self, lines: list[bytes]) -> None:
        """Count some lines, one stretch after the other; a stretch ends where the general path has to read a line."""
        at = 0
        while at < len(lines):
            names: list[str] = []
            start = at
            if self._context.path not in self.joiner.lanes:  # else an error may be the end of what the SDK logged before it
                at = self._stretch(lines, at, names)
            self._settle(lines[start:at], self._number + start, names)
            if at > start:
                line = _decode(lines[at - 1])
                self._context.last = self._micros(str(line.timestamp if line.body is None else line.ts))
            if at < len(lines):
                self._general(lines[at], self._number + at)
                at += 1

    def _stretch(self, lines: list[bytes], at: int, names: list[str]) -> int:  # noqa: C901, PLR0912, PLR0915  # one loop, by design: a call a line costs a third of it
        """Count lines from `at` on and return where the first one stands that is not of a common shape."""
        learned, constant, templates = self.templates.learned, self.templates.constant, self.templates
        decode, zoned, put = _decode, not self.naive, names.append
        message: Any  # a missing one ends the stretch
        stamp: Any
        minute = ""
        touched: list[Cell] = []
        before = self._before
        try:
            for raw in lines[at:] if at else lines:
                line = decode(raw)
                body = line.body
                request = line.request
                name = line.request_id
                if body is None:
                    message, stamp, status, kind = line.message, line.timestamp, line.status_code, line.category
                    context = line.context
                    if name is None and context.__class__ is _Context:
                        name = context.request_id
                    model = request.model if request.__class__ is _Request else line.model
                else:
                    error = body.error
                    message, stamp, status, kind = error.message, line.ts, line.status, error.type
                    name = body.request_id or name
                    model = line.model
                    if error.details is not None or request is not None:
                        break
                if (stamp[-1] != "Z" and stamp[-6:] != "+00:00") if zoned else _zoned(stamp):
                    break
                if status == 404:  # a model's name decides between retired and never existed: it must not be masked
                    found = self.exact.get(message) or self._exactly(message)
                else:
                    for found in learned.get(message[:HEAD], ()):
                        if found.literal in message and message.endswith(found.suffix):
                            break
                    else:
                        found = constant.get(message) or templates.learn(message)
                cell = (found.plain if body is None else found.bodied).get(model)
                if cell is None or cell.status != status or cell.kind != kind:
                    cell = self._cell(found, (model, status, kind, body is None), (raw, message, name))
                if cell.event is None:
                    break
                if stamp[:16] != minute:
                    self._turn(minute, touched)
                    minute = stamp[:16]
                count = cell.count
                if not count:
                    touched.append(cell)
                    before.append((cell, cell.first, cell.last))
                cell.count = count + 1
                if stamp > cell.last:
                    cell.last = stamp
                    if cell.first is _LATEST:
                        cell.first = stamp
                elif stamp < cell.first:
                    cell.first = stamp
                if name is not None:
                    put(name)
                    cell.id = name
                at += 1
        except _OTHERS:
            pass
        self._turn(minute, touched)
        return at

    def _turn(self, minute: str, touched: list[Cell]) -> None:
        """Put aside what was counted within one minute."""
        self._pending += [(minute, cell, cell.count) for cell in touched]
        for cell in touched:
            cell.count = 0
        touched.clear()

    def _exactly(self, message: str) -> Template:
        if len(self.exact) > _CELLS:
            self.exact.clear()
        made = self.exact[message] = Template(self.templates.of(message), [message])
        return made

    def _cell(self, found: Template, key: tuple[Any, ...], line: tuple[bytes, str, str | None]) -> Cell:
        """Return the cell of a key, made with what the general path says of the line."""
        cell = found.others.get(key)
        if cell is None:
            model, status, kind, plain = key
            cell = found.others[key] = Cell(self._readable(*line, *key), found.text, status, kind)
            (found.plain if plain else found.bodied).setdefault(model, cell)
        return cell

    def _readable(self, raw: bytes, message: str, name: str | None, model: str | None, status: int | None, kind: str, plain: bool) -> Event | None:  # noqa: PLR0913, PLR0917  # what the hot path took
        """Return the event of a line when the general path reads from it just what the hot path took, and nothing more."""
        event = self._first(raw)
        if event is None or (event.message, event.request_id, event.model, event.status) != (message, name, model, status):
            return None
        if event.type not in {kind, None} or plain != (event.format == "simple_logger"):
            return None
        if event.kind != "terminal" or event.format not in _FORMATS or event.wall is None or event.looks or event.signal:
            return None
        if event.type == "not_found_error" and event.status != 404:
            return None
        return event

    def _settle(self, lines: list[bytes], number: int, names: list[str]) -> None:
        """Count a stretch for good; when an id of it was seen before, it is counted again line by line."""
        joiner = self.joiner
        if not joiner.knows(names):
            hot = joiner.hot
            before = len(hot)
            hot.update(names)
            if len(hot) - before == len(names):
                self._commit(len(lines))
                if len(hot) >= WINDOW:
                    joiner.turn()
                return
            hot.difference_update(names)
        self._undo()
        for at, raw in enumerate(lines, number):
            one: list[str] = []
            if not self._stretch([raw], 0, one) or joiner.knows(one):
                self._undo()
                self._general(raw, at)
            else:
                self._commit(1)
                joiner.hot.update(one)

    def _commit(self, lines: int) -> None:
        for minute, cell, count in self._pending:
            row = self.rows.setdefault(minute, {})
            row[cell] = row.get(cell, 0) + count
        self._pending.clear()
        self._before.clear()
        self.taken += lines
        self.held += lines

    def _undo(self) -> None:
        for cell, first, last in reversed(self._before):
            cell.first, cell.last = first, last
        self._pending.clear()
        self._before.clear()

    def flush(self, summary: Summary, path: str) -> None:
        """Add what was counted to the summary and begin anew."""
        micros = self._micros
        totals: dict[Cell, int] = {}
        for minute, row in self.rows.items():
            causes: dict[str | None, int] = {}
            for cell, count in row.items():
                totals[cell] = totals.get(cell, 0) + count
                cause = cell.cause
                causes[cause] = causes.get(cause, 0) + count
            at = micros(minute)
            for cause, count in causes.items():
                summary.step(at, cause, count)
        numbers = summary.file(path)
        for cell, count in totals.items():
            event = cell.event
            if event is None or not count:
                continue
            counts = summary.cell(event.diagnosis, event.status or event.status_inferred, event.type, event.model, event.platform, path)
            counts.count += count
            counts.failed += count
            first, last = micros(cell.first), micros(cell.last)
            counts.seen(first, last)
            summary.period.seen(first, last)
            numbers.events += count
            numbers.errors += count
            if cell.id is not None:
                summary.remember(event.diagnosis, cell.id)
            summary.template(cell.template, event.diagnosis, count)
            cell.first, cell.last = _LATEST, ""
        self.drop()

    def drop(self) -> None:
        """Begin anew without having counted."""
        self.held = 0
        self.rows.clear()


def _zoned(stamp: str) -> bool:
    # Whether a zone, or anything but digits, ends a time: such lines are not counted among naive ones.
    return not stamp[-1:].isdigit() or "+" in stamp or stamp[-6:-5] == "-" or len(stamp) < 19


def _is_naive(lines: list[bytes]) -> bool:
    for raw in lines[:200]:
        try:
            line = _decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
        if stamp := line.timestamp or line.ts:
            return not _zoned(stamp)
    return False
