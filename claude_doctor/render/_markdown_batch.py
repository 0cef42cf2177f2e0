"""`batch-check` for job summaries and issues: the verdict, the files, a table of rules, the first findings of each."""

from __future__ import annotations

from claude_doctor.render import _batch
from claude_doctor.render._escape import markdown
from claude_doctor.render._style import doc_url, linked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.model import BatchReport, Finding

SHOWN = 10


def lines(report: BatchReport, site: str | None) -> Iterator[str]:
    """Yield the lines of a report; the pages of its rules stand below `site`."""
    well, words = _batch.verdict(report)
    yield f"## {'✅' if well else '❌'} {words}"
    yield ""
    yield f"Checked for {markdown(_batch.scope(report))}."
    yield from (markdown(words) for words in _batch.left_out(report))
    yield ""
    for item in report.files:
        name = "standard input" if item.path == "-" else item.path
        yield f"* **{markdown(name)}**: {_batch.size(item)}"
        if item.models:
            yield f"  {markdown(_batch.models(item))}"
    for _path, reason in report.unreadable:
        yield f"* ❌ not read: {markdown(reason)}"
    if report.rules:
        yield from _rules(report, site)


def _rules(report: BatchReport, site: str | None) -> Iterator[str]:
    yield ""
    yield "| rule | severity | count | what |"
    yield "|---|---|---:|---|"
    for item in report.rules:
        kind = "advice" if item.when == "advice" else item.severity
        yield f"| {linked(item.rule, doc_url(item.rule, site))} | {kind} | {item.count:,} | {markdown(item.title)} |"
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
        for part in (markdown(item.file), f"line {item.line:,}" if item.line is not None else "", markdown(item.custom_id or ""), markdown(item.path))
        if part
    )
    return f"| `{item.rule}` | {where} | {markdown(item.message)} | {markdown(item.fix)} |"
