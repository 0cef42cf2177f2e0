"""What a rule module says: which functions look at what (`rule`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec

from claude_doctor.base.record import record
from claude_doctor.doors.batch_check.engine.anchors import Anchor, key

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")


@record
class Marked:
    """What a function was marked with: what it may report, where it is called, which other keys it reads."""

    ids: tuple[str, ...]
    at: Anchor[Any]
    reads: frozenset[str]


def rule(
    *ids: str, at: Anchor[P], reads: tuple[object, ...] = ()
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Mark a function as the check of one rule or of a tight family; docs/adding-a-rule.md lists the anchors.

    `reads` are fields such as `Params.tools`: where one of them lost something, the check is not asked.
    Raises TypeError for what is no anchor and no field of Params.
    """
    if not isinstance(at, Anchor):
        raise TypeError(f"{at!r} is no anchor")
    marked = Marked(ids, at, frozenset(key(field) for field in reads))

    def mark(check: Callable[P, None]) -> Callable[P, None]:
        check.marked = marked  # type: ignore[attr-defined]  # read by the table
        return check

    return mark


def marked_of(item: Any) -> Marked | None:
    """Return what a function was marked with, None for one that is no check."""
    found = getattr(item, "marked", None)
    return found if isinstance(found, Marked) else None
