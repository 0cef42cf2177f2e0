"""All rule modules of the folder as tables: functions by anchor, claims by fault of shape, facts of the rules
by id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.base import registry
from claude_doctor.base.record import record, replace
from claude_doctor.catalogue import store
from claude_doctor.doors.batch_check.engine.fault import Claim
from claude_doctor.doors.batch_check.engine.rule import anchors_of
from claude_doctor.doors.batch_check.rules.contract import Rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from claude_doctor.doors.batch_check.engine.fault import ShapeFault

# What is wrong with a value and belongs to no rule of its own.
_REST = "params-wrong-type"


@record
class Facts:
    """What a rule's page says of it: severity (error, warning), when (create, result, advice), catalogue
    entry, title.
    """

    severity: str
    when: str
    entry: str | None
    title: str


UNKNOWN = Facts("error", "result", None, "")


@record
class Table:
    """Everything the folder holds. A check is (function, keys of params it reads besides its anchor)."""

    checks: dict[str, tuple[tuple[Callable[..., None], tuple[str, ...]], ...]]
    claims: dict[str, Claim]
    facts: dict[str, Facts]
    ids: dict[str, str]

    def at(self, anchor: str) -> tuple[tuple[Callable[..., None], tuple[str, ...]], ...]:
        """Return the checks at an anchor."""
        return self.checks.get(anchor, ())

    def facts_of(self, rule: str) -> Facts:
        """Return the facts of a rule; an error of the request while its page is not written yet."""
        return self.facts.get(rule, UNKNOWN)

    def without(self, members: frozenset[str]) -> Table:
        """Return the table without the checks of some modules."""
        checks = {
            anchor: tuple(one for one in found if one[0].__module__.rpartition(".")[2] not in members)
            for anchor, found in self.checks.items()
        }
        return replace(self, checks=checks)

    def claim(self, fault: ShapeFault) -> Claim:
        """Return whose fault it is: the most specific claim, else the general families."""
        shape, _, _ = fault.owner.partition(".")
        for key in (
            f"{fault.owner}:{fault.kind}",
            fault.owner,
            f"{shape}:{fault.kind}",
            shape,
            f":{fault.kind}",
        ):
            if key in self.claims:
                return self.claims[key]
        return Claim(_REST, ())


def facts_by_id() -> dict[str, Facts]:
    """Return what the rule pages say of each rule."""
    return {key: Facts(*values) for key, values in store.module("rules").RULES.items()}


def load(package: ModuleType) -> Table:
    """Read a folder of rule modules."""
    checks: dict[str, list[tuple[Any, tuple[str, ...]]]] = {}
    claims: dict[str, Claim] = {}
    ids: dict[str, str] = {}
    for name in registry.names(package):
        module = registry.load(package, name, Rules)
        home = f"{package.__name__}.{name}"
        for claim in module.CLAIMS:
            claims.update(dict.fromkeys(claim.on, claim))
            ids.setdefault(claim.rule, name)
        for item in vars(module).values():
            anchors = anchors_of(item)
            if anchors is None or item.__module__ != home:
                continue
            ids.update(dict.fromkeys(anchors.ids, name))
            for anchor in anchors.at:
                checks.setdefault(anchor, []).append((item, anchors.reads))
    return Table({anchor: tuple(found) for anchor, found in checks.items()}, claims, facts_by_id(), ids)
