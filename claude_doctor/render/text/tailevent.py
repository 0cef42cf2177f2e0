"""One event on one line: time, status, cause, model, request id, message."""

from __future__ import annotations

from claude_doctor.render._canvas import BOLD, DIM, GREEN, RED, YELLOW, paint, plain, width_of
from claude_doctor.text import clean, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.model import TailEvent
    from claude_doctor.render._style import Style

_MARKS = {"ok": ("✓", GREEN), "retry": ("·", YELLOW), "attempt": ("·", YELLOW)}


def lines(report: TailEvent, style: Style) -> Iterator[str]:
    """Yield the line, and the raw line below it when it was asked for."""
    mark, color = _MARKS.get(report.kind, ("✗", RED))
    time = (report.ts or "").replace("T", " ").rstrip("Z")[:19]
    status = report.status or report.status_inferred
    parts = [
        time,
        str(status or "---"),
        report.diagnosis or report.network or report.error_type or "not in the catalogue",
        report.model,
        report.request_id,
    ]
    head = plain(f"{mark} ", style)
    words = "  ".join(clean(one_line(part, 60)) for part in parts if part)
    left = style.width - width_of(head) - width_of(words) - 2
    yield paint(head, style, color, BOLD) + plain(_cut(words, style.width - 2), style)
    # Only what the API itself said is shown: other texts may hold prompts.
    if report.message and report.error_type and not report.duplicate:
        message = plain(one_line(clean(report.message), max(style.width - 6, 20)), style)
        if width_of(message) > left or left > 0:
            yield paint(_cut(f"    {message}", style.width), style, DIM)
    if report.raw:
        yield plain(f"    {one_line(clean(report.raw), 2000)}", style)


def _cut(text: str, width: int) -> str:
    while width_of(text) > width and text:
        text = text[: -max(1, (width_of(text) - width) // 2)]
    return text
