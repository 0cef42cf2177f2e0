"""What the joiner remembers: requests, ids that the hot path counted, and what the lines of one stream said
last.
"""

from __future__ import annotations

from collections import deque

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claude_doctor.doors.tail.reading.event import Event, Key

_COPIES = 10_000


def score(event: Event) -> int:
    """Return how much a line says of its failure: code, type, message."""
    return (4 if event.code else 0) + (2 if event.type else 0) + (1 if event.message else 0)


class Request:
    """A request as far as it is known: its last failed attempt, and whether more may follow."""

    __slots__ = (
        "at",
        "block",
        "closed",
        "due",
        "eased",
        "id",
        "last",
        "line",
        "lonely",
        "noticed",
        "score",
        "several",
        "status",
        "turn",
        "words",
    )

    def __init__(self, event: Event) -> None:
        self.last: Event | None = event if event.is_error else None
        self.at = (
            event.at if event.wall is not None else None
        )  # a time taken from another line proves nothing
        self.id = event.request_id
        self.status = event.status
        self.closed = event.kind not in {"retry", "attempt"}
        self.lonely = False
        self.due: int | None = None  # when it is tried again
        self.eased = False  # a calm line seemed to end it well
        self.noticed = False  # a line of its own said that it is tried again
        self.score = score(event)
        self.block = event.block
        self.line = event.line
        self.several = event.resends > 0  # its attempts may be told one by one behind it
        self.turn: tuple[int, int | None] | None = None  # which attempt was told last, of how many
        self.words: set[str] = set()  # templates of the lines of text that tell of it


class Counted:
    """Plain failures that the hot path counted: their ids, and the lines, which are only looked up when an id
    comes again.
    """

    __slots__ = ("_lines", "_stretches", "names")

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._stretches: list[list[Any]] = []
        self._lines: dict[str, Any] = {}

    def add(self, names: list[str], got: list[Any]) -> bool:
        """Take the ids of some lines, unless one of them comes twice."""
        before = len(self.names)
        self.names.update(names)
        if len(self.names) - before < len(names):
            self.names.difference_update(names)
            return False
        self._stretches.append(got)
        return True

    def take(self, name: str) -> Any:
        """Return the line of an id; two memories may ask for it."""
        for got in self._stretches:
            self._lines.update((one[2], one) for one in got if one[2] is not None)
        self._stretches.clear()
        return self._lines[name]


class Copies:
    """Requests by the marks of lines that other files may repeat: the last 10,000 or so."""

    __slots__ = ("_marks", "_older")

    def __init__(self) -> None:
        self._marks: dict[str, Request] = {}
        self._older: dict[str, Request] = {}

    def get(self, mark: str) -> Request | None:
        """Return the request of a mark."""
        return self._marks.get(mark) or self._older.get(mark)

    def __setitem__(self, mark: str, request: Request) -> None:
        """Remember a request."""
        if len(self._marks) >= _COPIES:
            self._older, self._marks = self._marks, {}
        self._marks[mark] = request


class Lane:
    """One logger's sequence: the attempt whose headers may follow, and the requests that are about to be sent
    again.
    """

    __slots__ = ("last", "retrying", "tries")

    def __init__(self) -> None:
        self.last: Request | None = None
        self.retrying: deque[Request] = deque(maxlen=1000)
        self.tries: deque[Request] = deque(maxlen=50)  # the last failed attempts


class Told:
    """What lines of text said last in one stream: the failure, those about to be sent again, and by their
    count of attempts.
    """

    __slots__ = ("last", "loops", "retrying", "turns")

    def __init__(self) -> None:
        self.last: Request | None = None
        self.retrying: deque[Request] = deque(maxlen=1000)
        self.loops: deque[Request] = deque(maxlen=20)  # whose attempts are counted by their words
        self.turns: dict[Key, deque[Request]] = {}
