"""What a check answers: a status, one sentence, and for a failure the fix
and what the SDK would have said.
"""

from __future__ import annotations

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Signal

# The fact of a check that kept the credential back: what needs it does not run, and the verdict says so.
UNSENT = "credential_unsent"
PASS, WARN, FAIL, SKIP, ERROR = "pass", "warn", "fail", "skip", "error"


@record
class Outcome:
    """The answer of one check.

    `command` is what can be copied, `fix` says it in a sentence. `fault` is yours, theirs or between. A
    failure carries what its diagnosis is made from: an exception, a Signal, or `says`, the words the SDK has
    for it; `entry` names the page of the catalogue when those words alone do not lead there. `details` are
    facts for programs. `took_ms` is the time of the step itself when the check also waited for something
    else. `explains` are the later failures whose cause this would be: the id of a check, or `id=status` where
    only that answer fits.
    """

    status: str
    summary: str
    fix: str = ""
    command: str = ""
    fault: str | None = None
    details: tuple[tuple[str, object], ...] = ()
    error: BaseException | None = None
    signal: Signal | None = None
    says: str = ""
    entry: str = ""
    took_ms: float | None = None
    explains: tuple[str, ...] = ()


@record
class Problem:
    """What is wrong with a setting: the parts of a failing or warning
    Outcome that a pure function can know.
    """

    summary: str
    fix: str
    command: str = ""
    says: str = ""
    entry: str = ""
    fault: str = "yours"


def passed(summary: str, **details: object) -> Outcome:
    """Return a pass."""
    return Outcome(PASS, summary, details=tuple(details.items()))


def warned(summary: str, fix: str = "", command: str = "", **details: object) -> Outcome:
    """Return a warning: it works, but not as it should."""
    return Outcome(WARN, summary, fix, command, details=tuple(details.items()))


def skipped(summary: str, **details: object) -> Outcome:
    """Return a skip: it was not tried, and why."""
    return Outcome(SKIP, summary, details=tuple(details.items()))


def failed_by(problem: Problem, **details: object) -> Outcome:
    """Return the failure a problem of the configuration is."""
    return Outcome(
        FAIL,
        problem.summary,
        problem.fix,
        problem.command,
        problem.fault,
        tuple(details.items()),
        says=problem.says,
        entry=problem.entry,
    )


class MissingNeedError(Exception):
    """A check asks for what another check, which did not run, would have found."""
