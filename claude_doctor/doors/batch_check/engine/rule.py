"""What a rule module says: which functions look at what (`rule`), and which faults of shape are whose
(`Claim`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.base.record import record

if TYPE_CHECKING:
    from collections.abc import Callable

    Check = Callable[..., None]


@record
class Anchors:
    """Where a function is called (`at`), what it may report (`ids`), which other keys of params it looks at
    (`reads`), and when it is needed.

    The rest are conditions the walk tests in place, at `block.TYPE`, `once.TYPE` and `params.KEY`: `kinds` of
    the value, the `role` of the message a block stands in directly, and an expression (`when`) over `it`, the
    value, `r`, the request, and names of the rule's module.
    """

    ids: tuple[str, ...]
    at: tuple[str, ...]
    reads: tuple[str, ...] = ()
    kinds: tuple[type, ...] = ()
    role: str = ""
    when: str = ""


def rule(
    *ids: str,
    at: str | tuple[str, ...],
    reads: tuple[str, ...] = (),
    kinds: tuple[type, ...] = (),
    role: str = "",
    when: str = "",
) -> Callable[[Check], Check]:
    """Mark a function as the check of one rule or of a tight family; docs/adding-a-rule.md lists the anchors
    and conditions.
    """
    anchors = Anchors(ids, (at,) if isinstance(at, str) else at, reads, kinds, role, when)

    def mark(check: Check) -> Check:
        check.anchors = anchors  # type: ignore[attr-defined]  # read by _table
        return check

    return mark


def anchors_of(item: Any) -> Anchors | None:
    """Return the anchors of a marked function, else None."""
    found = getattr(item, "anchors", None)
    return found if isinstance(found, Anchors) else None
