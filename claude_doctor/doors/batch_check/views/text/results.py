"""The results of a batch for people: what came back, what failed and why, what to do."""

from __future__ import annotations

from claude_doctor.base.text import clean
from claude_doctor.doors.batch_check import life
from claude_doctor.render.canvas import BOLD, DIM, GREEN, RED, YELLOW, paint, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.batch_check.report import BatchReport, ResultsReport
    from claude_doctor.render.style import Style

_INDENTS = {"next": "    ", "change": "      "}
_MARKS = {"change": "", "ok": "✓ ", "bad": "✗ ", "doubt": "! ", "next": "→ ", "note": ""}
_COLORS = {"change": "", "ok": GREEN, "bad": RED, "doubt": YELLOW, "next": DIM, "note": ""}


def written(report: BatchReport, style: Style) -> Iterator[str]:
    """Yield the files that were written beside the report."""
    told = list(life.written(report))
    if told:
        yield ""
        yield paint("Written", style, BOLD)
    for words in told:
        yield from wrap(clean(words), style, "    ", "  ")


def fixed(report: BatchReport, style: Style) -> Iterator[str]:
    """Yield what was repaired."""
    if report.fixed:
        yield from _told("Repaired", life.fixed_told(report.fixed, report.diff), style)


def estimated(report: BatchReport, style: Style) -> Iterator[str]:
    """Yield what the batch will take."""
    if report.estimate:
        yield from _told("Before it costs", life.estimate_told(report.estimate), style)


def lines(report: ResultsReport, style: Style) -> Iterator[str]:
    """Yield what became of the requests."""
    yield from _told("Results", life.results_told(report), style)


def _told(head: str, told: Iterator[tuple[str, str]], style: Style) -> Iterator[str]:
    yield ""
    yield paint(head, style, BOLD)
    for mark, words in told:
        indent = _INDENTS.get(mark, "  ")
        for line in wrap(f"{_MARKS[mark]}{clean(words)}", style, indent + "  ", indent):
            color = _COLORS[mark]
            yield paint(line, style, color) if color else line
