"""Requests and results joined by `custom_id`.

Where both come in order (shorter ids first, then by their text, as numbered ones do) they are read side by
side, and nothing is kept. As soon as one is out of order everything starts anew with an index on disk.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from typing import TYPE_CHECKING

from claude_doctor.base.errors import UsageError
from claude_doctor.doors.batch_check.results import read
from claude_doctor.doors.batch_check.results.read import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.doors.batch_check.results.tally import Outcomes

    Writer = Callable[[str | None, bytes, int], None]

_ROWS = 10_000


class OutOfOrderError(Exception):
    """An id that does not follow the one before."""


def side_by_side(requests: list[str], results: list[str], out: Outcomes, writer: Writer | None) -> None:
    """Join what is in order; OutOfOrderError when it is not."""
    answers = read.lines(results)
    answer, before = _next(answers, None, out)
    last = (0, "")
    for custom_id, raw in read.requests(requests):
        if custom_id is None:
            out.nameless += 1
            continue
        place = (len(custom_id), custom_id)
        if place <= last:
            raise OutOfOrderError
        last = place
        while answer is not None and (len(answer.custom_id), answer.custom_id) < place:
            out.stranger(answer.custom_id)
            answer, before = _next(answers, before, out)
        state = NOTHING
        if answer is not None and answer.custom_id == custom_id:
            state = out.joined(answer)
            answer, before = _next(answers, before, out)
        else:
            out.without(custom_id)
        out.requests += 1
        if writer:
            writer(custom_id, raw, state)
    while answer is not None:
        out.stranger(answer.custom_id)
        answer, before = _next(answers, before, out)


def _next(answers: object, before: str | None, out: Outcomes) -> tuple[read.Line | None, str | None]:
    """Return the next answer; one that repeats the last id is counted and passed over."""
    for answer in answers:  # type: ignore[attr-defined]  # an iterator of lines
        if answer is None:
            out.unreadable += 1
            continue
        if before is not None:
            if answer.custom_id == before:
                out.repeated += 1
                continue
            if (len(answer.custom_id), answer.custom_id) < (len(before), before):
                raise OutOfOrderError
        return answer, answer.custom_id
    return None, before


def by_index(requests: list[str], results: list[str], out: Outcomes, writer: Writer | None) -> None:
    """Join what is in no order, by a table of the ids on disk."""
    if writer and "-" in requests:
        raise UsageError("--retry-file reads the requests twice: name a file instead of standard input")
    with tempfile.TemporaryDirectory(prefix="claude-doctor-") as folder:
        base = sqlite3.connect(os.path.join(folder, "ids.sqlite"), isolation_level=None)
        try:
            for words in (
                "journal_mode = OFF",
                "synchronous = OFF",
                "cache_size = -48000",
                "locking_mode = EXCLUSIVE",
            ):
                base.execute(f"PRAGMA {words}")
            base.execute("CREATE TABLE asked (id TEXT PRIMARY KEY, state INTEGER NOT NULL) WITHOUT ROWID")
            base.execute("BEGIN")
            _ask(base, requests, out)
            _answer(base, results, out)
            _missing(base, out)
            if writer:
                find = "SELECT state FROM asked WHERE id = ?"
                for custom_id, raw in read.requests(requests):
                    if custom_id is not None:
                        writer(custom_id, raw, base.execute(find, (_plain(custom_id),)).fetchone()[0])
        finally:
            base.close()


def _plain(custom_id: str) -> str:
    """Return an id as the index can keep it: half a surrogate pair is no text."""
    return custom_id.encode("utf-8", "backslashreplace").decode()


def _ask(base: sqlite3.Connection, requests: list[str], out: Outcomes) -> None:
    rows: list[tuple[str]] = []
    insert = "INSERT OR IGNORE INTO asked VALUES (?, 0)"
    for custom_id, _raw in read.requests(requests):
        if custom_id is None:
            out.nameless += 1
            continue
        rows.append((_plain(custom_id),))
        if len(rows) == _ROWS:
            base.executemany(insert, rows)
            rows = []
    base.executemany(insert, rows)
    out.requests = base.execute("SELECT count(*) FROM asked").fetchone()[0]


def _answer(base: sqlite3.Connection, results: list[str], out: Outcomes) -> None:
    find, note = "SELECT state FROM asked WHERE id = ?", "UPDATE asked SET state = ? WHERE id = ?"
    strangers = False
    for answer in read.lines(results):
        if answer is None:
            out.unreadable += 1
            continue
        plain = _plain(answer.custom_id)
        row = base.execute(find, (plain,)).fetchone()
        if row is None:
            if not strangers:
                base.execute("CREATE TABLE strangers (id TEXT PRIMARY KEY) WITHOUT ROWID")
                strangers = True
            if base.execute("INSERT OR IGNORE INTO strangers VALUES (?)", (plain,)).rowcount:
                out.stranger(answer.custom_id)
            else:
                out.repeated += 1
        elif row[0] != NOTHING:
            out.repeated += 1
        else:
            base.execute(note, (out.joined(answer), plain))


def _missing(base: sqlite3.Connection, out: Outcomes) -> None:
    for (custom_id,) in base.execute("SELECT id FROM asked WHERE state = 0"):
        out.without(custom_id)
