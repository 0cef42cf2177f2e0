"""What `preflight` reports: immutable data, no behaviour."""

from __future__ import annotations

from claude_doctor.base.outside import Outside, said
from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.report import BatchReport
    from claude_doctor.doors.health.report import Health
    from claude_doctor.doors.models.report import Search


@record
class Step:
    """One line of the verdict: its name (way, key, model, limits, batch), status pass, warn, fail or skip,
    and what to say; `then` is what follows from it.
    """

    name: str
    status: str
    words: Outside
    fault: str = "none"
    fix: Outside | None = None
    seconds: float | None = None
    then: str = ""

    @property
    def told(self) -> Outside:
        """What to say and what follows from it."""
        return said("{}. {}", self.words, self.then) if self.then else self.words


@record
class Preflight:
    """The report of `preflight`: `ready` when nothing failed, `fault` the worst of what did, and each
    command's own report.
    """

    ready: bool
    fault: str
    summary: Outside
    fix: Outside | None
    steps: tuple[Step, ...]
    offline: bool
    health: Health | None
    batch: BatchReport | None
    models: Search | None
