"""A fired alert on one line, for the moment it fires."""

from __future__ import annotations

from claude_doctor.render._canvas import BOLD, RED, paint, wrap
from claude_doctor.render._tail import moment
from claude_doctor.text import clean, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.model import TailAlert
    from claude_doctor.render._style import Style


def lines(report: TailAlert, style: Style) -> Iterator[str]:
    """Yield the rule, the value that was too high and when."""
    time = (moment(report.at) or "").replace("T", " ")[:19]
    words = f"! alert  {clean(one_line(report.rule, 200))}  (now {report.value:g}{f', {time}' if time else ''})"
    yield from (paint(line, style, BOLD, RED) for line in wrap(words, style, "  ", ""))
