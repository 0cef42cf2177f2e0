"""One event on one line: time, status, cause, model, request id, message."""

from __future__ import annotations

from claude_doctor.base.text import clean, one_line
from claude_doctor.render.canvas import BOLD, DIM, GREEN, RED, YELLOW, paint, plain, width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.report import TailEvent
    from claude_doctor.render.style import Style

_MARKS = {"ok": ("✓", GREEN), "retry": ("·", YELLOW), "attempt": ("·", YELLOW)}


def lines(report: TailEvent, style: Style) -> Iterator[str]:
    """Yield the line, and the raw line below it when it was asked for."""
    yield from _lines(report, style)


def _lines(report: TailEvent, style: Style) -> Iterator[str]:
    mark, color = _MARKS.get(report.kind, ("✗", RED))
    time = (report.ts or "").replace("T", " ").rstrip("Z")[:19]
    status = report.status or report.status_inferred
    cause = report.diagnosis or report.network or report.error_type or "not in the catalogue"
    parts = [clean(one_line(part, 60)) for part in (time, str(status or "---"), cause, report.model, report.request_id) if part]
    below = _overflow(parts, style.width - 2)
    if len(below) > 1:  # the summary names the models; an id stands here alone
        below = below[-1:]
    # Only what the API itself said is shown: other texts may hold prompts.
    if report.message and report.error_type and not report.duplicate:
        below.append(one_line(clean(report.message), max(style.width - 6 - sum(len(part) + 2 for part in below), 20)))
    yield paint(plain(f"{mark} ", style), style, color, BOLD) + plain(_cut("  ".join(parts), style.width - 2), style)
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
