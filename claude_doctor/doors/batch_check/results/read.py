"""One line of a results file: what became of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from claude_doctor.doors.batch_check.engine import files
from claude_doctor.doors.batch_check.engine.input import Elements

if TYPE_CHECKING:
    from collections.abc import Iterator

SUCCEEDED, ERRORED, CANCELED, EXPIRED = "succeeded", "errored", "canceled", "expired"
# What the join knows of a request; `AGAIN` may go again unchanged.
NOTHING, DONE, AGAIN, FIX = 0, 1, 2, 3
TYPES = (SUCCEEDED, ERRORED, CANCELED, EXPIRED)
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
Number = int | None


class Usage(msgspec.Struct):
    """The tokens of an answer."""

    input_tokens: Number = 0
    output_tokens: Number = 0
    cache_creation_input_tokens: Number = 0
    cache_read_input_tokens: Number = 0


class Message(msgspec.Struct):
    """An answer; its content is not looked at."""

    stop_reason: str | None = None
    usage: Usage | None = None


class Result(msgspec.Struct):
    """What became of a request."""

    type: str
    message: Message | None = None
    error: Any = None


class Line(msgspec.Struct):
    """A line of a results file."""

    custom_id: str
    result: Result


class Request(msgspec.Struct):
    """A request, of which only the id matters here."""

    custom_id: str


_line = msgspec.json.Decoder(Line).decode
_request = msgspec.json.Decoder(Request).decode


def lines(paths: list[str]) -> Iterator[Line | None]:
    """Yield the lines of results files one after the other; None for one that cannot be read. InputError for
    a file that cannot.
    """
    for path in paths:
        stream, _ = files.opened(path)
        with stream:
            for raw in stream:
                if raw.isspace():
                    continue
                try:
                    found = _line(raw)
                except UNREADABLE:
                    found = None
                yield found if found is None or found.result.type in TYPES else None


def requests(paths: list[str]) -> Iterator[tuple[str | None, bytes]]:
    """Yield (custom_id, raw text) of the requests of files; an id is None where none can be read."""
    for path in paths:
        stream, _ = files.opened(path)
        with stream:
            for _line_number, raw in Elements(stream):
                if not raw.strip():
                    continue
                try:
                    yield _request(raw).custom_id, raw
                except UNREADABLE:
                    yield None, raw


def error_of(result: Result) -> dict[str, Any]:
    """Return the error of a result as the API's envelope has it; one or two levels deep, {} where there is
    none.
    """
    found = result.error
    if isinstance(found, dict) and isinstance(found.get("error"), dict):
        found = found["error"]
    return found if isinstance(found, dict) else {}
