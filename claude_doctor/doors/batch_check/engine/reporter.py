"""What a rule reports with, and what the check is made for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.base.record import record
from claude_doctor.facts.versions import NEWEST

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.models import Models

# rule, place, message, fix, severity or ""; a ShapeFault in place of the message says all three when it is
# asked.
Fault = tuple[str, str, Any, str, str]


@record
class Scope:
    """What the check is made for: API version, beta headers, the day (ISO), the models known."""

    version: str
    betas: frozenset[str]
    today: str
    models: Models

    @property
    def strict(self) -> bool:
        """Whether the version is 2026-10-21 or later."""
        return self.version >= NEWEST


class Reporter:
    """Collects faults: (rule, place, message, fix, severity or "")."""

    __slots__ = ("faults", "scope")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.faults: list[Fault] = []

    def found(self, rule: str, place: str, message: str, fix: str = "", severity: str = "") -> None:
        """Report a violation. `place` is a path as the API writes it; `severity` only where it differs from
        the page's.
        """
        self.faults.append((rule, place, message, fix, severity))
