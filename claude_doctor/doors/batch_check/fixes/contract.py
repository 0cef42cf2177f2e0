"""A repair is what can be changed for a person, such as an id that holds a blank.

One file a repair. It is asked only about faults that the checker found under its RULES, changes `case.item`
in place and says what it did, or returns None where it does not dare to. It never imports another repair.
"""

from __future__ import annotations

from claude_doctor.base.contract import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.case import Case, Change


class Fix(Protocol):
    """What a repair has."""

    RULES: tuple[str, ...]  # the rules whose faults it repairs
    SAFE: bool  # whether it cannot change an answer

    def fix(self, case: Case, /) -> Change | None:
        """Repair one fault."""
