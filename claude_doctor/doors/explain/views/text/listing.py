"""`--list` and `--search`: the status table first, then every entry by category."""

from __future__ import annotations

from claude_doctor.base.model import CATEGORIES, Heading
from claude_doctor.doors.explain.short import RETRY
from claude_doctor.render.canvas import BOLD, CYAN, DIM, fitted, paint, plain, room, rows_of, wrap

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
        yield _status(heading)
    for category in CATEGORIES:
        members = [h for h in report.entries if h.category == category and not h.status_page]
        if members:
            yield ""
            yield paint(f"{category} ({len(members)})", style, BOLD)
            for heading in members:
                yield from _row(heading.id, heading.title, style)
    if report.rules:
        yield ""
        yield paint(f"rules of batch-check ({len(report.rules)})", style, BOLD)
        for name, title in report.rules:
            yield from _row(name, title, style)
    yield ""
    yield plain(f"{_counts(report)} · claude-doctor explain ID shows one", style)


def short(report: Listing, style: Style) -> list[str]:
    """Return what fits the screen: the statuses, or what was found; of the rest how much there is."""
    if report.word:
        return fitted(list(_found(report, style)), style, "{} more lines, --all")
    statuses = sorted((h for h in report.entries if h.status_page), key=lambda h: h.status or 0)
    head = [paint(f"  {'status':<7}{'name':<28}{'whose fault':<13}retry", style, DIM)]
    foot = [
        "",
        *wrap(
            f"{_counts(report)} · --all lists them · --search WORD · claude-doctor explain ID", style, "  "
        ),
    ]
    left = room(style) - rows_of([*head, *foot], style)
    shown = [_status(heading) for heading in statuses]
    if len(shown) > left:
        common = [heading for heading in statuses if heading.type and heading.id != f"http_{heading.status}"]
        rest = [str(heading.status) for heading in statuses if heading not in common[: left - 2]]
        shown = [*map(_status, common[: left - 2]), *list(wrap(f"also {', '.join(rest)}", style, "  "))[:2]]
    return [*head, *shown, *foot]


def _status(heading: Heading) -> str:
    return (
        f"  {heading.status:<7}{heading.type or heading.id:<28}{heading.fault:<13}{RETRY[heading.retryable]}"
    )


def _counts(report: Listing) -> str:
    return f"{len(report.entries)} entries" + (f" and {len(report.rules)} rules" if report.rules else "")


def _found(report: Listing, style: Style) -> Iterator[str]:
    if not report.entries:
        yield plain(f"Nothing in the catalogue mentions “{report.word}”.", style)
        return
    for heading in report.entries:
        yield from _row(heading.id, heading.title, style)
    yield ""
    yield plain(f"{len(report.entries)} found · claude-doctor explain ID shows one", style)


def _row(name: str, title: str, style: Style) -> Iterator[str]:
    head = f"  {name}"
    if len(head) + 2 + len(title) <= style.width:
        yield paint(head, style, CYAN) + "  " + plain(title, style)
        return
    yield paint(head, style, CYAN)
    yield from wrap(title, style, "      ")
