"""Event -> the request it belongs to: by its id, the order of lines, the keys of its format, or its words."""

from __future__ import annotations

from claude_doctor.doors.tail.counting import likeness, sequence
from claude_doctor.doors.tail.counting.remembered import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable
    from typing import Any

    from claude_doctor.doors.tail.counting.memory import Memory
    from claude_doctor.doors.tail.counting.remembered import Lane, Told
    from claude_doctor.doors.tail.reading.event import Event, Key


class Finder:
    """Looks for requests in what is remembered; `counted` makes an event of a line of the hot path."""

    __slots__ = ("_memory", "counted")

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.counted: Callable[[Any, str], Event]

    def later(self, event: Event) -> Request | None:
        """Find the request whose next line this is, where no id says so."""
        return self._by_sequence(event) or self._by_key(event) or self._by_words(event)

    def by_id(self, event: Event) -> Request | None:
        """Find the request by its id, or by the mark of a line that is written again."""
        memory, name = self._memory, event.request_id
        if name is not None and (found := memory.ids.get(name)):
            return found
        for table in (memory.hot, memory.hot_older):
            if name is not None and name in table.names:
                request = memory.ids[name] = Request(self.counted(table.take(name), event.file))
                return request
        return memory.copies.get(event.same) if event.same is not None else None

    def _by_key(self, event: Event) -> Request | None:
        for key in event.looks:
            found = self._memory.keys.get(key)
            if (
                found is not None
                and likeness.is_near(event, found)
                and not (key[0] == "open" and (found.closed or (found.eased and event.link == "seems")))
            ):
                return found
        return None

    def _by_sequence(self, event: Event) -> Request | None:
        """Find the request by the order of lines: the SDK's logger, or the exception that ends what it
        logged.
        """
        lane = self._memory.lanes.get(event.stream)
        if lane is None:
            return None
        last = lane.last
        if event.link == "response" and last and last.id is None and last.status == event.status:
            event.joined = True
            return last
        if event.link in {"new", "response"}:
            return sequence.again(lane, event)
        if event.kind not in {"terminal", "retry"} or likeness.is_keyed(event) or event.link:
            return None
        if not last or last.last is None or last in lane.retrying or last.closed:
            return self._ends(lane, event)
        if (
            event.status in {last.status, None}
            and (last.id is None or event.request_id in {None, last.id})
            and likeness.is_near(event, last)
        ):
            event.joined = True
            if event.kind == "retry":
                lane.retrying.append(last)
            return last
        return self._ends(lane, event)

    def _ends(self, lane: Lane, event: Event) -> Request | None:
        """Find the request that an exception ends: its attempt was logged before others', or not at all."""
        if (found := sequence.told_again(lane, event)) is not None:
            event.joined = True
            return found
        if event.kind == "terminal" and event.status is None and event.network and lane.retrying:
            return sequence.again(lane, event)
        return None

    def _by_words(self, event: Event) -> Request | None:
        """Find the request that earlier lines of text told of: the same record, the same moment in other
        words, or its next attempt.
        """
        told = self._memory.told.get(event.stream) if event.block else None
        if told is None or (
            event.link not in {"", "closes"} and (event.is_error or event.link not in {"new", "response"})
        ):
            return None
        last = told.last
        if event.is_error and last is not None and last.last is not None and likeness.is_alike(event, last):
            event.joined = True
            return last
        for key in event.looks:
            if key[0] == "turn" and (turns := told.turns.get(key)) and (found := _open_of(turns, event, key)):
                return found
        if (loop := self._loop(event, told)) is not None:
            return loop
        for _ in range(len(told.retrying)):
            found = told.retrying.popleft()
            if likeness.clash(event, found) and not found.eased:
                told.retrying.append(found)
            elif (
                not (found.closed or found.eased)
                and likeness.is_near(event, found)
                and (
                    not event.is_error
                    or found.noticed
                    or likeness.fits(event, found)
                    or (not told.retrying and event.line - found.line <= likeness.NEXT)
                )
            ):
                return found
        return None

    def _loop(self, event: Event, told: Told) -> Request | None:
        """Find the loop whose end a line tells of: its answer, or the failure after the last attempt."""
        if any(key[0] == "turn" for key in (*event.looks, *event.gives)):
            return None
        for request in told.loops if not event.is_error else reversed(told.loops):
            if (
                request.closed
                or request.eased
                or request.turn is None
                or not likeness.is_near(event, request)
            ):
                continue
            number, most = request.turn
            if event.took and number:
                fits = number == event.took - 1
            elif not event.is_error or event.took:
                fits = True
            else:
                fits = (
                    event.kind == "terminal"
                    and likeness.fits(event, request)
                    and (most is None or number >= most - 1)
                )
            if fits:
                told.loops.remove(request)
                return request
        return None


def _open_of(turns: deque[Request], event: Event, key: Key) -> Request | None:
    """Take the first request that no calm line seemed to end and that is about the same work, else the first;
    of attempts that are counted down those whose last line gave the count.
    """
    for at, request in enumerate(turns):
        last = request.last.gives if request.last is not None else ()
        if not request.eased and not likeness.clash(event, request) and (key[1] != "left" or key in last):
            del turns[at]
            return request
    return turns.popleft() if key[1] != "left" else None
