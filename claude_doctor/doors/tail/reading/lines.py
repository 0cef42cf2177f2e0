"""Log lines -> events. Each member reads one format; the runner asks them in order of RANK and unwraps what
they hand back.

`formats/contract.py` says what a member has.
"""

from __future__ import annotations

from claude_doctor.base import ours, registry
from claude_doctor.base.text import clean
from claude_doctor.doors.tail import formats
from claude_doctor.doors.tail.formats.contract import Format
from claude_doctor.doors.tail.reading import asked, beside, decode, loop, measures, times, wrapped
from claude_doctor.doors.tail.reading.blocks import Blocks
from claude_doctor.doors.tail.reading.event import Event, Inner
from claude_doctor.doors.tail.reading.fields import IMPLIED, named_type, network_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

DEPTH = 4
_END = 128 * 1024
# Characters of unfinished lines that one file's pieces may hold, each piece counted as so much longer than it
# is.
_PIECES = decode.LONGEST
_PIECE = 64
_BLOCK = 200
_HEAD = 300
_LINE = 64 * 1024
_INDENTED = (b" ", b"\t", b"}", b"]")
_members: dict[type, list[tuple[Format, str, bool]]] = {}


class Context:
    """What is known of one file while its lines are read: its kind, pieces of unfinished lines, the last time
    seen.
    """

    __slots__ = (
        "asked",
        "block",
        "blocks",
        "cut",
        "ended",
        "faults",
        "held",
        "indented",
        "is_json",
        "last",
        "malformed",
        "named",
        "older",
        "path",
        "pieces",
        "repaired",
        "skip",
        "wrapped",
        "zoneless",
    )

    def __init__(self, path: str = "", is_json: bool = True) -> None:
        self.path = path
        self.is_json = is_json
        self.pieces: dict[str, list[str]] = {}
        self.older: dict[str, int] = {}  # how many of them stand before this block of the file
        self.ended: set[str] = set()  # streams in which a line was ended since the block began
        self.held = 0  # characters in all pieces, and some for each
        self.cut = 0  # lines that were longer than is read
        self.faults: dict[str, str] = {}  # what readers raised, the first of each
        self.block: list[bytes] | None = (
            None  # lines of an object that is indented over several, inside a text
        )
        self.blocks = Blocks()
        self.asked = asked.Asked()
        self.indented = False  # the line at hand begins with white space
        self.malformed = 0
        self.repaired = 0
        self.zoneless: bool | None = None
        self.skip = 0  # lines that the hot path need not try
        self.last: int | None = None
        self.named = ""  # the field of a record that was asked for by name
        self.wrapped: list[str] = []  # the lines of a message in a column

    def turn(self) -> None:
        """Begin with the next block of the file: of what was before the last one nothing is left."""
        self.blocks.forget()
        self.asked.turn()
        self.last = None
        self.ended.clear()
        for stream, pieces in self.pieces.items():
            old = pieces[: self.older.get(stream, 0)]
            self.held -= sum(map(len, old)) + _PIECE * len(old)
            del pieces[: len(old)]
        self.older = {stream: len(pieces) for stream, pieces in self.pieces.items()}

    def calm(self) -> None:
        """Forget what was counted of lines that count elsewhere."""
        self.cut = self.malformed = self.repaired = 0
        self.faults.clear()


def read(raw: bytes, context: Context) -> list[Event]:  # noqa: PLR0911  # each return is one kind of line
    """Return the events of one line; what cannot be read is counted in the context."""
    if context.block is not None:
        return _in_block(raw, context, context.block)
    if context.wrapped or (raw[-1:] != b"}" and wrapped.begins(raw)):
        return _in_column(raw, context)
    if decode.is_too_long(raw):
        return _too_long(raw, context)
    line = decode.stripped(raw)
    context.indented = raw[:1] in {b" ", b"\t"}
    if not line:
        if raw.strip():
            context.malformed += 1
        return []
    if line[:2] == b"[{":
        rows = decode.rows(line)
        if rows is not None:
            return _finished([event for row in rows for event in _read(row, context)], context)
    if line[:1] != b"{":
        return _text_line(line.decode("utf-8", "replace"), context)
    record = decode.record(line)
    if record is not None:
        return _finished(_read(record, context), context)
    if line == b"{" and raw[:1] == b"{" and not context.is_json:
        context.block = [raw]
        return []
    context.malformed += 1
    found = [
        event
        for item in decode.rescued(line)
        for event in _read(item, context)
        if event.kind not in {"noise", "partial"}
    ]
    context.repaired += len(found)
    return _finished(found, context)


def _in_column(raw: bytes, context: Context) -> list[Event]:
    """Take one more line of a message that is wrapped into a column; the message is read when the next one
    begins.
    """
    if context.wrapped and not wrapped.begins(raw) and wrapped.goes_on(raw, context.wrapped):
        context.wrapped.append(raw.decode("utf-8", "replace").strip())
        return []
    events = flushed(context)
    begun = wrapped.first(raw)
    if begun is None:
        return events + read(raw, context)
    context.wrapped = [begun]
    return events


def flushed(context: Context) -> list[Event]:
    """Return the events of a wrapped message that nothing follows."""
    text, context.wrapped = " ".join(context.wrapped), []
    context.indented = False
    return _finished(_read(text, context), context) if text else []


def _too_long(raw: bytes, context: Context) -> list[Event]:
    """Count a line beyond what is read; of a text the ends are looked at, a
    record without its end is none.
    """
    context.cut += 1
    context.malformed += 1
    head = decode.stripped(raw[:_END])
    if not head or head[:1] in b"{[":
        return []
    return _finished(_read((head + b"\n" + raw[-_END:]).decode("utf-8", "replace"), context), context)


def _in_block(raw: bytes, context: Context, block: list[bytes]) -> list[Event]:
    """Take one more line of an indented object; read its lines one by one where it turns out to be none."""
    block.append(raw)
    end = raw.rstrip()
    if end != b"}" and len(block) < _BLOCK and len(raw) < _LINE and (not end or raw[:1] in _INDENTED):
        return []
    context.block = None
    record = decode.record(b"".join(block)) if end == b"}" else None
    if record is not None:
        return _finished(_read(record, context), context)
    return [event for line in block[1:] for event in read(line, context)]


def _text_line(text: str, context: Context) -> list[Event]:
    if len(text) > 2 * _END:  # no log line is so long: what counts stands at its ends
        text = f"{text[:_END]}\n{text[-_END:]}"
    found = _read(text, context)
    if not found and context.is_json:
        context.malformed += 1
    return _finished(found, context)


def _read(
    item: object, context: Context, time: object = None, depth: int = 0, stream: str = ""
) -> list[Event]:
    indented = False
    if isinstance(item, str):
        indented = item[:1] in {" ", "\t"} or (depth == 0 and context.indented)
        text = (clean(item) if "\x1b" in item else item).strip("\x00 \t\r\n")
        inner = decode.record(text.encode("utf-8", "replace")) if text[:1] == "{" else None
        item = text if inner is None else inner
    for member, name, strict in _readers(type(item)):
        if not strict and context.is_json:
            continue
        try:
            found = member.read(item)
            parts: list[Any] = found if isinstance(found, list) else [found]
            for part in parts:
                if isinstance(part, Event) and (part.looks or part.gives):
                    hash((part.looks, part.gives))
        except Exception as error:  # noqa: BLE001  # one reader that breaks must not end the run
            ours.note(context.faults, name, error)
            context.malformed += 1
            return []
        if found is not None:
            events = _expanded(name, parts, item, context, (time, depth, stream))
            measures.fill(events, item, context.named)
            if any(isinstance(part, Inner) and isinstance(part.item, str) for part in parts):
                return events  # what is inside was placed where it was read
            return _placed(
                loop.placed(events, item) if not any(isinstance(part, Inner) for part in parts) else events,
                item,
                context,
                stream,
                indented=indented,
            )
    return _placed(loop.placed([], item), item, context, stream, indented=indented)


def _placed(
    events: list[Event], item: object, context: Context, stream: str, *, indented: bool
) -> list[Event]:
    """Say of the events of a line which record of the text and which container it belongs to."""
    if isinstance(item, str) and item:
        before = context.blocks.count
        number = context.blocks.step(item, stream, indented=indented)
        events = context.asked.placed(
            events, item, stream, starts=context.blocks.count != before, indented=indented
        )
        for event in events:
            event.block, event.stream, event.text = number, stream, item[:_HEAD]
            beside.stated(event, item)
        return events
    if not context.is_json:
        context.asked.recalled(events, stream)
    if stream:
        for event in events:
            event.stream = event.stream or stream
    return events


def _expanded(
    name: str, found: Iterable[Event | Inner], item: object, context: Context, outer: tuple[object, int, str]
) -> list[Event]:
    time, depth, _ = outer
    events: list[Event] = []
    for part in found:
        if isinstance(part, Inner):
            if depth < DEPTH:
                events += _unwrapped(part, context, *outer)
            continue
        part.format = part.format or name
        if part.time is None and isinstance(item, str):
            part.time = decode.time_in(item)
        if part.time is None:
            part.time = time
        events.append(part)
    return events


def _unwrapped(inner: Inner, context: Context, time: object, depth: int, stream: str) -> list[Event]:
    time = inner.time if inner.time is not None else time
    item = inner.item
    headless = False
    if inner.part is not None and isinstance(item, str):
        if inner.part and context.held + len(item) < _PIECES:
            context.pieces.setdefault(inner.stream, []).append(item)
            context.held += len(item) + _PIECE
            return [Event("partial", time=time)]
        pieces = context.pieces.pop(inner.stream, [])
        context.older.pop(inner.stream, None)
        context.held -= sum(map(len, pieces)) + _PIECE * len(pieces)
        if inner.part:
            context.cut += 1
            context.malformed += 1
        item = "".join((*pieces, item))
        headless = inner.stream not in context.ended
        context.ended.add(inner.stream)
    events = _read(item, context, time, depth + 1, inner.stream or stream)
    if inner.otherwise is not None and not any(event.kind != "noise" for event in events):
        events = [inner.otherwise]
    for event in events:
        event.model = event.model or inner.model
        event.format = inner.format or event.format
        event.headless |= headless
    return events


def _finished(events: list[Event], context: Context) -> list[Event]:
    for event in events:
        moment = times.parse(event.time)
        if moment is not None:
            event.wall, event.naive = moment
        if (
            event.is_error
            and event.status is None
            and event.status_inferred is None
            and event.type in IMPLIED
        ):
            event.status_inferred = IMPLIED[event.type]
        if event.is_error:
            event.network = network_of(event)
            if event.type is None and event.status is not None:
                event.type = named_type(event.message or event.text, event.status)
        if event.signal is not None and event.signal.broken:
            context.faults = {**dict(event.signal.broken), **context.faults}
        event.file = context.path
    return events


def _readers(kind: type) -> list[tuple[Format, str, bool]]:
    if not _members:
        for name, member in registry.ranked(formats, Format):
            _members.setdefault(member.TAKES, []).append((member, name, not member.LOOSE))
    return _members.get(kind, [])
