"""One file of requests from its elements to its counts: ids, sizes, models, shapes, faults."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import msgspec

from claude_doctor.doors.batch_check.engine import anchors
from claude_doctor.doors.batch_check.engine.anchors import Anchor
from claude_doctor.doors.batch_check.engine.checker import UNREADABLE
from claude_doctor.doors.batch_check.engine.ids import Ids
from claude_doctor.doors.batch_check.engine.reporter import Reporter
from claude_doctor.doors.batch_check.engine.request import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Self

    from claude_doctor.doors.batch_check.engine.checker import Checker
    from claude_doctor.doors.batch_check.engine.reporter import Fault
    from claude_doctor.doors.batch_check.engine.tally import Tally

# The anchors of a file as a whole: of our batches, of what is none, of those of other platforms.
FILE: Anchor[[Batch, Reporter]] = Anchor("file")
OTHER_FILE: Anchor[[Batch, Reporter]] = Anchor("other")
BEDROCK_FILE: Anchor[[Batch, Reporter]] = Anchor("bedrock.file")
VERTEX_FILE: Anchor[[Batch, Reporter]] = Anchor("vertex.file")
FILES = {"bedrock": BEDROCK_FILE, "vertex": VERTEX_FILE}
ENVELOPE = len(b'{"requests":[]}')
LIMIT = 256_000_000
# Only from here on it is worth asking whether a request is too large.
LARGE = 400_000
# A program that writes a key twice does so from the first request on.
LOOKED = 500
_encode = msgspec.json.encode
_untyped = msgspec.json.decode


class Passed(bytes):
    """Stands for a line that was passed over unread: `size` bytes, 0 for nothing but blanks. No line holds
    two line ends.
    """

    size: int

    def __new__(cls, size: int) -> Self:
        """Return one for a line of so many bytes."""
        made = super().__new__(cls, b"\n\n")
        made.size = size
        return made


class Batch:
    """A batch while it is read, and what is known of it at its end. `form` is jsonl, object, array or spread
    (see _batch_input).

    A part of a file (`part`) keeps ids that repeat and blank lines for the one it is joined to, which knows
    what stands before.
    """

    def __init__(
        self, checker: Checker, tally: Tally, form: str = "jsonl", exact: bool = False, part: bool = False
    ) -> None:
        self.checker = checker
        self.tally = tally
        self.form = form
        self.exact = exact
        self.part = part
        self.requests = 0
        self.lines = 0
        self.bytes = 0
        self.compact = 0
        self.media = 0
        self.ids = Ids(ordered=form == "jsonl")
        self.repeated: list[tuple[int, int, str]] = []
        self.blanks: list[list[int]] = []  # first and last line of each run of blank lines
        self.stopped = ""
        self.marked = False
        self.beside: list[str] = []
        self.overlong = 0
        self.sized = exact
        # What the file is where it is no batch of the Claude API, and what to do then; the platform whose
        # batch it is.
        self.kind = ""
        self.way_out = ""
        self.platform = ""
        self.path = "-"
        self.hinted = False  # one of the first requests has what is looked for by a closer look
        tally.broken = checker.broken

    def read(self, elements: Iterable[tuple[int, bytes]]) -> None:
        """Check all elements: (line, raw text) pairs."""
        checker, add, ids = self.checker, self.tally.add, self.ids
        decode, visit, request = checker.decode, checker.visit, checker.request
        count, last, width, follows = self.requests, ids.last, ids.width, ids.run.append
        by_line, line, plain = self.form == "jsonl", 0, -1
        custom_id: str | None
        for line, raw in elements:
            try:
                item = decode(raw)
                custom_id = item.custom_id
                faults = visit(custom_id, item.params)  # which reads what the decoder kept as text
                del item
            except UNREADABLE as error:
                if not raw or raw.isspace():
                    self._blank(line, raw)
                    continue
                faults = self._refused(raw, error)
                decode, visit, custom_id = checker.decode, checker.visit, checker.custom_id
            except Exception as error:  # noqa: BLE001  # whatever a rule does wrong
                faults = checker.without_broken(raw, error)
                custom_id = checker.custom_id
            if custom_id is not None and len(custom_id) == width and custom_id > last:
                follows(custom_id)
                last = custom_id
            elif custom_id is not None and width < 0:  # there is no order
                at = line if by_line else count
                if ids.others.setdefault(custom_id, at) != at:
                    self.repeated.append((line, count, custom_id))
            else:
                self._place(custom_id, line, count)
                last, width, follows = ids.last, ids.width, ids.run.append
            if len(raw) > plain:
                faults = [*faults, *self._closer(raw, count)]
                plain = -1 if self.exact or (count < LOOKED and not self.part) else LARGE
            if faults:
                add(line, count, custom_id, faults)
            # The memory of this request serves the next one while it is still warm.
            request.params = NOTHING
            count += 1
        self.requests = count
        self.lines = line
        self.media = checker.media
        before = _blanks_before(self.blanks)
        self.repeated += [(line, line - 1 - before(line), custom_id) for line, custom_id in ids.settle()]

    def _refused(self, raw: bytes, error: Exception) -> list[Fault]:
        try:
            return self.checker.refused(raw, error)
        except Exception as broken:  # noqa: BLE001  # whatever a rule does wrong
            return self.checker.without_broken(raw, broken)

    def _place(self, custom_id: str | None, line: int, count: int) -> None:
        """Keep an id that does not simply follow the last one."""
        at = line if self.form == "jsonl" else count
        if custom_id is None:
            self.ids.skip()
        elif self.ids.add(custom_id, at) != at:
            self.repeated.append((line, count, custom_id))

    def _closer(self, raw: bytes, count: int) -> list[Fault]:
        """Return what is found by a closer look at one of the first requests, or at a large one; count its
        size if all are counted.
        """
        large = self.checker.large(len(raw)) if len(raw) > LARGE else []
        self.checker.request.params = (
            NOTHING  # what follows decodes it again: one of the two in memory is enough
        )
        if self.exact:
            self.compact += _size(raw)
        found = self.checker.element(raw) if count < LOOKED and not self.part else []
        self.hinted = self.hinted or bool(found)
        return [*found, *large]

    def _blank(self, line: int, raw: bytes) -> None:
        self.ids.skip()
        if isinstance(raw, Passed) and raw.size:
            report = Reporter(self.checker.scope)
            for check in self.checker.table.at(anchors.OVERLONG):
                self.checker.ask(check, raw.size, "", report)
            self.tally.add(line, None, None, report.faults)
            return
        if self.blanks and self.blanks[-1][1] == line - 1:
            self.blanks[-1][1] = line
        else:
            self.blanks.append([line, line])

    def parcel(self) -> dict[str, Any]:
        """Return all that was found as plain values, for `join` in another process."""
        names = ("requests", "lines", "bytes", "compact", "media", "overlong", "repeated", "blanks")
        models = {name: seen.count for name, seen in self.checker.seen.items()}
        self.tally.more(self.checker.more)
        tally = {
            "counts": dict(self.tally.counts),
            "kept": self.tally.kept,
            "would_fail": self.tally.would_fail,
            "broken": self.checker.broken,
        }
        return (
            {name: getattr(self, name) for name in names}
            | {"models": models, "shapes": self.checker.seen.shapes, "ids": self.ids.parcel()}
            | tally
        )

    def join(self, part: dict[str, Any]) -> None:
        """Add the parcel of the part of a JSONL file that follows; its lines count from 1, its indices from
        0.
        """
        lines, count = self.lines, self.requests
        before = _blanks_before(part["blanks"])
        for line, custom_id in self.ids.join(part["ids"], lines):
            self.repeated.append((line + lines, count + line - 1 - before(line), custom_id))
        self.repeated += [
            (line + lines, index + count, custom_id) for line, index, custom_id in part["repeated"]
        ]
        for begin, end in part["blanks"]:
            if self.blanks and self.blanks[-1][1] == begin + lines - 1:
                self.blanks[-1][1] = end + lines
            else:
                self.blanks.append([begin + lines, end + lines])
        self.checker.seen.shapes |= part["shapes"]
        for name, seen in part["models"].items():
            self.checker.count_model(name, seen)
        self.tally.join(part["counts"], part["kept"], part["would_fail"], lines, count)
        self.requests += part["requests"]
        self.lines += part["lines"]
        self.bytes += part["bytes"]
        self.compact += part["compact"]
        self.media += part["media"]
        self.overlong += part["overlong"]
        self.checker.broken.update(part["broken"])

    def _duplicates(self) -> None:
        for line, index, custom_id in sorted(self.repeated):
            report = Reporter(self.checker.scope)
            first = self.ids.first(custom_id)
            words = f"line {first}" if self.form == "jsonl" else f"the request at index {first}"
            for check in self.checker.table.at(anchors.CUSTOM_ID_AGAIN):
                self.checker.ask(check, custom_id, words, report)
            self.tally.add(line, index, custom_id, report.faults)

    def _blank_lines(self) -> None:
        # Blank lines at the end of a file are harmless, so what is said of the others waits until the end is
        # known.
        if self.blanks and self.blanks[-1][1] == self.lines:
            self.blanks.pop()
        for begin, end in self.blanks:
            faults = self._refused(b"\n", ValueError("a blank line"))
            for line in range(begin, min(end, begin + self.tally.limit) + 1):
                self.tally.add(line, None, None, faults)
            self.tally.more({fault[0]: max(end - begin - self.tally.limit, 0) for fault in faults})

    @property
    def body_bytes(self) -> int:
        """The size of the body the API would get: exact, or the lines as they are (never smaller)."""
        if self.exact and not self.overlong:
            return ENVELOPE + self.compact + max(self.requests - 1, 0)
        # What stands around the elements of an object is counted with its bytes.
        return self.bytes + {"object": 0, "array": ENVELOPE - 2}.get(self.form, ENVELOPE)

    @property
    def tokens(self) -> int:
        """A rough count of input tokens: four bytes each, images and PDFs left out."""
        return max(self.bytes - self.media, 0) // 4

    def look_again(self, elements: Iterable[tuple[int, bytes]]) -> None:
        """Look closer at the requests behind the first ones too, in a reading of its own: a program that
        writes a key twice goes on so.
        """
        count = 0
        for line, raw in elements:
            if not raw or raw.isspace():
                continue
            if count >= LOOKED:
                faults = self.checker.element(raw)
                if faults:
                    self.tally.add(line, count, _id_of(raw), faults)
            count += 1

    def measure(self, elements: Iterable[tuple[int, bytes]]) -> None:
        """Count the exact size of the body in a reading of its own."""
        self.compact = sum(_size(raw) for _, raw in elements if raw.strip())
        self.exact = self.sized = True

    def finish(self) -> None:
        """Ask the checks of the file as a whole."""
        self._duplicates()
        self._blank_lines()
        self.tally.more(self.checker.more)
        report = Reporter(self.checker.scope)
        asked = [OTHER_FILE if self.kind else FILE]
        if self.platform and not self.kind:
            asked.append(FILES[self.platform])
        for check in (one for anchor in asked for one in self.checker.table.at(anchor)):
            self.checker.ask(check, self, report)
        if report.faults:
            self.tally.add(None, None, None, report.faults)


def _blanks_before(blanks: list[list[int]]) -> Callable[[int], int]:
    """Return what says how many lines before one are blank."""
    begins = [begin for begin, _ in blanks]
    before = [0, *accumulate(end - begin + 1 for begin, end in blanks)]
    return lambda line: before[bisect(begins, line)]


def _id_of(raw: bytes) -> str | None:
    try:
        found = _untyped(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    custom_id = found.get("custom_id") if isinstance(found, dict) else None
    return custom_id if isinstance(custom_id, str) else None


def _size(raw: bytes) -> int:
    try:
        return len(_encode(_untyped(raw)))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return len(raw)
