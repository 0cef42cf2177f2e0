"""The results of a batch for people: what came back, what failed and why, what to do."""

from __future__ import annotations

from claude_doctor.base.text import clean
from claude_doctor.doors.batch_check import outline
from claude_doctor.render.canvas import BOLD, DIM, GREEN, RED, YELLOW, paint, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.batch_check.report import BatchReport, ResultsReport
    from claude_doctor.render.style import Style

_MARKS = {"ok": "✓ ", "bad": "✗ ", "doubt": "! ", "next": "→ ", "note": ""}
_COLORS = {"ok": GREEN, "bad": RED, "doubt": YELLOW, "next": DIM, "note": ""}


def written(report: BatchReport, style: Style) -> Iterator[str]:
    """Yield the files that were written beside the report."""
    told = list(outline.written(report))
    if told:
        yield ""
        yield paint("Written", style, BOLD)
    for words in told:
        yield from wrap(clean(words), style, "    ", "  ")


def lines(report: ResultsReport, style: Style) -> Iterator[str]:
    """Yield the lines; none begins with `::`."""
    yield ""
    yield paint("Results", style, BOLD)
    for mark, words in outline.results_told(report):
        indent = "    " if mark == "next" else "  "
        for line in wrap(f"{_MARKS[mark]}{clean(words)}", style, indent + "  ", indent):
            color = _COLORS[mark]
            yield paint(line, style, color) if color else line
