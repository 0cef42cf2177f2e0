"""All rule modules of the folder as tables: functions by anchor, claims by fault of shape, facts of the rules
by id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec

from claude_doctor.base import registry
from claude_doctor.base.record import record, replace
from claude_doctor.catalogue import store
from claude_doctor.doors.batch_check.engine.fault import Claim
from claude_doctor.doors.batch_check.engine.rule import marked_of
from claude_doctor.doors.batch_check.rules.contract import Rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from claude_doctor.doors.batch_check.engine.anchors import Anchor
    from claude_doctor.doors.batch_check.engine.fault import ShapeFault

P = ParamSpec("P")
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
class Check:
    """A function of a rule module, the message its block is in (None: any), the keys of params it reads."""

    call: Callable[..., None]
    inside: type | None
    reads: frozenset[str]

    def guarded(self) -> Check:
        """Return the check that is silent about a request where a key it reads lost something."""
        call, reads = self.call, self.reads

        def guarded(*given: Any) -> None:
            if reads.isdisjoint(given[-1].broken):
                call(*given)

        return Check(guarded, self.inside, reads)


@record
class Table:
    """Everything the folder holds: checks by the name of their anchor."""

    checks: dict[str, tuple[Check, ...]]
    claims: dict[str, Claim]
    facts: dict[str, Facts]
    ids: dict[str, str]

    def at(self, anchor: Anchor[P]) -> tuple[Callable[P, None], ...]:
        """Return the functions at an anchor."""
        return tuple(check.call for check in self.checks.get(anchor.name, ()))

    def facts_of(self, rule: str) -> Facts:
        """Return the facts of a rule; an error of the request while its page is not written yet."""
        return self.facts.get(rule, UNKNOWN)

    def without(self, members: frozenset[str]) -> Table:
        """Return the table without the checks of some modules."""
        checks = {
            anchor: tuple(one for one in found if one.call.__module__.rpartition(".")[2] not in members)
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
    checks: dict[str, list[Check]] = {}
    claims: dict[str, Claim] = {}
    ids: dict[str, str] = {}
    for name in registry.names(package):
        module = registry.load(package, name, Rules)
        home = f"{package.__name__}.{name}"
        for claim in module.CLAIMS:
            claims.update(dict.fromkeys(claim.on, claim))
            ids.setdefault(claim.rule, name)
        for item in vars(module).values():
            marked = marked_of(item)
            if marked is None or item.__module__ != home:
                continue
            ids.update(dict.fromkeys(marked.ids, name))
            for anchor in marked.at.parts:
                check = Check(item, anchor.inside, marked.reads | anchor.reads)
                checks.setdefault(anchor.name, []).append(check)
    return Table({anchor: tuple(found) for anchor, found in checks.items()}, claims, facts_by_id(), ids)
