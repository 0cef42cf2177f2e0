"""Lines -> attempts -> requests. Lines of one attempt share a request id; attempts of one request what their
format gives.

Everything the joiner says is a change to counts (`attempt`, `failed`, `recovered`, `unjoined`), so that parts
of a log that were read apart can be added up.
"""

from __future__ import annotations

from claude_doctor.doors.tail.counting import likeness, sequence
from claude_doctor.doors.tail.counting.diagnose import diagnose
from claude_doctor.doors.tail.counting.finding import Finder
from claude_doctor.doors.tail.counting.memory import Memory
from claude_doctor.doors.tail.counting.remembered import Request, score

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.counting.remembered import Lane
    from claude_doctor.doors.tail.reading.event import Event

# What changes (attempt, failed, recovered, unjoined), the event it is counted under, by how much.
Change = tuple[str, "Event", int]


class Joiner:
    """Tells attempts, retries and duplicates apart."""

    __slots__ = ("finder", "memory")

    def __init__(self, memory: Memory | None = None) -> None:
        self.memory = memory or Memory()
        self.finder = Finder(self.memory)

    def add(self, event: Event) -> list[Change]:
        """Return how an event changes the counts; `event.joined` is set when it repeats an attempt already
        counted.
        """
        if event.link == "retrying":
            return self._retrying(event)
        if event.kind in {"partial", "duplicate"} or (
            event.kind == "noise" and event.link not in {"closes", "seems"}
        ):
            return []
        seen = self.finder.by_id(event)
        if seen is not None:
            return self._same(event, seen)
        request = self.finder.later(event)
        if request is None:
            return self._new(event) if event.link not in {"closes", "seems"} else []
        if event.link == "seems":
            return _eased(event, request)
        if event.link == "closes":
            event.kind = "ok"
        return self._next(event, request)

    def _new(self, event: Event) -> list[Change]:
        request = Request(event)
        self.memory.keep(event, request)
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
        if request.eased and before is not None:
            request.eased = False
            changes += [("failed", before, 1), ("recovered", before, -1)]
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
        self.memory.keep(event, request)
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
        self.memory.keep(event, seen)
        return changes

    def _retrying(self, event: Event) -> list[Change]:
        lane = self.memory.lanes.get(event.stream)
        told = self.memory.told.get(event.stream)
        if (
            told is not None
            and (last := told.last) is not None
            and last.last is not None
            and event.line - last.line <= likeness.CLOSE
            and event.platform != "sdk"
        ):
            last.closed, last.noticed = (
                False,
                event.format in {"http_client_text", "retry_notice"} and not event.retry,
            )
            told.retrying.append(last)
            return []
        if lane is None or sequence.is_waiting(lane, event):
            return []
        if (found := sequence.noticed(lane, event)) is not None:
            sequence.wait(lane, event, found)
            return []
        return self._unseen(lane, event) if event.platform == "sdk" and lane.last is not None else []

    def _unseen(self, lane: Lane, event: Event) -> list[Change]:
        """Count the attempt that a notice is about and that no line told of: its connection failed."""
        event.kind, event.is_error, event.network = "retry", True, "connection_error"
        event.message, event.link = "Connection error.", "new"
        diagnose(event)
        request = sequence.again(lane, event)
        changes = self._new(event) if request is None else self._next(event, request)
        if lane.last is not None:
            sequence.wait(lane, event, lane.last)
        return changes


def _eased(event: Event, request: Request) -> list[Change]:
    """Count a loop that a calm line seems to end as recovered, unless another attempt of it follows."""
    before = request.last
    if before is None or request.eased:
        return []
    event.kind, request.eased = "ok", True
    changes: list[Change] = [("failed", before, -1), ("recovered", before, 1)]
    if request.lonely:
        request.lonely = False
        changes.append(("unjoined", event, -1))
    return changes
