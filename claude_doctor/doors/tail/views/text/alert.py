"""A fired alert on one line, for the moment it fires."""

from __future__ import annotations

from claude_doctor.base.text import clean, one_line
from claude_doctor.doors.tail.outline import moment
from claude_doctor.render.canvas import BOLD, RED, paint, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.report import TailAlert
    from claude_doctor.render.style import Style


def lines(report: TailAlert, style: Style) -> Iterator[str]:
    """Yield the rule, the value that was too high and when."""
    time = (moment(report.at) or "").replace("T", " ")[:19]
    words = (
        f"! alert  {clean(one_line(report.rule, 200))}  (now {report.value:g}{f', {time}' if time else ''})"
    )
    yield from (paint(line, style, BOLD, RED) for line in wrap(words, style, "  ", ""))
