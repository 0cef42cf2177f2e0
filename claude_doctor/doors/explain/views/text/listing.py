"""`--list` and `--search`: the status table first, then every entry by category."""

from __future__ import annotations

from claude_doctor.base.model import CATEGORIES, Heading
from claude_doctor.render.canvas import BOLD, CYAN, DIM, paint, plain, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.explain.report import Listing
    from claude_doctor.render.style import Style


def lines(report: Listing, style: Style) -> Iterator[str]:
    """Yield the lines of a list."""
    if report.word:
        yield from _found(report, style)
        return
    yield paint("Statuses", style, BOLD)
    yield paint(f"  {'status':<7}{'name':<28}{'whose fault':<13}retry", style, DIM)
    for heading in sorted((h for h in report.entries if h.status_page), key=lambda h: h.status or 0):
        yield f"  {heading.status:<7}{heading.type or heading.id:<28}{heading.fault:<13}{heading.retryable}"
    for category in CATEGORIES:
        members = [h for h in report.entries if h.category == category and not h.status_page]
        if members:
            yield ""
            yield paint(f"{category} ({len(members)})", style, BOLD)
            for heading in members:
                yield from _row(heading, style)
    yield ""
    yield plain(f"{len(report.entries)} entries · claude-doctor explain ID shows one", style)


def _found(report: Listing, style: Style) -> Iterator[str]:
    if not report.entries:
        yield plain(f"Nothing in the catalogue mentions “{report.word}”.", style)
        return
    for heading in report.entries:
        yield from _row(heading, style)
    yield ""
    yield plain(f"{len(report.entries)} found · claude-doctor explain ID shows one", style)


def _row(heading: Heading, style: Style) -> Iterator[str]:
    head = f"  {heading.id}"
    if len(head) + 2 + len(heading.title) <= style.width:
        yield paint(head, style, CYAN) + "  " + plain(heading.title, style)
        return
    yield paint(head, style, CYAN)
    yield from wrap(heading.title, style, "      ")
