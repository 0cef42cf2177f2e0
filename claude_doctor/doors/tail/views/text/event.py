"""One event on one line: time, status, cause, model, request id, message."""

from __future__ import annotations

from claude_doctor.base.text import clean, one_line
from claude_doctor.doors.tail.outline import moment
from claude_doctor.render.canvas import BOLD, DIM, GREEN, RED, YELLOW, paint, plain, width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.report import TailEvent
    from claude_doctor.render.style import Style

_MARKS = {"ok": ("✓", GREEN), "retry": ("·", YELLOW), "attempt": ("·", YELLOW)}


def row(report: TailEvent, style: Style, width: int, *, mark: bool = True) -> str:
    """Return an event in one row: what does not fit is left out from its end, the id of the request shortened
    first.
    """
    sign, color = _MARKS.get(report.kind, ("✗", RED))
    status = report.status or report.status_inferred
    cause = report.diagnosis or report.network or report.error_type or "not in the catalogue"
    names = [clean(one_line(part, 60)) for part in (str(status or "---"), cause, report.model) if part]
    parts = [*([clean(report.ts)[11:19]] if report.ts else []), *names]
    if report.request_id:
        named = clean(one_line(report.request_id, 60))
        parts.append(named if len(named) < 16 else f"{named[:8]}..{named[-4:]}")
    left = width - (2 if mark else 0)
    while len(parts) > 3 and width_of("  ".join(parts)) > left:
        parts.pop()
    words = plain(_cut("  ".join(parts), left), style)
    return (paint(plain(f"{sign} ", style), style, color, BOLD) if mark else "") + words


def day_and_time(at: int) -> str:
    """Return microseconds since the epoch as day, month, hour and minute: `29 Nov 22:00`."""
    text = (moment(at) or "").replace("T", " ")
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return f"{text[8:10]} {months[int(text[5:7]) - 1]} {text[11:16]}" if len(text) > 16 else "?"


def lines(report: TailEvent, style: Style) -> Iterator[str]:
    """Yield the line, and the raw line below it when it was asked for."""
    yield from _lines(report, style)


def _lines(report: TailEvent, style: Style) -> Iterator[str]:
    mark, color = _MARKS.get(report.kind, ("✗", RED))
    time = (report.ts or "").replace("T", " ").rstrip("Z")[:19]
    status = report.status or report.status_inferred
    cause = report.diagnosis or report.network or report.error_type or "not in the catalogue"
    parts = [
        clean(one_line(part, 60))
        for part in (time, str(status or "---"), cause, report.model, report.request_id)
        if part
    ]
    below = _overflow(parts, style.width - 2)
    if len(below) > 1:  # the summary names the models; an id stands here alone
        below = below[-1:]
    # Only what the API itself said is shown: other texts may hold prompts.
    if report.message and report.error_type and not report.duplicate:
        below.append(
            one_line(clean(report.message), max(style.width - 6 - sum(len(part) + 2 for part in below), 20))
        )
    yield paint(plain(f"{mark} ", style), style, color, BOLD) + plain(
        _cut("  ".join(parts), style.width - 2), style
    )
    if below:
        words = plain("  ".join(below), style)
        yield paint(_cut(f"    {words}", style.width), style, DIM)
    if report.raw:
        yield plain(f"    {one_line(clean(report.raw), 2000)}", style)


def _overflow(parts: list[str], width: int) -> list[str]:
    """Take what does not fit off the end of a line: an id that is cut off is of no use."""
    taken: list[str] = []
    while len(parts) > 3 and width_of("  ".join(parts)) > width:
        taken.insert(0, parts.pop())
    return taken


def _cut(text: str, width: int) -> str:
    while width_of(text) > width and text:
        text = text[: -max(1, (width_of(text) - width) // 2)]
    return text
