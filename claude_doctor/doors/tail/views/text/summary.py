"""The summary of a log: the answer first, then one block a cause, episodes, messages, and the last errors."""

from __future__ import annotations

from claude_doctor.base.text import clean, one_line
from claude_doctor.doors.tail import answers
from claude_doctor.doors.tail.views.text import event as tailevent
from claude_doctor.doors.tail.views.text import lists
from claude_doctor.doors.tail.views.text.words import MARGIN, bars, counted, figure, moment, percent, short
from claude_doctor.render.canvas import BOLD, CYAN, DIM, GREEN, RED, YELLOW, paint, plain, width_of, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.report import TailGroup, TailSummary
    from claude_doctor.render.style import Style

RETRY = {
    "yes": ("retry", GREEN),
    "no": ("do not retry", RED),
    "after_fix": ("fix first, then retry", RED),
    "after_wait": ("wait, then retry", YELLOW),
    "conditional": ("retry depends on the case", YELLOW),
}
_FULL = 5


def lines(report: TailSummary, style: Style) -> Iterator[str]:
    """Yield the lines of a summary."""
    yield from _lines(report, style)


def _lines(report: TailSummary, style: Style) -> Iterator[str]:
    yield from _verdict(report, style)
    yield from _causes(report, style)
    yield from _answers(report, style)
    yield from lists.outcomes(report, style)
    yield from lists.episodes(report, style)
    yield from lists.templates(report, style)
    yield from lists.alerts(report, style)
    yield from lists.remarks(report, style)
    yield from lists.malformed(report, style)
    yield from _recent(report, style)


def _verdict(report: TailSummary, style: Style) -> Iterator[str]:
    errors = sum(item.errors for item in report.files)
    if not report.attempts and not errors:
        yield from (
            paint(line, style, BOLD, *_tint(report)) for line in wrap(_nothing(report), style, MARGIN, "")
        )
    else:
        head = f"{counted(report.failed_requests, 'request')} failed"
        top = [
            f"{figure(g.failed)} × {g.title}"
            for g in sorted(report.groups, key=lambda g: -g.failed)[:3]
            if g.failed
        ]
        if len(report.groups) > 3 and sum(1 for g in report.groups if g.failed) > 3:
            top.append("other causes")
        words = (
            f"{'✗' if report.failed_requests else '✓'} {head}"
            f"{': ' + ', '.join(top) if top and report.by == 'cause' else ''}"
        )
        yield from (
            paint(line, style, BOLD, RED if report.failed_requests else GREEN)
            for line in wrap(words, style, MARGIN, "")
        )
    facts = [f"{figure(report.attempts)} failed attempts"]
    if report.recovered:
        facts.append(f"{figure(report.recovered)} recovered by retry")
    if report.succeeded:
        facts.append(f"{figure(report.succeeded)} succeeded")
    if report.unjoined:
        facts.append(f"{figure(report.unjoined)} attempts that nothing could be joined to")
    yield from wrap(" · ".join(facts), style, MARGIN)
    yield from wrap(_read(report), style, MARGIN)
    yield from _beside(report, style)
    for note in report.notes:
        yield from (paint(line, style, BOLD) for line in wrap(note, style, MARGIN))


def _beside(report: TailSummary, style: Style) -> Iterator[str]:
    """Say what was seen and not counted: other services' failures, and error lines of which nothing was
    understood.
    """
    others = report.counts.get("other_services", {"by": {}})
    if others["by"]:
        named = ", ".join(
            f"{clean(one_line(name, 40))} {figure(count)}" for name, count in list(others["by"].items())[:4]
        )
        words = f"Not counted: {counted(others['count'], 'failure')} of other services ({named})"
        yield from wrap(words, style, MARGIN)
    if report.unread is not None:
        found = report.unread
        named = f", {figure(found.named)} of them naming Claude" if found.named else ""
        where = f"{clean(one_line(found.file, 40))}:{found.line}"
        yield from wrap(
            (
                f"{counted(found.count, 'error line')} not understood{named}, such "
                f"as {where}: {clean(one_line(found.text, 120))}"
            ),
            style,
            MARGIN,
        )


def _answers(report: TailSummary, style: Style) -> Iterator[str]:
    """Say what people ask: the share that failed, whose fault, latency, tokens, limits, fallbacks."""
    found = list(answers.answers(report)) if report.attempts or report.succeeded else []
    if found:
        yield ""
    for name, words in found:
        label = f"{MARGIN}{name:<10}"
        yield from wrap(clean(one_line(words, 400)), style, " " * len(label), label)


def _tint(report: TailSummary) -> tuple[str, ...]:
    return (GREEN,) if any(item.events for item in report.files) and not report.only else ()


def _nothing(report: TailSummary) -> str:
    # What was left out may hold failures: then nothing is claimed of the log.
    if any(item.events for item in report.files):
        return (
            f"No failed request with {clean(one_line(report.only, 200))}."
            if report.only
            else "✓ No failed request in this log."
        )
    return (
        "No Claude API outcome was recognised in this "
        f"log{f' with {clean(one_line(report.only, 200))}' if report.only else ''}."
    )


def _read(report: TailSummary) -> str:
    count = sum(item.lines for item in report.files)
    where = (
        clean(one_line(report.files[0].path, 40))
        if len(report.files) == 1
        else f"{figure(len(report.files))} files"
    )
    bad = sum(item.malformed for item in report.files)
    words = [f"{where}: {counted(count, 'line')}" + (f", {figure(bad)} malformed" if bad else "")]
    if report.first is not None and report.last is not None:
        words.append(f"{moment(report.first)} to {moment(report.last)} UTC")
    return " · ".join(words)


def _causes(report: TailSummary, style: Style) -> Iterator[str]:
    groups = report.groups[: report.top]
    if not groups:
        return
    yield ""
    digits = max(len(figure(group.count)) for group in groups)
    for at, group in enumerate(groups):
        yield from _headline(group, report, style, digits)
        if at < _FULL:
            yield from _details(group, report, style, " " * (digits + 10))
    left = len(report.groups) - len(groups)
    if left > 0:
        rest = sum(group.count for group in report.groups[report.top :])
        yield plain(
            (
                f"{MARGIN}… and {left} more with {figure(rest)} attempts (--top {len(report.groups)} "
                "shows them)"
            ),
            style,
        )


def _headline(group: TailGroup, report: TailSummary, style: Style, digits: int) -> Iterator[str]:
    label = f"{MARGIN}{figure(group.count):>{digits}}  {percent(group.share):>4}  "
    name = group.diagnosis if report.by == "cause" and group.diagnosis else ""
    title = clean(one_line(group.title, 60))
    room = style.width - width_of(label) - width_of(title) - 2
    shown = paint(plain(label, style), style, BOLD) + paint(plain(title, style), style, BOLD)
    if name and room >= len(name):
        yield shown + "  " + paint(name, style, CYAN)
        return
    for number, line in enumerate(wrap(title, style, " " * len(label), label)):
        yield paint(line, style, BOLD) if number == 0 else line
    if name:
        yield " " * len(label) + paint(name, style, CYAN)


def _details(group: TailGroup, report: TailSummary, style: Style, indent: str) -> Iterator[str]:
    if len(group.trend) > 1:
        span = f"{short(group.first, report)} – {short(group.last, report)}"
        yield (
            plain(f"{indent}{bars(group.trend, style)}  {span}", style)
            if not style.unicode
            else f"{indent}{bars(group.trend, style)}  {span}"
        )
    facts = [f"{counted(group.failed, 'request')} failed"]
    if group.recovered:
        facts.append(f"{figure(group.recovered)} recovered")
    if group.retryable:
        facts.append(RETRY[group.retryable][0])
    yield from wrap(" · ".join(facts), style, indent)
    if group.models and report.by != "model":
        names = [f"{clean(one_line(name, 40))} {figure(count)}" for name, count in group.models[:3]]
        more = f", {len(group.models) - 3} more" if len(group.models) > 3 else ""
        yield from wrap(", ".join(names) + more, style, indent)
    if group.fixes and report.by == "cause":
        yield from wrap(f"→ {_first(group.fixes[0])}", style, indent + "  ", indent)
    if group.request_ids:
        yield from (
            paint(line, style, DIM)
            for line in wrap(
                " ".join(clean(one_line(item, 60)) for item in group.request_ids[-2:]), style, indent
            )
        )


def _first(text: str) -> str:
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]


def _recent(report: TailSummary, style: Style) -> Iterator[str]:
    if not report.recent:
        return
    yield ""
    yield paint("Last errors", style, BOLD)
    for item in report.recent:
        yield from tailevent.lines(item, style)
