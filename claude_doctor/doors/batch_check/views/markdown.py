"""`batch-check` for job summaries and issues: the verdict, the files, a table of rules, the first findings of
each.
"""

from __future__ import annotations

from claude_doctor.base.lines import write
from claude_doctor.doors.batch_check import life, outline
from claude_doctor.doors.batch_check.report import BatchReport, RuleList
from claude_doctor.render.escape import markdown
from claude_doctor.render.style import doc_url, linked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from claude_doctor.doors.batch_check.report import Finding
    from claude_doctor.render.style import Style

SHOWN = 10
_INDENTS = {"next": "  ", "change": "    "}
_MARKS = {"ok": "✅ ", "bad": "❌ ", "doubt": "⚠️ "}


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report."""
    for report in reports:
        if isinstance(report, BatchReport):
            write(lines(report, style.site), out)
        elif isinstance(report, RuleList):
            write(["| rule | severity | when | what |", "|---|---|---|---|"], out)
            write(
                (
                    (
                        f"| {linked(item.rule, doc_url(item.rule, style.site))} | {item.severity} "
                        f"| {item.when} | {item.title} |"
                    )
                    for item in report.rules
                ),
                out,
            )


def lines(report: BatchReport, site: str | None) -> Iterator[str]:
    """Yield the lines of a report; the pages of its rules stand below `site`."""
    well, words = outline.verdict(report)
    yield f"## {'✅' if well else '❌'} {words}"
    yield ""
    yield f"Checked for {markdown(outline.scope(report))}."
    yield from (markdown(words) for words in outline.left_out(report))
    yield ""
    for item in report.files:
        name = "standard input" if item.path == "-" else item.path
        yield f"* **{markdown(name)}**: {outline.size(item)}"
        if item.models:
            yield f"  {markdown(outline.models(item))}"
    for _path, reason in report.unreadable:
        yield f"* ❌ not read: {markdown(reason)}"
    if report.estimate:
        yield from ("", "### Before it costs", "")
        yield from (
            f"* {_MARKS.get(mark, '')}{markdown(words)}"
            for mark, words in life.estimate_told(report.estimate)
        )
    if report.fixed:
        yield from ("", "### Repaired", "")
        told = life.fixed_told(report.fixed, report.diff)
        yield from (
            f"{_INDENTS.get(mark, '')}* {_MARKS.get(mark, '')}{markdown(words)}" for mark, words in told
        )
    yield from (f"* written: {markdown(words)}" for words in life.written(report))
    if report.results:
        yield from ("", "### Results", "")
        yield from (
            f"{_INDENTS.get(mark, '')}* {_MARKS.get(mark, '')}{markdown(words)}"
            for mark, words in life.results_told(report.results)
        )
    if report.rules:
        yield from _rules(report, site)


def _rules(report: BatchReport, site: str | None) -> Iterator[str]:
    yield ""
    yield "| rule | severity | count | what |"
    yield "|---|---|---:|---|"
    for item in report.rules:
        kind = "advice" if item.when == "advice" else item.severity
        yield (
            f"| {linked(item.rule, doc_url(item.rule, site))} | {kind} | {item.count:,} "
            f"| {markdown(item.title)} |"
        )
    yield ""
    yield "<details><summary>First findings of each rule</summary>"
    yield ""
    yield "| rule | where | what | fix |"
    yield "|---|---|---|---|"
    for rule in report.rules:
        found = [one for one in report.findings if one.rule == rule.rule and one.severity == rule.severity]
        yield from (_row(one) for one in found[:SHOWN])
    yield ""
    yield "</details>"
    if report.truncated:
        yield from ("", f"{report.truncated:,} findings are counted but not kept (`--max-findings`).")


def _row(item: Finding) -> str:
    where = " ".join(
        part
        for part in (
            markdown(item.file),
            f"line {item.line:,}" if item.line is not None else "",
            markdown(item.custom_id or ""),
            markdown(item.path),
        )
        if part
    )
    return f"| `{item.rule}` | {where} | {markdown(item.message)} | {markdown(item.fix)} |"
