"""Text that is no JSON object: bad syntax with its column, NaN, half a surrogate pair, a blank line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from claude_doctor.rules._fault import kind_of
from claude_doctor.rules._rule import rule

if TYPE_CHECKING:
    from claude_doctor.rules._batch import Batch
    from claude_doctor.rules._request import Reporter

_BYTE = re.compile(r"\(byte (\d+)\)")
_NUMBER = re.compile(rb"-?\b(?:NaN|Infinity)\b")
_SURROGATE = re.compile(rb"(?<!\\)(?:\\\\)*\\u[dD](?:[89aAbB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|[c-fC-F])")
_FIX = "Write each line with a JSON library (`json.dumps(request, allow_nan=False)`), one request a line."


@rule("batch-line-not-object", "batch-lone-surrogate", at="undecodable")
def text(raw: bytes, problem: Any, report: Reporter) -> None:
    """`problem` is the decoder's exception, or the value that is no object."""
    if not isinstance(problem, Exception):
        report.found(
            "batch-line-not-object", "", f"the line is {kind_of(problem)}, not an object", 'Write {"custom_id": ..., "params": {...}} on each line.'
        )
    elif not raw.strip():
        report.found("batch-line-not-object", "", "the line is blank", "Remove it.")
    elif _lone_surrogate(raw, problem):
        report.found(
            "batch-lone-surrogate", "", _at(raw, problem, "half of a surrogate pair"), "Cut text between characters, not between UTF-16 units."
        )
    else:
        report.found("batch-line-not-object", "", _syntax(raw, problem), _FIX)


@rule("batch-body-not-json", at="file")
def body(batch: Batch, report: Reporter) -> None:
    """Only the object and the array form have text around their elements."""
    if batch.stopped:
        report.found("batch-body-not-json", "requests", batch.stopped, "Write the file with a JSON library, or one request a line.")


def _lone_surrogate(raw: bytes, problem: Exception) -> bool:
    return not isinstance(problem, UnicodeDecodeError) and _SURROGATE.search(raw) is not None and not _NUMBER.search(raw) and _balanced(raw)


def _balanced(raw: bytes) -> bool:
    # A line that was cut off may end inside an escape as well; then the end is what is wrong with it.
    return raw.rstrip().endswith(b"}")


def _syntax(raw: bytes, problem: Exception) -> str:
    if isinstance(problem, UnicodeDecodeError):
        return f"the line is not UTF-8 (byte {problem.start + 1})"
    if isinstance(problem, RecursionError):
        return "the line is nested too deeply to be read"
    if raw.startswith(b"\xef\xbb\xbf"):
        return "the file begins with a byte order mark, which is no part of JSON"
    number = _NUMBER.search(raw)
    if number:
        return f"column {number.start() + 1}: {number[0].decode()} is not JSON"
    return _at(raw, problem, "not valid JSON: the line ends too early" if "truncated" in str(problem) else "not valid JSON")


def _at(raw: bytes, problem: Exception, words: str) -> str:
    found = _BYTE.search(str(problem))
    column = int(found[1]) + 1 if found else len(raw.rstrip(b"\r\n"))
    return f"column {column}: {words}"
