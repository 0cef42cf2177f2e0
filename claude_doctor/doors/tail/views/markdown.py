"""The summary of a log for issues and job summaries: the verdict, what people ask, and tables."""

from __future__ import annotations

from claude_doctor.base.lines import write
from claude_doctor.doors.tail import answers
from claude_doctor.doors.tail.answers import RETRY, percent, stamp
from claude_doctor.doors.tail.report import TailSummary
from claude_doctor.render.escape import markdown
from claude_doctor.render.style import doc_url, linked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from claude_doctor.doors.tail.report import TailGroup
    from claude_doctor.render.style import Style

_LONGEST = 300


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each summary; single events and alerts stand in it."""
    for report in reports:
        if isinstance(report, TailSummary):
            write(lines(report, style.site), out)


def lines(report: TailSummary, site: str | None) -> Iterator[str]:
    """Yield the lines of a summary; the pages of the causes stand below `site`."""
    mark = "❌" if report.failed_requests else "✅" if any(item.events for item in report.files) else "❓"
    yield f"## {mark} {markdown(answers.verdict(report))}"
    yield ""
    yield from _read(report)
    for name, words in answers.answers(report):
        yield f"* {name}: {_safe(words)}"
    for item in report.alerts[-report.top :]:
        yield f"* **Alert** {_safe(item.rule)}: was {item.value:g} at {stamp(item.at)}"
    for note in report.notes:
        yield f"* **{_safe(note)}**"
    yield from _causes(report, site)
    yield from _do(report, site)
    yield from _outcomes(report)
    yield from _episodes(report)
    yield from _recent(report, site)


def _read(report: TailSummary) -> Iterator[str]:
    count = sum(item.lines for item in report.files)
    one = _safe(report.files[0].path) if len(report.files) == 1 else f"{len(report.files):,} files"
    yield f"* Read: {one}, {answers.counted(count, 'line')}"
    if report.first is not None:
        yield f"* Period: {stamp(report.first)} to {stamp(report.last)} UTC"
    bad = sum(item.malformed for item in report.files)
    if bad:
        yield f"* Malformed: {answers.counted(bad, 'line')}"
    others = report.counts.get("other_services", {})
    if others.get("count"):
        named = ", ".join(f"{_safe(name)} {count:,}" for name, count in list(others["by"].items())[:5])
        yield f"* Not counted: {answers.counted(others['count'], 'failure')} of other services ({named})"
    if report.unread is not None:
        yield f"* Not understood: {answers.counted(report.unread.count, 'error line')}"


def _causes(report: TailSummary, site: str | None) -> Iterator[str]:
    if not report.groups:
        return
    yield ""
    by = _safe(report.by)
    yield f"| attempts | share | {by} | failed | recovered | fault | retry | first | last (UTC) |"
    yield "|--:|--:|---|--:|--:|---|---|---|---|"
    for group in report.groups[: report.top]:
        yield (
            f"| {group.count:,} | {percent(group.share, 0)} | {_named(group, report, site)} "
            f"| {group.failed:,} | {group.recovered:,} | {group.fault or ''} "
            f"| {RETRY.get(group.retryable or '', '')} | {stamp(group.first)} | {stamp(group.last)} |"
        )
    left = len(report.groups) - report.top
    if left > 0:
        yield from ("", f"{left:,} more; `--top {len(report.groups)}` shows them.")


def _named(group: TailGroup, report: TailSummary, site: str | None) -> str:
    if report.by == "cause" and group.diagnosis:
        return f"{linked(group.diagnosis, doc_url(group.diagnosis, site))} {_safe(group.title)}"
    return _safe(group.key if group.key is not None else group.title)


def _do(report: TailSummary, site: str | None) -> Iterator[str]:
    chosen = [group for group in report.groups[: report.top] if group.fixes and group.diagnosis]
    if not chosen or report.by != "cause":
        return
    yield ""
    yield "### What to do"
    for group in chosen[:5]:
        yield ""
        yield f"{linked(group.diagnosis or '', doc_url(group.diagnosis or '', site))}"
        yield ""
        for number, fix in enumerate(group.fixes[:3], 1):
            yield f"{number}. {_with_code(fix)}"
        if group.request_ids:
            yield ""
            yield f"Request ids: {', '.join(map(_safe, group.request_ids))}"


def _outcomes(report: TailSummary) -> Iterator[str]:
    found = report.counts.get("outcomes", {})
    rows = found.get("by", ()) if report.by != "cause" else found.get("models", ())
    if not rows or (len(rows) == 1 and rows[0]["key"] is None):
        return
    yield ""
    by = _safe(report.by if report.by != "cause" else "model")
    yield f"| {by} | succeeded | failed | recovered | share |"
    yield "|---|--:|--:|--:|--:|"
    for row in rows[: report.top]:
        share = "" if row["failed_share"] is None else percent(row["failed_share"])
        yield (
            f"| {_safe(row['key'] or 'not given')} | {row['succeeded']:,} | {row['failed']:,} "
            f"| {row['recovered']:,} | {share} |"
        )


def _episodes(report: TailSummary) -> Iterator[str]:
    shown = [item for item in report.episodes if item.count >= 3]
    if not shown:
        return
    yield ""
    yield "| episode (UTC) | cause | attempts | end |"
    yield "|---|---|--:|---|"
    for item in shown:
        yield (
            f"| {stamp(item.start)} to {stamp(item.end)} | {_safe(item.diagnosis or item.title)} "
            f"| {item.count:,} | {_safe(answers.ended(item))} |"
        )


def _recent(report: TailSummary, site: str | None) -> Iterator[str]:
    if not report.recent:
        return
    yield ""
    yield "| last errors | status | cause | model | request | message |"
    yield "|---|--:|---|---|---|---|"
    for item in report.recent:
        cause = linked(item.diagnosis, doc_url(item.diagnosis, site)) if item.diagnosis else ""
        time = _safe((item.ts or "").replace("T", " ")[:19])
        yield (
            f"| {time} | {item.status or item.status_inferred or ''} "
            f"| {cause} | {_safe(item.model or '')} | {_safe(item.request_id or '')} "
            f"| {_safe(item.message or '')} |"
        )


def _with_code(text: str) -> str:
    """Return a sentence of the catalogue with its code as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return markdown(text)
    return "".join(f"`{part}`" if at % 2 else _spaced(part) for at, part in enumerate(parts))


def _spaced(text: str) -> str:
    # Escaping squeezes blanks, those at the ends as well.
    shown = markdown(text)
    return (" " if text[:1] == " " else "") + shown + (" " if shown and text[-1:] == " " else "")


def _safe(text: str) -> str:
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return markdown(short)
