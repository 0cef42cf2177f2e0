"""How old the facts are on a day: the one place that works it out. Nothing here is imported but records:
`explain` asks on each run.
"""

from __future__ import annotations

from claude_doctor.base.record import record
from claude_doctor.facts.versions import SDK

# The day on which everything in this folder was last compared with its sources; no part is older.
AS_OF = "2026-11-30"
OLD_DAYS = 45


@record
class Age:
    """How old the facts are. `days` is never negative: a clock that is behind makes nothing younger."""

    as_of: str
    days: int

    @property
    def is_old(self) -> bool:
        """Whether a person should be told: codes appear weekly, and models end with sixty days' notice."""
        return self.days >= OLD_DAYS

    @property
    def words(self) -> str:
        """The age as part of a sentence: "2026-11-30, 12 days ago"."""
        return (
            f"{self.as_of}, {self.days} {'day' if self.days == 1 else 'days'} ago"
            if self.days
            else self.as_of
        )

    @property
    def warning(self) -> str:
        """The line for standard error."""
        return (
            f"the facts about the API are {self.days} days old (of {self.as_of}): newer error codes "
            "and models are not known, "
            "and what is said of them may be wrong; update claude-doctor (CLAUDE_DOCTOR_AGE=0 silences this)"
        )

    @property
    def beside_a_code(self) -> str:
        """What stands beside an error code that is not known."""
        return f"Known are the codes of anthropic {SDK}, read on {self.words}."


def age(today: str, as_of: str = AS_OF) -> Age:
    """Return how old facts of a day are on another, both ISO dates; "" is the day itself. ValueError for what
    is no date.
    """
    return Age(as_of, max(_ordinal(today) - _ordinal(as_of), 0) if today else 0)


def _ordinal(day: str) -> int:
    """Return the days from a fixed day on: what datetime gives, whose import costs a tenth of the start of
    `explain`.
    """
    year, month, of_month = map(int, day.split("-"))
    past = (14 - month) // 12  # years begin in March here, so that a leap day ends one
    year, month = year - past, month + 12 * past - 3
    return of_month + (153 * month + 2) // 5 + 365 * year + year // 4 - year // 100 + year // 400
