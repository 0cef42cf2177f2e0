"""One file of requests from its elements to its counts: ids, sizes, models, shapes, faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from claude_doctor.rules._checker import UNREADABLE
from claude_doctor.rules._request import Reporter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_doctor.rules._checker import Checker
    from claude_doctor.rules._request import Fault
    from claude_doctor.rules._tally import Tally

ENVELOPE = len(b'{"requests":[]}')
LIMIT = 256_000_000
# Only from here on it is worth asking whether a request is too large.
LARGE = 400_000
# A program that writes a key twice does so from the first request on.
LOOKED = 500
_encode = msgspec.json.encode
_untyped = msgspec.json.decode


class Batch:
    """A batch while it is read, and what is known of it at its end. `form` is jsonl, object or array."""

    def __init__(self, checker: Checker, tally: Tally, form: str = "jsonl", exact: bool = False) -> None:
        self.checker = checker
        self.tally = tally
        self.form = form
        self.exact = exact
        self.requests = 0
        self.bytes = 0
        self.compact = 0
        self.media = 0
        self.ids: dict[str, int] = {}
        self.shapes: set[int] = set()
        self.trouble: list[Fault] = []
        self.stopped = ""
        self.sized = exact

    def read(self, elements: Iterable[tuple[int, bytes]]) -> None:
        """Check all elements: (line, raw text) pairs."""
        checker, ids, shapes, add = self.checker, self.ids, self.shapes, self.tally.add
        decode, visit, full = checker.decode, checker.visit, checker.full
        lines = self.form == "jsonl"
        count = self.requests
        line = 0
        custom_id: str | None
        blanks: list[tuple[int, list[Fault]]] = []
        for line, raw in elements:
            try:
                item = decode(raw)
            except UNREADABLE:
                faults = full(raw)
                custom_id = checker.custom_id
            else:
                custom_id = item.custom_id
                faults = visit(custom_id, item.params)
                del item  # its memory serves the next one while it is still warm
            if custom_id is not None:
                at = line if lines else count
                first = ids.setdefault(custom_id, at)
                if first != at:
                    faults = [*faults, *self.duplicate(custom_id, first)]
            if count < LOOKED:
                faults = [*faults, *checker.element(raw)]
            if len(raw) > LARGE:
                faults = [*faults, *checker.large(len(raw))]
            if faults:
                if custom_id is None and not raw.strip():
                    blanks.append((line, faults))
                    continue
                add(line, count, custom_id, faults)
            shapes.add(checker.shape)
            count += 1
            if self.exact:
                self.compact += _size(raw)
        self.requests = count
        self.media = checker.media
        self._blank(blanks, line)

    def _blank(self, blanks: list[tuple[int, list[Fault]]], last: int) -> None:
        # Blank lines at the end of a file are harmless, so what is said of the others waits until the end is known.
        while blanks and blanks[-1][0] == last:
            blanks.pop()
            last -= 1
        for line, faults in blanks:
            self.tally.add(line, None, None, faults)

    def duplicate(self, custom_id: str, first: int) -> list[Fault]:
        """Return the fault of an id that stood before."""
        report = Reporter(self.checker.scope)
        for check, _ in self.checker.table.at("custom_id.duplicate"):
            check(custom_id, f"line {first}" if self.form == "jsonl" else f"request {first}", report)
        return report.faults

    @property
    def body_bytes(self) -> int:
        """The size of the body the API would get: exact, or the lines as they are (never smaller)."""
        if self.exact:
            return ENVELOPE + self.compact + max(self.requests - 1, 0)
        return ENVELOPE + self.bytes

    @property
    def tokens(self) -> int:
        """A rough count of input tokens: four bytes each, images and PDFs left out."""
        return max(self.bytes - self.media, 0) // 4

    def measure(self, elements: Iterable[tuple[int, bytes]]) -> None:
        """Count the exact size of the body in a reading of its own."""
        self.compact = sum(_size(raw) for _, raw in elements if raw.strip())
        self.exact = self.sized = True

    def finish(self) -> None:
        """Ask the checks of the file as a whole."""
        report = Reporter(self.checker.scope)
        report.faults.extend(self.trouble)
        for check, _ in self.checker.table.at("file"):
            check(self, report)
        if report.faults:
            self.tally.add(None, None, None, report.faults)


def _size(raw: bytes) -> int:
    try:
        return len(_encode(_untyped(raw)))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return len(raw)
