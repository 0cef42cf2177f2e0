"""How the repairs of a request are found: the checker names a fault, the member of `fixes/` for its rule
changes the place.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from claude_doctor.base import registry
from claude_doctor.doors.batch_check import fixes
from claude_doctor.doors.batch_check.engine.case import Case, Change, Ids
from claude_doctor.doors.batch_check.fixes.contract import Fix

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.checker import Checker
    from claude_doctor.doors.batch_check.engine.reporter import Fault

_ROUNDS = 200


class Repairs:
    """The members by the rule they repair; only those that cannot change an answer unless `unsafe`."""

    def __init__(self, checker: Checker, ids: Ids, unsafe: bool) -> None:
        self.checker = checker
        self.ids = ids
        self.by_rule: dict[str, Fix] = {}
        for name in registry.names(fixes):
            member = registry.load(fixes, name, Fix)
            if unsafe or member.SAFE:
                self.by_rule.update(dict.fromkeys(member.RULES, member))

    def of(self, raw: bytes, number: int) -> tuple[bytes, list[Change]]:
        """Return an element on one line as it is after all repairs, and what was changed; the same bytes
        where nothing was.
        """
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
            faults = [
                *faults,
                (
                    "custom-id-duplicate",
                    "custom_id",
                    "",
                    "Give every request of the batch an id of its own.",
                    "",
                ),
            ]
        for fault in faults:
            member = self.by_rule.get(fault[0])
            found: Change | None = (
                member.fix(Case(item, fault, self.checker, self.ids, number)) if member else None
            )
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
