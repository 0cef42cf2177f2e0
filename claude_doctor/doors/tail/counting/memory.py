"""What the joiner knows of the requests of a file: by id, by key, by order and by words.

A memory begins with a block of the file (`reading/places.py`) and is used up to the end of the next one.
"""

from __future__ import annotations

from collections import deque

from claude_doctor.doors.tail.counting import likeness
from claude_doctor.doors.tail.counting.remembered import Copies, Counted, Lane, Request, Told
from claude_doctor.doors.tail.counting.templates import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.event import Event

# Streams of text remembered at once, and templates of one failure.
STREAMS = 1000
_WORDS = 20


class Memory:
    """The requests that later lines may belong to. An id joins lines of one file only: what two files say of
    a request is counted in each, however much is read at once.
    """

    __slots__ = ("copies", "hot", "hot_older", "ids", "keys", "lanes", "told")

    def __init__(self, hot: Counted | None = None, copies: Copies | None = None) -> None:
        self.ids: dict[str, Request] = {}
        self.hot = hot or Counted()
        self.hot_older = Counted()
        # A line of a transcript that is written again keeps its mark, in other files as well.
        self.copies: Copies | dict[str, Request] = {} if copies is None else copies
        self.keys: dict[object, Request] = {}
        self.lanes: dict[str, Lane] = {}
        self.told: dict[str, Told] = {}

    def turn(self, hot: Counted) -> None:
        """Go on into the next block, whose plain failures are counted in `hot`."""
        self.hot_older, self.hot = self.hot, hot

    def keep(self, event: Event, request: Request) -> None:
        """Remember a request by what an event of it gives."""
        if event.request_id is not None:
            self.ids[event.request_id] = request
        if event.same is not None:
            self.copies[event.same] = request
        if event.link in {"new", "response"}:
            self.lanes.setdefault(event.stream, Lane()).last = request
        if event.block and event.is_error and event.kind in {"terminal", "retry"}:
            self._tell(event, request)
        for key in event.gives:
            self.keys[key] = request

    def _tell(self, event: Event, request: Request) -> None:
        """Remember a request by the line of text that told of it."""
        told = self.told.setdefault(event.stream, Told())
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
        if event.kind == "retry" and not event.gives and request not in told.retrying:
            told.retrying.append(request)
