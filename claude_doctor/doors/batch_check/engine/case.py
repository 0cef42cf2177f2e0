"""One fault of one request that is to be repaired, and what a repair did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.base.mask import masked
from claude_doctor.base.record import record
from claude_doctor.doors.batch_check.engine.fault import ShapeFault, kind_of, path, quoted

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.checker import Checker
    from claude_doctor.doors.batch_check.engine.reporter import Fault

# Keys whose values may be shown: names, ids and numbers; anything else is named by its kind.
_SHOWN = frozenset(("custom_id", "model", "max_tokens", "stream", "temperature", "top_p", "top_k"))


@record
class Change:
    """One change: the rule it is for, the place, what stood and what stands
    there ("" for nothing), and why.
    """

    rule: str
    path: str
    before: str
    after: str
    why: str
    header: str = ""


class Ids:
    """The ids of a batch: those that are taken, and what new ones were made of."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.used: set[str] = set()
        self.old: dict[str, Any] = {}


class Case:
    """One fault of one request, with what a repair may need: the element, the place, the checker, the ids of
    the batch.
    """

    __slots__ = ("checker", "fix", "ids", "item", "known", "number", "rule", "steps")

    def __init__(self, item: dict[str, Any], fault: Fault, checker: Checker, ids: Ids, number: int) -> None:
        self.item = item
        self.rule = fault[0]
        self.checker = checker
        self.ids = ids
        self.number = number
        said = fault[2]
        if isinstance(said, ShapeFault):
            self.steps: tuple[str | int, ...] = said.place
            self.known = tuple(said.known)
            self.fix = said.said()[2]
        else:
            self.steps = _steps(item, fault[1])
            self.known = ()
            self.fix = fault[3]

    def holder(self) -> Any:
        """Return the object or array around the place; None where the place cannot be found."""
        value: Any = self.item
        for step in self.steps[:-1]:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def remove(self, why: str = "", header: str = "") -> Change | None:
        """Take the key at the place out."""
        holder = self.holder()
        key = self.steps[-1] if self.steps else ""
        if not isinstance(holder, dict) or key not in holder:
            return None
        before = holder.pop(key)
        return Change(self.rule, path(self.steps), shown(key, before), "", why or self.fix, header)

    def put(self, value: Any, why: str = "") -> Change | None:
        """Put a value at the place."""
        holder = self.holder()
        if not isinstance(holder, dict) or not self.steps:
            return None
        key = self.steps[-1]
        before = shown(key, holder[key]) if key in holder else ""
        holder[key] = value
        return Change(self.rule, path(self.steps), before, shown(key, value), why or self.fix)


def shown(key: str | int, value: Any) -> str:
    """Return a value as it may be shown: a name, an id or a number; anything else by its kind."""
    plain = key in _SHOWN or isinstance(value, bool | int | float)
    return masked(quoted(value)) if plain else kind_of(value)


def _steps(item: Any, place: str) -> tuple[str | int, ...]:
    steps: list[str | int] = []
    value = item
    for word in place.split(".") if place else ():
        if isinstance(value, list) and word.isdecimal() and int(word) < len(value):
            steps.append(int(word))
            value = value[int(word)]
        else:
            steps.append(word)
            value = value.get(word) if isinstance(value, dict) else None
    return tuple(steps)
