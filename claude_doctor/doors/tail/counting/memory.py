"""What the joiner knows of the requests of the files that are read: by id, by key, by order and by words.

What is open is remembered for the last 10,000 attempts of a file.
"""

from __future__ import annotations

from collections import deque

from claude_doctor.doors.tail.counting import likeness
from claude_doctor.doors.tail.counting.remembered import Counted, Lane, Request, Seen, Told
from claude_doctor.doors.tail.counting.templates import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claude_doctor.doors.tail.reading.event import Event

WINDOW = 10_000
# Files whose ids are remembered at once, while many are followed.
_FILES = 64
# Streams of text remembered at once, and templates of one failure.
STREAMS = 1000
_WORDS = 20


class Memory:
    """The requests that later lines may belong to.

    An id joins lines of one file only: what two files say of a request is counted in each, however much is
    read at once.
    """

    __slots__ = ("_files", "_path", "copies", "keys", "lanes", "older_copies", "older_keys", "seen", "told")

    def __init__(self) -> None:
        self._path = ""
        self._files: dict[str, Seen] = {}
        self.seen = self._files.setdefault("", Seen())
        # A line of a transcript that is written again keeps its mark in other files.
        self.copies: dict[str, Request] = {}
        self.older_copies: dict[str, Request] = {}
        self.keys: dict[object, Request] = {}
        self.older_keys: dict[object, Request] = {}
        self.lanes: dict[str, Lane] = {}
        self.told: dict[str, Told] = {}

    def open(self, path: str) -> None:
        """Go on with the ids of a file."""
        if path == self._path:
            return
        self._path = path
        self.seen = self._files[path] = self._files.pop(path) if path in self._files else Seen()
        while len(self._files) > _FILES:
            del self._files[next(iter(self._files))]

    def close(self, path: str) -> None:
        """Forget the ids of a file that is at its end."""
        self._files.pop(path, None)
        if path == self._path:
            self.seen = self._files[path] = Seen()

    def fit(self) -> None:
        """Forget the older generation of ids when the younger one is full."""
        seen = self.seen
        if len(seen.hot.names) + len(seen.ids) >= WINDOW:
            seen.older, seen.ids = seen.ids, {}
            seen.hot_older, seen.hot = seen.hot, Counted()

    def knows(self, names: list[str]) -> bool:
        """Whether any of some request ids was seen in the open file."""
        seen = self.seen
        if not (seen.hot.names.isdisjoint(names) and seen.hot_older.names.isdisjoint(names)):
            return True
        return any(not table.keys().isdisjoint(names) for table in (seen.ids, seen.older) if table)

    def counts(self, names: list[str], got: list[Any]) -> bool:
        """Remember plain failures that the hot path counts, none of which is known; False when an id comes
        twice among them.
        """
        self.fit()
        return self.seen.hot.add(names, got)

    def keep(self, event: Event, request: Request) -> None:
        """Remember a request by what an event of it gives."""
        if event.request_id is not None:
            self.fit()
            self.seen.ids[event.request_id] = request
        if event.same is not None:
            if len(self.copies) >= WINDOW:
                self.older_copies, self.copies = self.copies, {}
            self.copies[event.same] = request
        if event.link in {"new", "response"}:
            self.lanes.setdefault(likeness.lane(event), Lane()).last = request
        if event.block and event.is_error and event.kind in {"terminal", "retry"}:
            self._tell(event, request)
        for key in event.gives:
            if len(self.keys) >= WINDOW:
                self.older_keys, self.keys = self.keys, {}
            self.keys[event.file, key] = request

    def _tell(self, event: Event, request: Request) -> None:
        """Remember a request by the line of text that told of it."""
        told = self.told.setdefault(likeness.lane(event), Told())
        if len(self.told) > STREAMS:
            del self.told[next(iter(self.told))]
        told.last = request
        request.block, request.line = event.block, event.line
        if len(request.words) < _WORDS:
            request.words.add(mask(event.text))
        for key in event.gives:
            if key[0] == "turn":
                if len(told.turns) > STREAMS:
                    told.turns.clear()
                told.turns.setdefault(key, deque(maxlen=STREAMS)).append(request)
                request.turn = likeness.turn(key)
                if request not in told.loops:
                    told.loops.append(request)
        if event.kind == "retry" and all(key[0] == "open" for key in event.gives) and request not in told.retrying:
            told.retrying.append(request)
