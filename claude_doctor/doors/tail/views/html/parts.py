"""The sections of the page: verdict, answers, time, causes with what to do, outcomes, episodes, errors."""

from __future__ import annotations

from claude_doctor.base.text import clean
from claude_doctor.doors.tail import answers
from claude_doctor.doors.tail.answers import RETRY, percent, stamp
from claude_doctor.doors.tail.views.html import drawings
from claude_doctor.render.escape import xml
from claude_doctor.render.style import doc_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.report import TailGroup, TailSummary

_LONGEST = 400
_FIXES = 4


def safe(text: object) -> str:
    """Return a text as harmless HTML, for content and for attributes."""
    words = clean(str(text))
    return xml(words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…")


def title(report: TailSummary) -> str:
    """Return the title of the page."""
    return safe(f"{answers.verdict(report)} claude-doctor tail")


def body(report: TailSummary, site: str | None) -> Iterator[str]:
    """Yield the sections."""
    yield '<a class="skip" href="#causes">To the causes</a>\n'
    yield from _header(report)
    yield "<main>\n"
    yield from _notes(report)
    yield from _filter(report)
    yield from _times(report)
    yield from _causes(report, site)
    yield from _outcomes(report)
    yield from _episodes(report)
    yield from _recent(report, site)
    yield '</main>\n<footer class="quiet"><p>Made offline by claude-doctor. Times are UTC.'
    yield " Counts of causes are failed attempts; a request may have several.</p></footer>\n"


def _header(report: TailSummary) -> Iterator[str]:
    kind = "failed" if report.failed_requests else "clean" if any(f.events for f in report.files) else "none"
    files = report.files[0].path if len(report.files) == 1 else f"{len(report.files):,} files"
    count = answers.counted(sum(item.lines for item in report.files), "line")
    period = f", {stamp(report.first)} to {stamp(report.last)} UTC" if report.first is not None else ""
    yield f'<header>\n<h1 class="{kind}">{safe(answers.verdict(report))}</h1>\n'
    yield f'<p class="quiet">{safe(files)}: {count}{period}</p>\n'
    found = list(answers.answers(report))
    if found:
        yield '<dl class="answers">\n'
        for name, words in found:
            yield f"<div><dt>{safe(name)}</dt><dd>{safe(words)}</dd></div>\n"
        yield "</dl>\n"
    yield "</header>\n"


def _notes(report: TailSummary) -> Iterator[str]:
    for item in report.alerts[-report.top :]:
        yield f'<p class="note"><strong>Alert</strong> {safe(item.rule)}: was {item.value:g}</p>\n'
    for note in report.notes:
        yield f'<p class="note">{safe(note)}</p>\n'
    others = report.counts.get("other_services", {})
    if others.get("count"):
        named = ", ".join(f"{name} {count:,}" for name, count in list(others["by"].items())[:5])
        yield f'<p class="note">Not counted: failures of other services ({safe(named)}).</p>\n'


def _filter(report: TailSummary) -> Iterator[str]:
    models = sorted({name for group in report.groups for name, _ in group.models})
    if not report.groups:
        return
    yield '<div class="filter" id="filter" hidden>\n<label for="model">Model</label> <select id="model">'
    yield '<option value="">all</option>'
    yield "".join(f'<option value="{safe(name)}">{safe(name)}</option>' for name in models[:200])
    yield '</select>\n<label for="words">Words</label> <input id="words" type="search" autocomplete="off">\n'
    yield '<span id="said" role="status"></span>\n</div>\n'


def _data(group: TailGroup, kind: str) -> str:
    models = "&#10;".join(safe(name) for name, _ in group.models)
    words = safe(f"{group.diagnosis or ''} {group.title} {group.key or ''} {group.category or ''}".lower())
    return f'data-kind="{kind}" data-models="{models}" data-words="{words}"'


def _times(report: TailSummary) -> Iterator[str]:
    groups = [group for group in report.groups[: report.top] if report.by == "cause"]
    rows = drawings.rows(report, [group.diagnosis or "unknown" for group in groups])
    if not rows:
        return
    yield '<section aria-labelledby="over-time">\n<h2 id="over-time">Over time</h2>\n'
    for group, row in zip(groups, rows, strict=True):
        name = group.diagnosis or group.title
        label = f"{name}: {answers.counted(group.count, 'failed attempt')}, {drawings.peak(report, row)}"
        yield f'<div class="time" {_data(group, "time")}><div><span class="id">{safe(name)}</span></div>'
        yield f"{drawings.bars(row, safe(label))}</div>\n"
    yield f'<div class="axis"><span>{stamp(report.first)}</span><span>{stamp(report.last)}</span></div>\n'
    yield '<p class="quiet">Each row has its own scale and counts all models.</p>\n</section>\n'


def _causes(report: TailSummary, site: str | None) -> Iterator[str]:
    by = "cause" if report.by == "cause" else report.by
    yield '<section aria-labelledby="causes">\n<h2 id="causes" tabindex="-1">Causes and what to do</h2>\n'
    if not report.groups:
        yield '<p class="none">Nothing failed.</p>\n</section>\n'
        return
    yield f"<table>\n<caption>Failures by {safe(by)}</caption>\n<thead><tr>"
    for name in ("attempts", "failed", "recovered"):
        yield f'<th scope="col" class="number">{name}</th>'
    yield f'<th scope="col">{safe(by)}</th><th scope="col">fault</th><th scope="col">retry</th>'
    yield '<th scope="col">what to do</th></tr></thead>\n<tbody>\n'
    for group in report.groups[: max(report.top, 50)]:
        yield from _cause(group, report, site)
    yield "</tbody>\n</table>\n</section>\n"


def _cause(group: TailGroup, report: TailSummary, site: str | None) -> Iterator[str]:
    yield f"<tr {_data(group, 'cause')}>"
    share = f"{group.count:,} ({percent(group.share, 0)})"
    for name, value in (
        ("attempts", share),
        ("failed", f"{group.failed:,}"),
        ("recovered", f"{group.recovered:,}"),
    ):
        yield f'<td class="number" data-name="{name}">{value}</td>'
    yield f'<th scope="row">{_name(group, report, site)}{_more(group)}</th>'
    fault, retry = group.fault or "", group.retryable or ""
    yield f'<td data-name="fault" class="fault-{safe(fault)}">{safe(fault)}</td>'
    yield f'<td data-name="retry" class="retry-{safe(retry)}">{safe(RETRY.get(retry, ""))}</td>'
    fixes = "".join(f"<li>{_with_code(fix)}</li>" for fix in group.fixes[:_FIXES])
    yield f"<td>{f'<ol>{fixes}</ol>' if fixes else ''}</td></tr>\n"


def _name(group: TailGroup, report: TailSummary, site: str | None) -> str:
    if report.by != "cause":
        return safe(group.key if group.key is not None else "not given")
    url = doc_url(group.diagnosis, site) if group.diagnosis else None
    words = safe(group.title)
    shown = f'<a href="{safe(url)}" rel="noreferrer">{words}</a>' if url else words
    return f'{shown} <span class="id quiet">{safe(group.diagnosis or "")}</span>'


def _more(group: TailGroup) -> str:
    rows = [f"{safe(name)} {count:,}" for name, count in group.models[:20]]
    ids = [f"<code>{safe(name)}</code>" for name in group.request_ids]
    found = "".join(
        f"<p>{name}: {', '.join(items)}</p>"
        for name, items in (("Models", rows), ("Request ids", ids))
        if items
    )
    time = f"<p>{stamp(group.first)} to {stamp(group.last)}</p>" if group.first is not None else ""
    name = safe(group.diagnosis or group.title)
    return (
        f'<details class="quiet"><summary aria-label="More on {name}">more</summary>{time}{found}</details>'
        if found or time
        else ""
    )


def _with_code(text: str) -> str:
    """Return a sentence of the catalogue with its code as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return xml(clean(text))
    return "".join(
        f"<code>{xml(clean(part))}</code>" if at % 2 else xml(clean(part)) for at, part in enumerate(parts)
    )


def _outcomes(report: TailSummary) -> Iterator[str]:
    found = report.counts.get("outcomes", {})
    by = "model" if report.by == "cause" else report.by
    rows = found.get("models" if report.by == "cause" else "by", ())
    if not rows:
        return
    yield '<section aria-labelledby="outcomes">\n<h2 id="outcomes">Outcomes</h2>\n'
    if found.get("failed_share") is not None:
        yield drawings.share(found["failed"], found["succeeded"])
    yield f'<table>\n<caption>Requests by {safe(by)}</caption>\n<thead><tr><th scope="col">{safe(by)}</th>'
    for name in ("succeeded", "failed", "recovered", "share failed"):
        yield f'<th scope="col" class="number">{name}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for row in rows[: max(report.top, 50)]:
        name = row["key"] or "not given"
        data = (
            f'data-models="{safe(row["key"] or "")}" data-words="{safe(name.lower())}"'
            if by == "model"
            else ""
        )
        yield f'<tr {data}><th scope="row">{safe(name)}</th>'
        share = "" if row["failed_share"] is None else percent(row["failed_share"])
        cells = (f"{row['succeeded']:,}", f"{row['failed']:,}", f"{row['recovered']:,}", share)
        for head, value in zip(("succeeded", "failed", "recovered", "share failed"), cells, strict=True):
            yield f'<td class="number" data-name="{head}">{value}</td>'
        yield "</tr>\n"
    yield "</tbody>\n</table>\n</section>\n"


def _episodes(report: TailSummary) -> Iterator[str]:
    shown = [item for item in report.episodes if item.count > 1]
    if not shown:
        return
    yield '<section aria-labelledby="episodes">\n<h2 id="episodes">Episodes</h2>\n<table>\n'
    yield "<caption>Runs of failures of one cause without a pause of five minutes</caption>\n<thead><tr>"
    for name in ("from", "to", "cause"):
        yield f'<th scope="col">{name}</th>'
    yield '<th scope="col" class="number">attempts</th><th scope="col">end</th></tr></thead>\n<tbody>\n'
    for item in shown:
        yield f'<tr><td data-name="from">{stamp(item.start)}</td><td data-name="to">{stamp(item.end)}</td>'
        yield f'<th scope="row">{safe(item.diagnosis or item.title)}</th>'
        yield f'<td class="number" data-name="attempts">{item.count:,}</td>'
        yield f"<td>{safe(answers.ended(item))}</td></tr>\n"
    yield "</tbody>\n</table>\n</section>\n"


def _recent(report: TailSummary, site: str | None) -> Iterator[str]:
    if not report.recent:
        return
    yield '<section aria-labelledby="recent">\n<h2 id="recent">Last errors</h2>\n<table>\n'
    yield "<caption>What the API said last; prompts are never shown</caption>\n<thead><tr>"
    for name in ("time", "status", "cause", "model", "request id", "message"):
        yield f'<th scope="col">{name}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for item in report.recent:
        model, cause = item.model or "", item.diagnosis or ""
        words = safe(f"{cause} {item.message or ''}".lower())
        yield f'<tr data-models="{safe(model)}" data-words="{words}">'
        for name, value in (
            ("time", (item.ts or "").replace("T", " ")[:19]),
            ("status", item.status or item.status_inferred or ""),
            ("cause", cause),
            ("model", model),
            ("request id", item.request_id or ""),
            ("message", item.message or ""),
        ):
            yield f'<td data-name="{name}">{safe(value)}</td>'
        yield "</tr>\n"
    yield "</tbody>\n</table>\n</section>\n"
