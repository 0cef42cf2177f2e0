"""JUnit XML: a case a step."""

from __future__ import annotations

from claude_doctor.base.outside import joined
from claude_doctor.doors.preflight import outline
from claude_doctor.doors.preflight.report import Preflight
from claude_doctor.render import junit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write one document with a suite a report; what is the provider's is a case that was skipped, since it
    fails nothing.
    """
    junit.write(
        (("claude-doctor preflight", _cases(report)) for report in reports if isinstance(report, Preflight)),
        out,
    )


def _cases(report: Preflight) -> list[junit.Case]:
    cases: list[junit.Case] = []
    for step in report.steps:
        kind = "" if step.status != "fail" else "skipped" if step.fault == "theirs" else "failure"
        text = joined("\n", (part for part in (step.told, outline.WHOSE[step.fault], step.fix) if part))
        cases.append(("claude-doctor.preflight", step.name, step.seconds or 0.0, kind, step.told, text))
    return cases
