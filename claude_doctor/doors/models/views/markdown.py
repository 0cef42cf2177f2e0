"""`models` for job summaries and issues: the verdict and a table."""

from __future__ import annotations

from claude_doctor.base.lines import write
from claude_doctor.doors.models import outline
from claude_doctor.doors.models.report import ModelList, Search
from claude_doctor.render.escape import markdown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from claude_doctor.render.style import Style

SHOWN = 200


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report."""
    for report in reports:
        if isinstance(report, Search):
            write(_search(report), out)
        elif isinstance(report, ModelList):
            write(_list(report), out)


def _search(report: Search) -> Iterator[str]:
    well, words = outline.verdict(report)
    yield f"## {'✅' if well else '❌'} {markdown(words)}"
    if report.found:
        yield from ("", "| place | | what | fix |", "|---|---|---|---|")
        for item in report.found[:SHOWN]:
            yield (
                f"| {markdown(outline.place(item))} | {item.severity} | {markdown(item.message)} "
                f"| {markdown(item.fix)} |"
            )
    if len(report.found) > SHOWN:
        yield from ("", f"{len(report.found) - SHOWN:,} more.")
    yield ""


def _list(report: ModelList) -> Iterator[str]:
    yield f"Models on {report.today}, read {report.as_of}."
    yield from (
        "",
        "| model | state | replacement | context | output | refuses |",
        "|---|---|---|---:|---:|---|",
    )
    for item in report.models:
        limits = " | ".join(
            f"{limit:,}" if limit else "-" for limit in (item.context_window, item.max_output_tokens)
        )
        yield (
            f"| {item.id} | {item.words} | {item.replacement or '-'} | {limits} "
            f"| {markdown('; '.join(item.refuses)) or '-'} |"
        )
    for name in report.unknown:
        yield from ("", f"Not known: {markdown(name)}")
    yield ""
