"""For issues, chats and job summaries: Markdown with everything from outside escaped."""

from __future__ import annotations

from claude_doctor.base.lines import write
from claude_doctor.doors.explain.report import Explanation, Listing
from claude_doctor.doors.explain.short import DOUBT, headline
from claude_doctor.render.escape import markdown as escaped
from claude_doctor.render.style import doc_url, linked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from claude_doctor.base.model import Diagnosis, Entry
    from claude_doctor.render.style import Style

_RETRY = {
    "yes": "yes",
    "no": "no",
    "after_fix": "not before the fix",
    "after_wait": "after waiting",
    "conditional": "it depends",
}


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report."""
    for report in reports:
        if isinstance(report, Explanation):
            write(_explanation(report, style.site), out)
        elif isinstance(report, Listing):
            write(_listing(report), out)


def _explanation(report: Explanation, site: str | None) -> Iterator[str]:
    if not report.main.diagnoses:
        yield (
            "## No page for this text"
            if report.notes and report.main.signal.platform
            else "## Not recognised"
        )
        yield ""
        yield from (f"{escaped(note)}" for note in report.notes)
        if report.nearest:
            yield "Did you mean: " + ", ".join(f"`{name}`" for name in report.nearest)
        return
    first = report.main.diagnoses[0]
    yield from _head(report, first, site)
    yield from _page(first.entry, report.code)
    if len(report.main.diagnoses) > 1 and first.confidence != "certain":
        yield from ("", "### Could also be", "")
        yield from (
            f"- {linked(found.entry.id, doc_url(found.entry.id, site))}: {found.entry.title}"
            for found in report.main.diagnoses[1:]
        )
    if report.also:
        yield from ("", "### Also in this input", "")
        for item in report.also:
            yield from (
                f"- {linked(found.entry.id, doc_url(found.entry.id, site))}: {found.entry.title}"
                for found in item.diagnoses[:1]
            )


def _head(report: Explanation, found: Diagnosis, site: str | None) -> Iterator[str]:
    entry = found.entry
    yield f"## {DOUBT[found.confidence]}{headline(entry)}"
    yield ""
    yield "| | |"
    yield "|---|---|"
    yield f"| Entry | {linked(entry.id, doc_url(entry.id, site))} |"
    yield f"| Status | {entry.status or '-'} |"
    yield f"| Type | {f'`{entry.type}`' if entry.type else '-'} |"
    yield f"| Category | {entry.category} |"
    yield f"| Fault | {entry.fault} |"
    yield f"| Retry | {_RETRY[entry.retryable]}. {entry.wait} |".replace("\n", " ")
    if entry.delays_s:
        yield f"| Waits | {', '.join(f'{step:g}' for step in entry.delays_s)} s, with jitter |"
    if report.next_delay_s is not None:
        yield f"| Next | {report.next_delay_s:g} s |"
    if not report.lookup:
        yield (
            "| Recognised by "
            f"| {'; '.join(f'{item.by}: {escaped(item.matched)[:200]}' for item in found.evidence[:4])} |"
        )
        signal = report.main.signal
        for name, value in (
            ("Request id", signal.request_id),
            ("Model", signal.model),
            ("Platform", signal.platform),
        ):
            if value:
                yield f"| {name} | {escaped(value)} |"
    for note in (*found.notes, *report.notes):
        yield from ("", escaped(note))
    if told := report.sdk_text:
        yield from (
            "",
            f"The installed SDK (anthropic {told.version}, `{told.path}`) says:",
            "",
            f"> {escaped(told.text)}",
        )


def _page(entry: Entry, code: str) -> Iterator[str]:
    yield from ("", entry.meaning, "", "### What to do", "")
    yield from (f"{number}. {fix}" for number, fix in enumerate(entry.fixes, 1))
    yield from ("", "### Causes", "")
    yield from (f"- {cause}" for cause in entry.causes)
    yield from ("", "### Cost", "", entry.billed)
    source = {"python": entry.python, "typescript": entry.typescript}.get(code, "")
    if source:
        yield from ("", f"```{code}", source, "```")
    for title, items in (("On other platforms", entry.platforms), ("Good to know", entry.notes)):
        if items:
            yield from ("", f"### {title}", "")
            yield from (f"- {item}" for item in items)
    yield from ("", "### Sources", "")
    yield from (f"- {source.where} (read {source.read})" for source in entry.sources)


def _listing(report: Listing) -> Iterator[str]:
    yield "| id | status | what | whose fault | retry |"
    yield "|---|---|---|---|---|"
    for item in sorted(
        report.entries, key=lambda h: (not h.status_page, h.status or 0 if h.status_page else 0)
    ):
        yield (
            f"| `{item.id}` | {item.status or ''} | {item.title} | {item.fault} | {_RETRY[item.retryable]} |"
        )
    if report.rules:
        yield from ("", "| rule of `batch-check` | what |", "|---|---|")
        yield from (f"| `{name}` | {title} |" for name, title in report.rules)
