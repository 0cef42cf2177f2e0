"""`batch-check --list-rules`: every rule by what becomes of a request that breaks it."""

from __future__ import annotations

from claude_doctor.render.canvas import BOLD, CYAN, fitted, paint, plain, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.batch_check.report import RuleList
    from claude_doctor.render.style import Style

_HEADS = {
    "create": "refuses the whole batch",
    "result": "comes back as errored",
    "advice": "advice: nothing is refused",
}


def lines(report: RuleList, style: Style) -> list[str]:
    """Return the lines of the list; on one screen the first of them, and how many there are."""
    found = list(_lines(report, style))
    return (
        fitted(found, style, f"{{}} more lines of {len(report.rules)} rules, --all")
        if style.extent == "short"
        else found
    )


def _lines(report: RuleList, style: Style) -> Iterator[str]:
    for when, head in _HEADS.items():
        members = [item for item in report.rules if item.when == when]
        if not members:
            continue
        yield paint(f"{head} ({len(members)})", style, BOLD)
        for item in members:
            severity = " (warning)" if item.severity == "warning" and when != "advice" else ""
            title = f"{item.title}{severity}"
            if len(item.rule) + len(title) + 4 <= style.width:
                yield f"  {paint(item.rule, style, CYAN)}  {plain(title, style)}"
            else:
                yield f"  {paint(item.rule, style, CYAN)}"
                yield from wrap(title, style, "      ")
        yield ""
    yield plain(f"{len(report.rules)} rules · claude-doctor explain RULE shows one", style)
