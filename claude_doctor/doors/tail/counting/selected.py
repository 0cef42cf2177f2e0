"""Which events --select wants."""

from __future__ import annotations

from claude_doctor.doors.tail.counting.diagnose import page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.event import Event


def is_selected(event: Event, wanted: frozenset[str]) -> bool:
    """Whether an event is of a wanted cause, category, status, type, model
    or platform; successes always are.
    """
    if not event.is_error:
        return True
    entry = page(event.diagnosis)
    facts = (
        event.diagnosis,
        entry and entry.category,
        str(event.status or event.status_inferred),
        event.type,
        event.code,
        event.model,
        event.platform,
    )
    return any(fact in wanted for fact in facts)
