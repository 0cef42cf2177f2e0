"""Text that is no JSON object: bad syntax with its column, NaN, half a surrogate pair, a blank line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import UNDECODABLE
from claude_doctor.doors.batch_check.engine.batch import FILE
from claude_doctor.doors.batch_check.engine.fault import kind_of, short
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.batch import Batch
    from claude_doctor.doors.batch_check.engine.reporter import Reporter

_BYTE = re.compile(r"\(byte (\d+)\)")
_NUMBER = re.compile(rb"-?\b(?:NaN|Infinity)\b")
# The escapes of a text, one after the other; group 1 is half of a surrogate pair that stands alone.
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.S
)
_BOM, _UTF16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
_FIX = "Write each line with a JSON library (`json.dumps(request, allow_nan=False)`), one request a line."
_ONE_LINE = "Write each request on one line, not over several lines: `json.dumps(request)` without indent."


@rule("batch-line-not-object", "batch-lone-surrogate", at=UNDECODABLE)
def text(raw: bytes, problem: Any, report: Reporter) -> None:
    """`problem` is the decoder's exception, or the value that is no object."""
    if not isinstance(problem, Exception):
        report.found(
            "batch-line-not-object",
            "",
            f"{kind_of(problem)} is here, not an object",
            'Write {"custom_id": ..., "params": {...}} on each line.',
        )
    elif not raw.strip():
        report.found("batch-line-not-object", "", "the line is blank", "Remove it.")
    elif column := _lone_surrogate(raw, problem):
        report.found(
            "batch-lone-surrogate",
            "",
            f"column {column}: half of a surrogate pair",
            "Cut text between characters, not between UTF-16 units.",
        )
    else:
        fix = _ONE_LINE if raw.strip() in (b"{", b"[") else _FIX
        report.found("batch-line-not-object", "", _syntax(raw, problem), fix)


@rule("batch-body-not-json", "batch-line-not-object", "request-unknown-key", at=FILE)
def body(batch: Batch, report: Reporter) -> None:
    """Look at what is around the elements: of an object or array, a byte order mark, lines that break a
    request.
    """
    if batch.marked:
        words = "the file begins with a byte order mark, which is no part of JSON"
        report.found("batch-line-not-object", "", words, "Write UTF-8 without a byte order mark.")
    if batch.form == "spread":
        report.found("batch-line-not-object", "", "the requests take several lines each", _ONE_LINE)
    for key in dict.fromkeys(batch.beside):
        words = f"`{short(key)}` is beside `requests`; the body of a batch has no other key"
        report.found("request-unknown-key", short(key), words, "Remove it.", "warning")
    if batch.stopped:
        report.found(
            "batch-body-not-json",
            "requests",
            batch.stopped,
            "Write the file with a JSON library, or one request a line.",
        )


def _lone_surrogate(raw: bytes, problem: Exception) -> int:
    """Return the column of half a pair, 0 when something else is wrong: the decoder says of such a pair, or
    that the text ends in it.
    """
    said = str(problem)
    if isinstance(problem, UnicodeDecodeError) or not (
        "surrogate" in said or ("truncated" in said and raw.rstrip().endswith(b"}"))
    ):
        return 0
    return next((found.start() + 1 for found in _ESCAPE.finditer(raw) if found[1]), 0)


def _syntax(raw: bytes, problem: Exception) -> str:
    if raw.startswith(_UTF16):
        return "the file is UTF-16; requests are written in UTF-8"
    wrong = _not_utf8(raw)
    if wrong:
        return f"the line is not UTF-8 (byte {wrong})"
    if isinstance(problem, RecursionError):
        return "the line is nested too deeply to be read"
    if raw.startswith(_BOM):
        return "the line begins with a byte order mark, which is no part of JSON"
    number = _NUMBER.search(raw)
    if number:
        return f"column {number.start() + 1}: {number[0].decode()} is not JSON"
    return _at(
        raw,
        problem,
        "not valid JSON: the line ends too early" if "truncated" in str(problem) else "not valid JSON",
    )


def _not_utf8(raw: bytes) -> int:
    """Return which byte is no UTF-8, 0 when all are; the decoder counts from the string it stands in."""
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return error.start + 1
    return 0


def _at(raw: bytes, problem: Exception, words: str) -> str:
    found = _BYTE.search(str(problem))
    # The decoder counts from 0, but of text behind the value it names the byte after its first.
    column = int(found[1]) + ("trailing" not in str(problem)) if found else len(raw.rstrip(b"\r\n"))
    return f"column {column}: {words}"
