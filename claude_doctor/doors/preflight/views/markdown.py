"""`preflight` for job summaries: the verdict, a row a step, and the findings."""

from __future__ import annotations

from claude_doctor.base.lines import write
from claude_doctor.doors.preflight import outline
from claude_doctor.doors.preflight.report import Preflight
from claude_doctor.render.escape import markdown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from claude_doctor.render.style import Style


SHOWN = 50
_MARKS = {"pass": "✅", "warn": "⚠️", "fail": "❌"}


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report."""
    for report in reports:
        if isinstance(report, Preflight):
            write(_lines(report), out)


def _lines(report: Preflight) -> Iterator[str]:
    yield f"## {_mark(report)} {markdown(outline.headline(report))}"
    if report.fix:
        yield from ("", f"Fix: {markdown(report.fix)}")
    yield from ("", "| step | | what | fix |", "|---|---|---|---|")
    for step in report.steps:
        mark = _MARKS["warn"] if step.fault == "theirs" else _MARKS[step.status]
        yield f"| {step.name} | {mark} | {markdown(step.told)} | {markdown(step.fix or '')} |"
    found = list(outline.results(report))
    if found:
        yield from ("", "| place | rule | | what |", "|---|---|---|---|")
        for rule, level, message, file, line, _ in found[:SHOWN]:
            yield f"| {markdown(file)}:{line} | `{rule}` | {level} | {markdown(message)} |"
    if len(found) > SHOWN:
        yield from ("", f"{len(found) - SHOWN:,} more.")
    yield ""


def _mark(report: Preflight) -> str:
    return _MARKS["pass" if report.ready else "warn" if report.fault == "theirs" else "fail"]
