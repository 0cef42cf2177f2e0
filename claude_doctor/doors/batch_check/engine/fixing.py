"""One file in, one repaired file out: every change is listed, the input is never touched."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from claude_doctor.base.errors import InputError, UsageError
from claude_doctor.base.mask import masked
from claude_doctor.base.text import clean, one_line
from claude_doctor.doors.batch_check.engine import files
from claude_doctor.doors.batch_check.engine import kind as kinds
from claude_doctor.doors.batch_check.engine.case import Ids
from claude_doctor.doors.batch_check.engine.checker import Checker
from claude_doctor.doors.batch_check.engine.input import Elements
from claude_doctor.doors.batch_check.engine.repair import Repairs
from claude_doctor.doors.batch_check.engine.split import on_one_line
from claude_doctor.doors.batch_check.engine.walk import CUSTOM_ID
from claude_doctor.doors.batch_check.engine.written import Written, refuse
from claude_doctor.doors.batch_check.report import Fixed, FixedLine
from claude_doctor.doors.batch_check.results import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from claude_doctor.doors.batch_check.engine.case import Change
    from claude_doctor.doors.batch_check.engine.reporter import Scope
    from claude_doctor.doors.batch_check.engine.table import Table

    Wrap = Callable[[dict[str, Any], int], dict[str, Any] | None]

# Changes to the text around the requests.
_FORMS = {
    "spread": "requests over several lines: one request a line",
    "object": "one object with `requests`: one request a line",
    "array": "one array: one request a line",
}


class Fixing:
    """The repair of one file. `keep` is how many changes are kept in words; all are counted."""

    def __init__(self, scope: Scope, table: Table, unsafe: bool, keep: int) -> None:
        self.unsafe = unsafe
        self.keep = keep
        self.ids = Ids()
        self.repairs = Repairs(Checker(scope, table), self.ids, unsafe)
        self.lines: list[FixedLine] = []
        self.counts: Counter[str] = Counter()
        self.headers: dict[str, None] = {}
        self.about: list[str] = []

    def run(self, path: str, target: str, force: bool, taken: tuple[str, ...]) -> Fixed:
        """Write the repaired file, and the map of new ids beside it;
        UsageError for what cannot be repaired.
        """
        option = "--fix-unsafe" if self.unsafe else "--fix"
        refuse(target, (path, *taken), force, option)
        beside = f"{target}.ids.json"
        if self.unsafe:
            refuse(beside, (path, *taken), force, option)
            self._collect(path)
        with Written(target) as written:
            self._write(path, written.out)
        if self.ids.old:
            with Written(beside) as written:
                written.out.write(msgspec.json.format(_map(self.ids.old), indent=1) + b"\n")
        return Fixed(
            path=target,
            unsafe=self.unsafe,
            about=tuple(self.about),
            lines=tuple(self.lines),
            counts=tuple(self.counts.most_common()),
            header=",".join(self.headers),
            ids_file=beside if self.ids.old else "",
        )

    def _collect(self, path: str) -> None:
        """Gather the ids that are right: no new one may be like them."""
        self.ids.taken = {
            custom_id
            for custom_id, _ in read.requests([path])
            if custom_id is not None and CUSTOM_ID(custom_id)
        }

    def _write(self, path: str, out: BinaryIO) -> None:
        stream, _ = files.opened(path)
        with stream:
            wrap = self._wrap(path, bytes(stream.peek(1)))  # type: ignore[attr-defined]  # every stream here is buffered
            elements = Elements(stream)
            blank = number = 0
            try:
                for line, raw in elements:
                    text = raw.strip()
                    if not text:
                        blank += 1
                        continue
                    number += 1
                    out.write(self._fixed(on_one_line(text), line, number, wrap) + b"\n")
            except Exception as error:
                if not files.damaged(error):
                    raise
                raise InputError(f"{path}: cannot be read to its end: {error}") from error
        if elements.trouble or elements.overlong:
            raise UsageError(
                f"{path}: {elements.trouble or 'a request is too long to be read'}; write it anew with "
                "a JSON library"
            )
        self._say_form(elements, blank)

    def _say_form(self, elements: Elements, blank: int) -> None:
        if elements.marked:
            self.about.append("byte order mark: removed")
        if blank:
            self.about.append(f"{blank:,} blank lines: removed")
        if elements.form in _FORMS:
            self.about.append(_FORMS[elements.form])
        if elements.beside:
            self.about.append("keys beside `requests`: removed")

    def _wrap(self, path: str, head: bytes) -> Wrap | None:
        """Return what makes requests of the lines of another kind of file; UsageError where nothing does."""
        kind = kinds.recognised(kinds.look(head))
        if kind is None:
            return None
        wrap = kind.WRAP
        if wrap is None or not self.unsafe:
            hint = "; --fix-unsafe makes requests of it" if wrap else ""
            raise UsageError(f"{path}: is {kind.NAME}, and not repaired{hint}")
        self.about.append(f"{kind.NAME}: each line became a request")
        return wrap

    def _fixed(self, raw: bytes, line: int, number: int, wrap: Wrap | None) -> bytes:
        if wrap:
            raw = _wrapped(raw, number, wrap)
        found, changes = self.repairs.of(raw, number)
        for change in changes:
            self._keep(change, line, number)
        return found

    def _keep(self, change: Change, line: int, number: int) -> None:
        self.counts[change.rule] += 1
        for name in change.header.split(",") if change.header else ():
            self.headers.setdefault(one_line(masked(clean(name)), 80))
        if len(self.lines) < self.keep:
            custom_id = self.repairs.checker.custom_id
            named = None if custom_id is None else one_line(masked(clean(custom_id)), 80)
            place = masked(clean(change.path))
            self.lines.append(
                FixedLine(
                    change.rule, line, number - 1, named, place, change.before, change.after, change.why
                )
            )


def _wrapped(raw: bytes, number: int, wrap: Wrap) -> bytes:
    try:
        item = msgspec.json.decode(raw)
    except read.UNREADABLE:
        return raw
    found = wrap(item, number) if isinstance(item, dict) else None
    return raw if found is None else msgspec.json.encode(found)


def _map(old: dict[str, Any]) -> bytes:
    """Return the map of new ids to what stood there; an id that is no text is kept as it is."""
    plain = {
        new: value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
        for new, value in old.items()
    }
    return msgspec.json.encode(plain)
