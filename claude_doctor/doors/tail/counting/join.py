"""Lines -> attempts -> requests. Lines of one attempt share a request id; attempts of one request what their
format gives.

Everything the joiner says is a change to counts (`attempt`, `failed`, `recovered`, `unjoined`), so that parts
of a log that were read apart can be added up. What is open is remembered for the last 10,000 attempts and for
15 minutes of log time.
"""

from __future__ import annotations

from collections import deque

from claude_doctor.doors.tail.counting.remembered import Counted, Lane, Request, Seen, Told, score
from claude_doctor.doors.tail.counting.templates import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from claude_doctor.doors.tail.reading.event import Event

WINDOW = 10_000
MINUTES = 15 * 60 * 10**6
# Files whose ids are remembered at once, while many are followed.
_FILES = 64
# Streams of text remembered at once, and templates of one failure.
_STREAMS = 1000
_WORDS = 20
# Lines between two that tell of one failure, and the time between them.
_CLOSE = 12
_SECOND = 1_100_000

# What changes (attempt, failed, recovered, unjoined), the event it is counted under, by how much.
Change = tuple[str, "Event", int]


class Joiner:
    """Tells attempts, retries and duplicates apart.

    An id joins lines of one file only: what two files say of a request is counted in each, however much is
    read at once. `counted` turns a line that the hot path counted back into its event.
    """

    __slots__ = (
        "_copies",
        "_files",
        "_keys",
        "_older_copies",
        "_older_keys",
        "_path",
        "_seen",
        "_told",
        "counted",
        "lanes",
    )

    def __init__(self) -> None:
        self.counted: Callable[[Any, str], Event]
        self._path = ""
        self._files: dict[str, Seen] = {}
        self._seen = self._files.setdefault("", Seen())
        self._copies: dict[
            str, Request
        ] = {}  # a line of a transcript that is written again keeps its mark in other files
        self._older_copies: dict[str, Request] = {}
        self._keys: dict[object, Request] = {}
        self._older_keys: dict[object, Request] = {}
        self.lanes: dict[str, Lane] = {}
        self._told: dict[str, Told] = {}

    def add(self, event: Event) -> list[Change]:
        """Return how an event changes the counts; `event.joined` is set when it repeats an attempt already
        counted.
        """
        if event.link == "retrying":
            return self._retrying(event)
        if event.kind in {"partial", "duplicate"} or (event.kind == "noise" and event.link != "closes"):
            return []
        seen = self._by_id(event)
        if seen is not None:
            return self._same(event, seen)
        request = self._by_sequence(event) or self._by_key(event) or self._by_words(event)
        if request is None:
            return self._new(event) if event.link != "closes" else []
        if event.link == "closes":
            event.kind = "ok"
        return self._next(event, request)

    def open(self, path: str) -> None:
        """Go on with the ids of a file."""
        if path == self._path:
            return
        self._path = path
        self._seen = self._files[path] = self._files.pop(path) if path in self._files else Seen()
        while len(self._files) > _FILES:
            del self._files[next(iter(self._files))]

    def close(self, path: str) -> None:
        """Forget the ids of a file that is at its end."""
        self._files.pop(path, None)
        if path == self._path:
            self._seen = self._files[path] = Seen()

    def fit(self) -> None:
        """Forget the older generation of ids when the younger one is full."""
        seen = self._seen
        if len(seen.hot.names) + len(seen.ids) >= WINDOW:
            seen.older, seen.ids = seen.ids, {}
            seen.hot_older, seen.hot = seen.hot, Counted()

    def knows(self, names: list[str]) -> bool:
        """Whether any of some request ids was seen in the open file."""
        seen = self._seen
        if not (seen.hot.names.isdisjoint(names) and seen.hot_older.names.isdisjoint(names)):
            return True
        return any(not table.keys().isdisjoint(names) for table in (seen.ids, seen.older) if table)

    def counts(self, names: list[str], got: list[Any]) -> bool:
        """Remember plain failures that the hot path counts, none of which is known; False when an id comes
        twice among them.
        """
        self.fit()
        return self._seen.hot.add(names, got)

    # -- finding
    # -------------------------------------------------------------------------------------------------------

    def _by_id(self, event: Event) -> Request | None:
        seen, name = self._seen, event.request_id
        if name is not None and (found := seen.ids.get(name) or seen.older.get(name)):
            return found
        for table in (seen.hot, seen.hot_older):
            if name is not None and name in table.names:
                request = seen.ids[name] = Request(self.counted(table.take(name), event.file))
                return request
        return (
            (self._copies.get(event.same) or self._older_copies.get(event.same))
            if event.same is not None
            else None
        )

    def _by_key(self, event: Event) -> Request | None:
        for key in event.looks:
            place = (event.file, key)
            found = self._keys.get(place) or self._older_keys.get(place)
            if found is not None and _near(event, found) and not (key[0] == "open" and found.closed):
                return found
        return None

    def _by_sequence(self, event: Event) -> Request | None:
        """Find the request by the order of lines: the SDK's logger, or the exception that ends what it
        logged.
        """
        lane = self.lanes.get(_lane(event))
        if lane is None:
            return None
        last = lane.last
        if event.link == "response" and last and last.id is None and last.status == event.status:
            event.joined = True
            return last
        if event.link in {"new", "response"}:
            return lane.retrying.popleft() if lane.retrying else None
        if (
            event.kind not in {"terminal", "retry"}
            or _keyed(event)
            or not last
            or last.last is None
            or last in lane.retrying
            or last.closed
        ):
            return None
        if (
            event.status in {last.status, None}
            and (last.id is None or event.request_id in {None, last.id})
            and _near(event, last)
        ):
            event.joined = True
            if event.kind == "retry":
                lane.retrying.append(last)
            return last
        return None

    def _by_words(self, event: Event) -> Request | None:
        """Find the request that earlier lines of text told of: the same record, the same moment in other
        words, or its next attempt.
        """
        told = self._told.get(_lane(event)) if event.block else None
        if told is None or (
            event.link not in {"", "closes"} and (event.is_error or event.link not in {"new", "response"})
        ):
            return None
        last = told.last
        if event.is_error and last is not None and last.last is not None and _alike(event, last):
            event.joined = True
            return last
        if turns := next(
            (told.turns[key] for key in event.looks if key[0] == "turn" and told.turns.get(key)), None
        ):
            return turns.popleft()
        if (loop := self._loop(event, told)) is not None:
            return loop
        while told.retrying:
            found = told.retrying.popleft()
            if (
                not found.closed
                and _near(event, found)
                and (not event.is_error or found.noticed or _fits(event, found))
            ):
                return found
        return None

    def _loop(self, event: Event, told: Told) -> Request | None:
        """Find the loop whose end a line tells of: its answer, or the failure after the last attempt."""
        if any(key[0] == "turn" for key in (*event.looks, *event.gives)):
            return None
        for request in told.loops if not event.is_error else reversed(told.loops):
            if request.closed or request.turn is None or not _near(event, request):
                continue
            number, most = request.turn
            if event.took and number:
                fits = number == event.took - 1
            elif not event.is_error or event.took:
                fits = True
            else:
                fits = (
                    event.kind == "terminal"
                    and _fits(event, request)
                    and (most is None or number >= most - 1)
                )
            if fits:
                told.loops.remove(request)
                return request
        return None

    # -- counting
    # ------------------------------------------------------------------------------------------------------

    def _new(self, event: Event) -> list[Change]:
        request = Request(event)
        self._keep(event, request)
        if not event.is_error:
            return [("attempt", event, event.resends), ("recovered", event, 1)] if event.resends else []
        changes: list[Change] = [("attempt", event, 1 + event.resends), ("failed", event, 1)]
        if event.kind in {"retry", "attempt"}:
            request.lonely = True
            changes.append(("unjoined", event, 1))
        return changes

    def _next(self, event: Event, request: Request) -> list[Change]:
        repeats = event.link == "final" or (event.link == "result" and request.closed)
        if event.joined or (repeats and request.last is not None):
            return self._same(event, request)
        if event.link == "final" and request.last is None and not event.is_error:
            return []  # its attempts were read one by one, and the last went well
        if request.closed:
            return self._new(event)
        changes: list[Change] = []
        if request.lonely:
            request.lonely = False
            changes.append(("unjoined", event, -1))
        before = request.last
        if not event.is_error:
            if before is not None:
                changes += [("failed", before, -1), ("recovered", before, 1)]
            request.last, request.closed, request.id, request.status = (
                None,
                True,
                event.request_id,
                event.status,
            )
        else:
            if before is not None:
                changes.append(("failed", before, -1))
                if (
                    event.took and event.status is None and event.type is None and event.network is None
                ):  # says the end, not the cause
                    event.status, event.diagnosis, event.retryable = (
                        before.status,
                        before.diagnosis,
                        before.retryable,
                    )
            changes += [("attempt", event, 1 + event.resends), ("failed", event, 1)]
            request.last, request.score, request.id, request.status = (
                event,
                score(event),
                event.request_id,
                event.status,
            )
            request.closed = event.kind == "terminal"
        request.at = event.at if event.wall is not None else request.at
        self._keep(event, request)
        return changes

    def _same(self, event: Event, seen: Request) -> list[Change]:
        """One more line of an attempt that is counted: what it says better than the line before replaces
        that.
        """
        event.joined = True
        changes: list[Change] = []
        if seen.lonely and event.kind == "terminal":
            seen.lonely = False
            changes.append(("unjoined", event, -1))
        before = seen.last
        if event.is_error and before is None and seen.status is not None and seen.status < 400:
            seen.last = event  # answered 200 and failed on the way
            event.joined = False
            changes += [("attempt", event, 1), ("failed", event, 1)]
        elif (
            event.is_error
            and before is not None
            and score(event) > seen.score
            and event.diagnosis != before.diagnosis
        ):
            event.at = event.at if event.at is not None else before.at
            changes += [
                ("attempt", before, -1),
                ("failed", before, -1),
                ("attempt", event, 1),
                ("failed", event, 1),
            ]
            seen.last, seen.score = event, score(event)
        if seen.id is None and event.request_id is not None and seen.last is not None:
            changes.append(("id", event, 0))
        seen.id = seen.id or event.request_id
        seen.closed = seen.closed or event.kind == "terminal"
        self._keep(event, seen)
        return changes

    def _retrying(self, event: Event) -> list[Change]:
        lane = self.lanes.get(_lane(event))
        told = self._told.get(_lane(event))
        if (
            told is not None
            and (last := told.last) is not None
            and last.last is not None
            and event.line - last.line <= _CLOSE
            and event.platform != "sdk"
        ):
            last.closed, last.noticed = (
                False,
                event.format in {"http_client_text", "retry_notice"} and not event.retry,
            )
            told.retrying.append(last)
            return []
        if lane and lane.last is not None and lane.last.last is not None and lane.last not in lane.retrying:
            lane.retrying.append(lane.last)
        return []

    def _keep(self, event: Event, request: Request) -> None:
        if event.request_id is not None:
            self.fit()
            self._seen.ids[event.request_id] = request
        if event.same is not None:
            if len(self._copies) >= WINDOW:
                self._older_copies, self._copies = self._copies, {}
            self._copies[event.same] = request
        if event.link in {"new", "response"}:
            self.lanes.setdefault(_lane(event), Lane()).last = request
        if event.block and event.is_error and event.kind in {"terminal", "retry"}:
            self._tell(event, request)
        for key in event.gives:
            if len(self._keys) >= WINDOW:
                self._older_keys, self._keys = self._keys, {}
            self._keys[event.file, key] = request

    def _tell(self, event: Event, request: Request) -> None:
        """Remember a request by the line of text that told of it."""
        told = self._told.setdefault(_lane(event), Told())
        if len(self._told) > _STREAMS:
            del self._told[next(iter(self._told))]
        told.last = request
        request.block, request.line = event.block, event.line
        if len(request.words) < _WORDS:
            request.words.add(mask(event.text))
        for key in event.gives:
            if key[0] == "turn":
                if len(told.turns) > _STREAMS:
                    told.turns.clear()
                told.turns.setdefault(key, deque(maxlen=_STREAMS)).append(request)
                request.turn = _turn(key)
                if request not in told.loops:
                    told.loops.append(request)
        if event.kind == "retry" and not event.gives and request not in told.retrying:
            told.retrying.append(request)


def _lane(event: Event) -> str:
    return f"{event.file}\0{event.stream}" if event.stream else event.file


def _keyed(event: Event) -> bool:
    # A count of attempts is a key only where nothing better joins them.
    return any(key[0] != "turn" for key in event.looks)


def _alike(event: Event, last: Request) -> bool:
    """Whether a line tells of the failure that the line before told of: the same record, or the same second
    in other words.
    """
    before = last.last
    assert before is not None
    if event.block > 0 and event.block == last.block and last.several:
        return True
    if event.request_id and last.id and event.request_id != last.id:
        return False
    if event.block < 0:
        return False
    if event.block == last.block:
        return True
    if (
        event.kind != "terminal"
        or not last.closed
        or event.line - last.line > _CLOSE
        or event.wall is None
        or last.at is None
        or event.at is None
    ):
        return False
    same = (
        event.status == before.status
        if event.status and before.status
        else event.diagnosis == before.diagnosis
    )
    if not same or not 0 <= event.at - last.at <= _SECOND:
        return False
    return mask(event.text) not in last.words


def _turn(key: tuple[object, ...]) -> tuple[int, int | None]:
    most, number = key[1], key[2]
    if most == "left":  # counted down: nobody knows from what
        return (0, None)
    return (
        int(number) if isinstance(number, (int, float)) else 0,
        int(most) if isinstance(most, (int, float)) else None,
    )


def _fits(event: Event, waiting: Request) -> bool:
    before = waiting.last
    return before is not None and (event.status or event.status_inferred) == (
        before.status or before.status_inferred
    )


def _near(event: Event, request: Request) -> bool:
    at = event.at if event.wall is not None else None
    return at is None or request.at is None or abs(at - request.at) <= MINUTES
