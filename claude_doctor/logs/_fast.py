"""The hot path: lines of the two commonest shapes are decoded by type and counted in cells, without an event a line.

What a cell means is decided once, by the readers of the general path on the first line of its kind; the key of a cell is
everything that decision may depend on. A line that is not plainly of these shapes is left to the general path, in its order.
"""

from __future__ import annotations

import msgspec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.logs import Context
    from claude_doctor.logs._event import Event
    from claude_doctor.logs._join import Joiner
    from claude_doctor.logs._summary import Summary
    from claude_doctor.logs._templates import Templates

_SLICE = 2000
_FORMATS = frozenset(("simple_logger", "structlog", "winston", "stdlib_json", "js_plain", "structured_log", "go_slog"))


class _Context(msgspec.Struct):
    request_id: str | None = None


class _Request(msgspec.Struct):
    model: str | None = None


class _Error(msgspec.Struct):
    type: str
    message: str
    details: msgspec.Raw | None = None


class _Body(msgspec.Struct):
    type: str
    error: _Error
    request_id: str | None = None


class _Line(msgspec.Struct):
    timestamp: str | None = None
    category: str | None = None
    status_code: int | None = None
    message: str | None = None
    context: _Context | str | None = None
    request: _Request | str | None = None
    ts: str | None = None
    status: int | None = None
    body: _Body | None = None
    request_id: str | None = None
    model: str | None = None


_decode = msgspec.json.Decoder(_Line).decode


class Cell:
    """Lines that differ only in time, id and the changing parts of the message."""

    __slots__ = ("count", "diagnosis", "event", "first", "id", "last", "template")

    def __init__(self, event: Event, template: str, stamp: str) -> None:
        self.count = 0
        self.event = event
        self.diagnosis = event.diagnosis
        self.template = template
        self.first = self.last = stamp
        self.id: str | None = None


class Hot:
    """Counts lines of the common shapes; `flush` hands the cells to the summary."""

    def __init__(self, joiner: Joiner, templates: Templates, first: Callable[[bytes], Event | None], general: Callable[[bytes, int], None]) -> None:
        self.joiner = joiner
        self.templates = templates
        self.cells: dict[tuple[object, ...], Cell | None] = {}
        self.rows: dict[str, dict[str | None, int]] = {}
        self.taken = 0
        self.naive = False
        self._first = first
        self._general = general

    def feed(self, lines: list[bytes], number: int, context: Context) -> None:
        """Count lines; those of other shapes go to the general path where they stand."""
        self.naive = _is_naive(lines) if context.zoneless is None else context.zoneless
        context.zoneless = self.naive
        for at in range(0, len(lines), _SLICE):
            part = lines[at : at + _SLICE]
            before = self.taken
            self._feed(part, number + at)
            if (self.taken - before) * 10 < len(part):  # another kind of log: do not decode every line twice
                for offset, raw in enumerate(lines[at + _SLICE :], number + at + _SLICE):
                    self._general(raw, offset)
                return

    def _feed(self, lines: list[bytes], number: int) -> None:  # noqa: C901, PLR0912, PLR0915  # one loop, by design: a call a line costs a third of it
        joiner, general, template_of, cells, rows = self.joiner, self._general, self.templates.of, self.cells, self.rows
        if len(joiner.ids) >= 10_000:
            joiner.turn()
        ids, older = joiner.ids, joiner.older
        minute, taken = "", 0
        row: dict[str | None, int] = {}
        decode, naive = _decode, self.naive
        for number, raw in enumerate(lines, number):  # noqa: B020, PLR1704  # counts on
            try:
                line = decode(raw)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                general(raw, number)
                ids, older = joiner.ids, joiner.older
                continue
            message = line.message
            if line.category is not None and message is not None:
                stamp = line.timestamp
                status = line.status_code
                kind = line.category
                context, request = line.context, line.request
                name = context.request_id if context.__class__ is _Context else None
                model = request.model if request.__class__ is _Request else line.model
                if line.request_id is not None or line.body is not None:
                    stamp = None
            elif line.body is not None and message is None:
                body = line.body
                stamp = line.ts
                status = line.status
                kind = body.error.type
                message = body.error.message
                name = body.request_id
                model = line.model
                if body.error.details is not None or name != line.request_id or line.request is not None:
                    stamp = None
            else:
                stamp = None
            if (
                stamp is None
                or message is None
                or (_zoned(stamp) if naive else not (stamp[-1:] == "Z" or stamp[-6:] == "+00:00"))
                or stamp[10:11] not in "T "
            ):
                general(raw, number)
                ids, older = joiner.ids, joiner.older
                continue
            if name is not None and (name in ids or name in older):
                general(raw, number)
                ids, older = joiner.ids, joiner.older
                continue
            template = message if status == 404 or kind == "not_found_error" else template_of(message)
            key = (status, kind, model, template, line.body is None)
            try:
                cell = cells[key]
            except KeyError:
                cell = cells[key] = self._cell(raw, message, template, stamp)
            if cell is None:
                general(raw, number)
                ids, older = joiner.ids, joiner.older
                continue
            cell.count += 1
            if stamp > cell.last:
                cell.last = stamp
            elif stamp < cell.first:
                cell.first = stamp
            if name is not None:
                cell.id = name
                ids[name] = cell
            if stamp[:16] != minute:
                minute = stamp[:16]
                row = rows.setdefault(minute, {})
            diagnosis = cell.diagnosis
            row[diagnosis] = row.get(diagnosis, 0) + 1
            taken += 1
        self.taken += taken

    def _cell(self, raw: bytes, message: str, template: str, stamp: str) -> Cell | None:
        if message[:1] == "<" or "{" in template or "Error code:" in template:
            return None
        event = self._first(raw)
        if event is None or event.kind != "terminal" or event.format not in _FORMATS or event.at is None or event.looks or event.message != message:
            return None
        event.signal = None
        return Cell(event, template, stamp)

    def flush(self, summary: Summary, path: str, micros: Callable[[str], int]) -> None:
        """Add what was counted to the summary and begin anew."""
        numbers = summary.file(path)
        for cell in self.cells.values():
            if cell is None or not cell.count:
                continue
            event = cell.event
            counts = summary.cell(event.diagnosis, event.status or event.status_inferred, event.type, event.model, event.platform, path)
            counts.count += cell.count
            counts.failed += cell.count
            first, last = micros(cell.first), micros(cell.last)
            counts.seen(first, last)
            summary.period.seen(first, last)
            numbers.events += cell.count
            numbers.errors += cell.count
            if cell.id is not None:
                summary.remember(event.diagnosis, cell.id)
            template = cell.template if event.status != 404 and event.type != "not_found_error" else self.templates.of(cell.template)
            summary.template(template, event.diagnosis, cell.count)
        for minute, row in self.rows.items():
            at = micros(minute)
            for diagnosis, count in row.items():
                summary.step(at, diagnosis, count)
        self.cells.clear()
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
