"""From the files of requests and results to one report, and to the requests that are worth sending again."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgspec

from claude_doctor.base.errors import InputError
from claude_doctor.base.record import replace
from claude_doctor.doors.batch_check.engine import files
from claude_doctor.doors.batch_check.engine.written import Written
from claude_doctor.doors.batch_check.results import join, read
from claude_doctor.doors.batch_check.results.causes import Causes
from claude_doctor.doors.batch_check.results.tally import Outcomes

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.report import ResultsReport

# The manifest that `--split` writes.
MANIFEST = "claude-doctor-batch-parts"
_LARGEST = 1 << 24


def manifest(path: str) -> dict[str, Any] | None:
    """Return the manifest that a file is, None for any other file."""
    try:
        with open(path, "rb") as file:
            head = (
                file.read(_LARGEST) if file.peek(1)[:1] == b"{" and os.path.getsize(path) < _LARGEST else b""
            )
        found = msgspec.json.decode(head) if MANIFEST.encode() in head[:200] else None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return found if isinstance(found, dict) and found.get("kind") == MANIFEST else None


def result_files(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the files of results that are named, and those of a manifest that are not there yet; InputError
    when none is.
    """
    found: list[str] = []
    absent: list[str] = []
    for path in files.paths(words):
        parts = manifest(path)
        if parts is None:
            found.append(path)
            continue
        for part in parts.get("parts", []):
            name = part.get("results") if isinstance(part, dict) else None
            # A manifest names files beside it, nothing else.
            if isinstance(name, str) and name == os.path.basename(name):
                place = os.path.join(os.path.dirname(path), name)
                (found if os.path.exists(place) else absent).append(place)
    if not found:
        raise InputError(f"no results: {', '.join(absent)} not found" if absent else "no results file")
    return found, absent


def joined(requests: list[str], words: list[str], retry_file: str) -> ResultsReport:
    """Join results to requests; write those worth sending again to `retry_file` where that is a name."""
    results, absent = result_files(words)
    if retry_file:
        with Written(retry_file) as written:
            report, count = _joined(requests, results, absent, written)
        return replace(report, retry_file=retry_file, retried=count)
    return _joined(requests, results, absent, None)[0]


def _joined(
    requests: list[str], results: list[str], absent: list[str], written: Written | None
) -> tuple[ResultsReport, int]:
    causes = Causes()
    count = 0

    def write(_custom_id: str | None, raw: bytes, state: int) -> None:
        nonlocal count
        if state == read.AGAIN and written:
            written.out.write(_on_one_line(raw))
            count += 1

    writer = write if written else None
    out = Outcomes(causes)
    try:
        if "-" in results:  # what can be read only once cannot be tried
            join.by_index(requests, results, out, writer)
        else:
            join.side_by_side(requests, results, out, writer)
    except join.OutOfOrderError:
        out, count = Outcomes(causes), 0
        if written:
            written.out.seek(0)
            written.out.truncate()
        join.by_index(requests, results, out, writer)
    except Exception as error:
        if not files.damaged(error):
            raise
        raise InputError(f"the results cannot be read to their end: {error}") from error
    return out.report(results, absent), count


def _on_one_line(raw: bytes) -> bytes:
    """Return a request as it stands in the file, on a line of its own; one that was written over several
    lines is written anew.
    """
    text = raw.strip()
    return (msgspec.json.format(text, indent=-1) if b"\n" in text or b"\r" in text else text) + b"\n"
