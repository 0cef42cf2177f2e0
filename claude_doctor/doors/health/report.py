"""What `health` reports: immutable data, no behaviour."""

from __future__ import annotations

from claude_doctor.base.outside import Outside
from claude_doctor.base.record import record
from claude_doctor.base.text import clean

CHECK_STATUSES = ("pass", "warn", "fail", "skip", "error")
# How the summary of a check that broke begins; what happened follows.
OWN = "claude-doctor's own fault: "


@record
class Check:
    """What one check of `health` found; the report that is yielded as soon as it is known.

    `fix` is a sentence, `command` what can be copied; `diagnosis` is the id of a page of the catalogue.
    `duration_ms` is None for a check that did not run. `details` are (name, JSON value) pairs, their
    texts Outside; `explains` the later failures (`id` or `id=status`) whose cause this would be.
    """

    id: str
    stage: str
    status: str
    summary: Outside
    fix: Outside = Outside("")
    command: Outside = Outside("")
    fault: str | None = None
    diagnosis: str | None = None
    details: tuple[tuple[str, object], ...] = ()
    duration_ms: float | None = None
    needs: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()

    def faults(self) -> tuple[tuple[str, str], ...]:
        """Return (id, what happened) when the check itself broke."""
        return ((self.id, self.summary.without(OWN).to(clean)),) if self.status == "error" else ()


@record
class Target:
    """What was examined: the API or gateway, the platform, the models, and the interpreter and SDK every
    statement is about.
    """

    base_url: Outside
    host: Outside
    platform: str
    models: tuple[Outside, ...] = ()
    python: Outside = Outside("")
    sdk: Outside = Outside("")


@record
class Verdict:
    """The one answer of `health`: whose fault, in a sentence, which check says so, and the fix."""

    fault: str
    summary: Outside
    check: str | None = None
    fix: Outside = Outside("")
    command: Outside = Outside("")
    diagnosis: str | None = None


@record
class Health:
    """The report of `health`: the ladder of checks, the time of each stage in milliseconds, the verdict."""

    healthy: bool
    target: Target
    checks: tuple[Check, ...]
    timings_ms: tuple[tuple[str, float], ...]
    verdict: Verdict
    notes: tuple[Outside, ...] = ()


@record
class CheckInfo:
    """One line of `health --list-checks`: `cost` is none, network, credential or billed."""

    id: str
    stage: str
    needs: tuple[str, ...]
    cost: str
    option: str
    verifies: str


@record
class CheckList:
    """The report of `health --list-checks`, in the order in which checks run."""

    checks: tuple[CheckInfo, ...]
