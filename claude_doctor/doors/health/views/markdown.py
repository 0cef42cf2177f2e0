"""`health` for issues and job summaries: the verdict, then the ladder as a table."""

from __future__ import annotations

from claude_doctor.base.lines import write
from claude_doctor.base.outside import joined
from claude_doctor.doors.health.outline import page
from claude_doctor.doors.health.report import CheckList, Health
from claude_doctor.render.escape import markdown, terminal
from claude_doctor.render.style import linked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from claude_doctor.render.style import Style

_MARKS = {"pass": "✅", "warn": "⚠️", "fail": "❌", "skip": "➖", "error": "❓"}


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report."""
    for report in reports:
        if isinstance(report, Health | CheckList):
            write(lines(report, style.site), out)


def lines(report: Health | CheckList, site: str | None) -> Iterator[str]:
    """Yield the lines of a run, or of the list of checks; the pages of the checks stand below `site`."""
    if isinstance(report, CheckList):
        yield from _list(report)
        return
    found = report.verdict
    yield f"## {_MARKS['pass' if report.healthy else 'fail']} {markdown(found.summary)}"
    yield ""
    if not report.healthy:
        yield f"* Check: `{found.check}`"
        yield f"* Fault: {found.fault}"
        if found.fix:
            yield f"* Fix: {markdown(found.fix)}"
        if found.command:
            yield from ("", *_fenced(terminal(found.command)))
        yield ""
    models = markdown(joined(", ", report.target.models))
    yield (
        f"{markdown(report.target.base_url)} · {models or 'no model'} · "
        f"anthropic {markdown(report.target.sdk) or '-'}"
    )
    yield ""
    yield "| check | | what | ms |"
    yield "|---|---|---|---|"
    for check in report.checks:
        time = "" if check.duration_ms is None or check.status == "skip" else f"{check.duration_ms:.0f}"
        yield (
            f"| {linked(check.id, page(check, site))} | {_MARKS[check.status]} {check.status} "
            f"| {markdown(check.summary)} | {time} |"
        )
    for note in report.notes:
        yield from ("", markdown(note))


def _fenced(text: str) -> Iterator[str]:
    fence = "```"
    while fence in text:
        fence += "`"
    yield fence + "sh"
    yield " ".join(text.split("\n"))
    yield fence


def _list(report: CheckList) -> Iterator[str]:
    yield "| check | stage | cost | with | verifies |"
    yield "|---|---|---|---|---|"
    for item in report.checks:
        yield f"| `{item.id}` | {item.stage} | {item.cost} | {item.option} | {markdown(item.verifies)} |"
