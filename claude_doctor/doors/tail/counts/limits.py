"""Which limits the log names, how much of each is left, when it is full again, and how often it was hit."""

from __future__ import annotations

from claude_doctor.doors.tail.counting.tally import Tally
from claude_doctor.doors.tail.outline import moment
from claude_doctor.doors.tail.reading import limits as _said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.counting.options import Options, Totals, View
    from claude_doctor.doors.tail.reading.event import Event

KEY = "limits"
_MOST = 40
_KNOWN = frozenset((429, 400, 403, 402, None))


class _Limits(Tally):
    """Of each limit the newest of each fact, as (time, value), and sums."""

    def __init__(self) -> None:
        self.newest: dict[str, dict[str, tuple[int, Any]]] = {}
        self.lowest: dict[str, float] = {}  # the least share that was left
        self.hits: dict[str, int] = {}

    def add(self, event: Event, changes: Sequence[Change]) -> None:
        if event.limits:
            self._take(event.limits, event.at)
        for what, under, number in changes:
            if what == "attempt" and under.message and under.status in _KNOWN:
                said = _said.of_message(under.message[:2000])
                if said:
                    name = self._known(said[0][0])
                    self.hits[name] = self.hits.get(name, 0) + number
                    if number > 0:
                        self._take(said, under.at)

    def _known(self, name: str) -> str:
        return name if name in self.newest or len(self.newest) < _MOST else "other"

    def _take(self, facts: Sequence[tuple[str, str, object]], at: int | None) -> None:
        here: dict[str, dict[str, Any]] = {}
        for name, what, value in facts:
            known = self._known(name)
            here.setdefault(known, {})[what] = value
            self._newer(known, what, (-1 if at is None else at, value))
        for name, held in here.items():
            left, size = held.get("remaining"), held.get("limit_value")
            used = held.get("used")
            share = 1 - used if used is not None else left / size if left is not None and size else None
            if share is not None:
                self.lowest[name] = min(self.lowest.get(name, 1.0), round(share, 4))

    def _newer(self, name: str, what: str, said: tuple[int, Any]) -> None:
        held = self.newest.setdefault(name, {})
        if said[1] is None:  # that it was hit is all that is said
            return
        before = held.get(what)
        # Of one moment the larger, so that the order of parts says nothing.
        if before is None or (said[0], str(said[1])) > (before[0], str(before[1])):
            held[what] = said

    def merge(self, other: Tally) -> None:
        assert isinstance(other, _Limits)
        for name, held in other.newest.items():
            self.newest.setdefault(self._known(name), {})
            for what, said in held.items():
                self._newer(self._known(name), what, said)
        for name, share in other.lowest.items():
            self.lowest[name] = min(self.lowest.get(name, 1.0), share)
        for name, number in other.hits.items():
            self.hits[name] = self.hits.get(name, 0) + number

    def dump(self) -> object:
        newest = {
            name: {what: list(said) for what, said in held.items()} for name, held in self.newest.items()
        }
        return {"newest": newest, "lowest": self.lowest, "hits": self.hits}

    def load(self, data: object) -> None:
        try:
            assert isinstance(data, dict)
            self.newest = {
                str(name): {str(what): (int(at), value) for what, (at, value) in held.items()}
                for name, held in data["newest"].items()
            }
            self.lowest = {str(name): float(share) for name, share in data["lowest"].items()}
            self.hits = {str(name): int(number) for name, number in data["hits"].items()}
        except (AssertionError, AttributeError, KeyError, TypeError) as error:
            raise ValueError("limits with what was last said of them were expected") from error

    def shown(self, totals: Totals, view: View) -> list[dict[str, Any]]:
        return [self._one(name) for name in sorted(self.newest)]

    def _one(self, name: str) -> dict[str, Any]:
        held = self.newest[name]
        at = max((said[0] for said in held.values()), default=-1)

        def last(what: str) -> Any:
            return held[what][1] if what in held else None

        return {
            "limit": name,
            "remaining": last("remaining"),
            "limit_value": last("limit_value"),
            "reset": last("reset"),
            "used_share": last("used"),
            "lowest_left": self.lowest.get(name),
            "hits": self.hits.get(name, 0),
            "at": moment(at) if at >= 0 else None,
        }


def begin(options: Options) -> Tally:
    """Return empty tables."""
    return _Limits()
