"""What is said beside a diagnosis: a code that no page has, what became of the model."""

from __future__ import annotations

from claude_doctor.catalogue import store
from claude_doctor.facts import models

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Signal


def of_code(signal: Signal, first: str, today: str) -> tuple[str, ...]:
    """Return what is known of an error code without a page; () for one that has its page."""
    code = signal.error_code
    careful = first in store.module("matches").UNKNOWN_CODES.values()
    if code and (careful or store.place(code.lower()) is None):
        from claude_doctor.catalogue import unknown

        return (unknown.note(signal, careful, today),)
    return ()


def of_model(signal: Signal, category: str, today: str) -> tuple[str, ...]:
    """Say what became of the model, where the error is that something was not found."""
    if not signal.model or category != "not_found":
        return ()
    known = _model_of(signal, today)
    if known is None and "claude" in signal.model.lower():
        from claude_doctor.facts.age import age

        return (f"This model is not among those known on {age(today, models.as_of()).words}.",)
    if known is None or known.state == models.ACTIVE:
        return ()
    instead = f" Use {known.replacement}." if known.replacement else ""
    where = "" if known.plain else " on the Claude API; other platforms have dates of their own"
    return (f"{known.id} {known.words}{where} (models data of {models.as_of()}).{instead}",)


def _model_of(signal: Signal, today: str) -> models.ModelState | None:
    return models.state(signal.model, today or models.as_of()) if signal.model else None
