"""Failures that may be Claude's, error lines that nobody understood, and other services' failures: what is
beside the counts.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.counting.templates import mask
from claude_doctor.doors.tail.reading import evidence
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.counting.summary import Summary

_HELD = 10_000
_BYTES = 16 * 1024 * 1024
_HEAD = 400
_SHOWN = 200
_LEVEL = re.compile(
    rb"(?:^|[\s\[|\"=:(])(?:ERROR|CRITICAL|FATAL|SEVERE|error:|Error:|fatal:|level=(?:error|fatal)"
    rb"|\[error\]|ERR\])"
)
# What a message says that names no part of a program but the call itself.
_CALL = re.compile(
    (
        r"\b(?:request|call|completion|generation|inference|llm|model|chat|stream|message|messages|api"
        r"|upstream|provider)\b"
    ),
    re.I,
)


class Unsettled:
    """What is not decided yet in the files that are read; a pipeline holds one. `held` are failures that may
    be Claude's, `words` the masked messages in which each stream of a file tells of Claude; both by file.
    """

    def __init__(self) -> None:
        self._bytes = 0
        self.held: dict[str, list[tuple[Event, bytes]]] = {}
        self.words: dict[str, dict[str, set[str]]] = {}

    def speaks(self, event: Event) -> None:
        """Remember that a stream of a file tells of Claude, and in which words."""
        words = self.words.setdefault(event.file, {}).setdefault(event.stream, set())
        if event.message and len(words) < _HELD:
            words.add(mask(event.message[:_SHOWN]))

    def hold(self, event: Event, raw: bytes) -> bool:
        """Keep a failure that may be Claude's until all is read; False when too many are kept."""
        held = self.held.setdefault(event.file, [])
        if len(held) >= _HELD or self._bytes + len(raw) > _BYTES:
            return False
        self._bytes += len(raw)
        held.append((event, raw))
        return True

    def merge(self, other: Unsettled) -> list[Event]:
        """Add what is not decided in a later part; return what is too much to keep."""
        for path, streams in other.words.items():
            mine = self.words.setdefault(path, {})
            for stream, words in streams.items():
                mine.setdefault(stream, set()).update(words)
        return [event for held in other.held.values() for event, raw in held if not self.hold(event, raw)]

    def settle(self) -> Iterator[tuple[Event, bytes, bool]]:
        """Yield what was kept, and whether it is Claude's; a request that is told of twice comes once."""
        for path, held in self.held.items():
            streams, ids = self.words.get(path, {}), set[str]()
            for event, raw in held:
                if event.request_id is not None and event.request_id in ids:
                    continue
                words = streams.get(event.stream)
                message = (event.message or "")[:_SHOWN]
                ours = words is not None and (mask(message) in words or _CALL.search(message) is not None)
                ids |= {event.request_id} if ours and event.request_id is not None else set()
                yield event, raw, ours
        self.held.clear()
        self._bytes = 0


def aside(summary: Summary, event: Event, number: int) -> None:
    """Count an error of which nothing was understood."""
    words = event.unread or event.message or ""
    summary.unread(event.file, number, words, named=evidence.is_ours(words))


def line(summary: Summary, path: str, number: int, raw: bytes) -> None:
    """Count a line of text of which nothing was read, when it has the level of an error."""
    if _LEVEL.search(raw[:_HEAD]) is None:
        return
    text = raw[:_HEAD].decode("utf-8", "replace")
    ours = evidence.is_ours(text)
    name = None if ours else evidence.other(text)
    if name is not None:
        summary.tallies.add(Event("noise", other=name, file=path, line=number))
    else:
        summary.unread(path, number, text.strip(), named=ours)
