"""What a repair is, and how the repairs of a request are found: the checker names a fault, the member for its rule changes the place.

A member of `fixes/` has `RULES` (the ids it repairs), `SAFE` (it cannot change an answer), and `fix(case) -> Change | None`, which changes
`case.item` in place, or returns None where it does not dare to.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from claude_doctor.base import registry
from claude_doctor.base.mask import masked
from claude_doctor.base.record import record
from claude_doctor.doors.batch_check import fixes
from claude_doctor.doors.batch_check.engine.fault import ShapeFault, kind_of, path, quoted

if TYPE_CHECKING:
    from types import ModuleType

    from claude_doctor.doors.batch_check.engine.checker import Checker
    from claude_doctor.doors.batch_check.engine.request import Fault

_ROUNDS = 200
# Keys whose values may be shown: names, ids and numbers; anything else is named by its kind.
_SHOWN = frozenset(("custom_id", "model", "max_tokens", "stream", "temperature", "top_p", "top_k"))


@record
class Change:
    """One change: the rule it is for, the place, what stood and what stands there ("" for nothing), and why."""

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
    """One fault of one request, with what a repair may need: the element, the place, the checker, the ids of the batch."""

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


class Repairs:
    """The members by the rule they repair; only those that cannot change an answer unless `unsafe`."""

    def __init__(self, checker: Checker, ids: Ids, unsafe: bool) -> None:
        self.checker = checker
        self.ids = ids
        self.by_rule: dict[str, ModuleType] = {}
        for name in registry.names(fixes):
            member = registry.load(fixes, name)
            if unsafe or member.SAFE:
                self.by_rule.update(dict.fromkeys(member.RULES, member))

    def of(self, raw: bytes, number: int) -> tuple[bytes, list[Change]]:
        """Return an element on one line as it is after all repairs, and what was changed; the same bytes where nothing was."""
        changes: list[Change] = []
        item: Any = None
        now = raw
        for _ in range(_ROUNDS):
            faults = self.checker.check(now)
            if item is None:
                if not self._mine(faults):
                    break
                item = _decoded(raw)
                if not isinstance(item, dict):
                    return raw, []
            change = self._one(item, faults, number)
            if change is None:
                break
            changes.append(change)
            now = _encoded(item)
        self._keep_id()
        return (now, changes) if changes else (raw, [])

    def _mine(self, faults: list[Fault]) -> bool:
        """Whether some fault has a repair; an id that was there before has one too."""
        return self._repeats() or any(fault[0] in self.by_rule for fault in faults)

    def _repeats(self) -> bool:
        return "custom-id-duplicate" in self.by_rule and self.checker.custom_id in self.ids.used

    def _one(self, item: dict[str, Any], faults: list[Fault], number: int) -> Change | None:
        if self._repeats():
            faults = [*faults, ("custom-id-duplicate", "custom_id", "", "Give every request of the batch an id of its own.", "")]
        for fault in faults:
            member = self.by_rule.get(fault[0])
            found: Change | None = member.fix(Case(item, fault, self.checker, self.ids, number)) if member else None
            if found is not None:
                return found
        return None

    def _keep_id(self) -> None:
        if self.checker.custom_id is not None:
            self.ids.used.add(self.checker.custom_id)


def _decoded(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _encoded(item: Any) -> bytes:
    text = json.dumps(item, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return json.dumps(item, separators=(",", ":")).encode()
