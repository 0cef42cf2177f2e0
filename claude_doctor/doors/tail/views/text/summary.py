"""The summary of a log: the answer first, then one block a cause, episodes, messages, and the last errors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from claude_doctor.base.text import clean, one_line
from claude_doctor.doors.tail.views.text import event as tailevent
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
_BARS = "▁▂▃▄▅▆▇█"
_PLAIN_BARS = "_.:-=+*#"
_FULL = 5
_MARGIN = "  "


def lines(report: TailSummary, style: Style) -> Iterator[str]:
    """Yield the lines of a summary."""
    yield from _lines(report, style)


def _lines(report: TailSummary, style: Style) -> Iterator[str]:
    yield from _verdict(report, style)
    yield from _causes(report, style)
    yield from _episodes(report, style)
    yield from _templates(report, style)
    yield from _alerts(report, style)
    yield from _remarks(report, style)
    yield from _malformed(report, style)
    yield from _recent(report, style)


def _verdict(report: TailSummary, style: Style) -> Iterator[str]:
    errors = sum(item.errors for item in report.files)
    if not report.attempts and not errors:
        yield from (
            paint(line, style, BOLD, *_tint(report)) for line in wrap(_nothing(report), style, _MARGIN, "")
        )
    else:
        head = f"{_count(report.failed_requests, 'request')} failed"
        top = [
            f"{_number(g.failed)} × {g.title}"
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
            for line in wrap(words, style, _MARGIN, "")
        )
    facts = [f"{_number(report.attempts)} failed attempts"]
    if report.recovered:
        facts.append(f"{_number(report.recovered)} recovered by retry")
    if report.succeeded:
        facts.append(f"{_number(report.succeeded)} succeeded")
    if report.unjoined:
        facts.append(f"{_number(report.unjoined)} attempts that nothing could be joined to")
    yield from wrap(" · ".join(facts), style, _MARGIN)
    yield from wrap(_read(report), style, _MARGIN)
    yield from _beside(report, style)
    for note in report.notes:
        yield from (paint(line, style, BOLD) for line in wrap(note, style, _MARGIN))


def _beside(report: TailSummary, style: Style) -> Iterator[str]:
    """Say what was seen and not counted: other services' failures, and error lines of which nothing was
    understood.
    """
    others = report.counts.get("other_services", {"by": {}})
    if others["by"]:
        named = ", ".join(
            f"{clean(one_line(name, 40))} {_number(count)}" for name, count in list(others["by"].items())[:4]
        )
        words = f"Not counted: {_count(others['count'], 'failure')} of other services ({named})"
        yield from wrap(words, style, _MARGIN)
    if report.unread is not None:
        found = report.unread
        named = f", {_number(found.named)} of them naming Claude" if found.named else ""
        where = f"{clean(one_line(found.file, 40))}:{found.line}"
        yield from wrap(
            (
                f"{_count(found.count, 'error line')} not understood{named}, such "
                f"as {where}: {clean(one_line(found.text, 120))}"
            ),
            style,
            _MARGIN,
        )


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
        else f"{_number(len(report.files))} files"
    )
    bad = sum(item.malformed for item in report.files)
    words = [f"{where}: {_count(count, 'line')}" + (f", {_number(bad)} malformed" if bad else "")]
    if report.first is not None and report.last is not None:
        words.append(f"{_time(report.first)} to {_time(report.last)} UTC")
    return " · ".join(words)


def _causes(report: TailSummary, style: Style) -> Iterator[str]:
    groups = report.groups[: report.top]
    if not groups:
        return
    yield ""
    digits = max(len(_number(group.count)) for group in groups)
    for at, group in enumerate(groups):
        yield from _headline(group, report, style, digits)
        if at < _FULL:
            yield from _details(group, report, style, " " * (digits + 10))
    left = len(report.groups) - len(groups)
    if left > 0:
        rest = sum(group.count for group in report.groups[report.top :])
        yield plain(
            (
                f"{_MARGIN}… and {left} more with {_number(rest)} attempts (--top {len(report.groups)} "
                "shows them)"
            ),
            style,
        )


def _headline(group: TailGroup, report: TailSummary, style: Style, digits: int) -> Iterator[str]:
    label = f"{_MARGIN}{_number(group.count):>{digits}}  {_percent(group.share):>4}  "
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
        span = f"{_short(group.first, report)} – {_short(group.last, report)}"
        yield (
            plain(f"{indent}{_bars(group.trend, style)}  {span}", style)
            if not style.unicode
            else f"{indent}{_bars(group.trend, style)}  {span}"
        )
    facts = [f"{_count(group.failed, 'request')} failed"]
    if group.recovered:
        facts.append(f"{_number(group.recovered)} recovered")
    if group.retryable:
        facts.append(RETRY[group.retryable][0])
    yield from wrap(" · ".join(facts), style, indent)
    if group.models and report.by != "model":
        names = [f"{clean(one_line(name, 40))} {_number(count)}" for name, count in group.models[:3]]
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


def _episodes(report: TailSummary, style: Style) -> Iterator[str]:
    shown = [item for item in report.episodes if item.count >= 3]
    if not shown:
        return
    yield ""
    yield paint("Episodes", style, BOLD)
    largest = sorted(shown, key=lambda item: -item.count)[:5]
    for item in (item for item in shown if item in largest):
        end = {True: ", then it recovered", False: ", no success since", None: ""}[item.recovered]
        times = f"{_short(item.start, report)} – {_short(item.end, report)}"
        yield from wrap(
            f"{times}  {_number(item.count)} × {clean(one_line(item.title, 60))}{end}",
            style,
            _MARGIN + "  ",
            _MARGIN,
        )


def _templates(report: TailSummary, style: Style) -> Iterator[str]:
    if not report.templates:
        return
    yield ""
    yield paint("Most frequent messages", style, BOLD)
    rows = report.templates[: min(report.top, 5)]
    digits = max(len(_number(item.count)) for item in rows)
    for item in rows:
        room = max(style.width - digits - 4, 20)
        yield plain(
            f"{_MARGIN}{_number(item.count):>{digits}}  {_shortened(clean(one_line(item.template)), room)}",
            style,
        )


def _alerts(report: TailSummary, style: Style) -> Iterator[str]:
    if len(report.alerts) > report.top:
        yield from (paint(line, style, BOLD, RED) for line in wrap(_many(report), style, _MARGIN, ""))
    for item in report.alerts[-report.top :]:
        words = f"Alert: {clean(item.rule)} (was {item.value:g}{f' at {_time(item.at)}' if item.at else ''})"
        yield from (paint(line, style, BOLD, RED) for line in wrap(words, style, _MARGIN, ""))


def _many(report: TailSummary) -> str:
    return f"{_number(len(report.alerts))} alerts; the last {report.top} (--json has all):"


def _remarks(report: TailSummary, style: Style) -> Iterator[str]:
    found = []
    if report.naive:
        zone = "this machine's zone" if report.zone == "local" else report.zone
        found.append(
            f"{_count(report.naive, 'time')} without a zone, read as {zone}"
            + ("; --tz names another." if report.zone == "local" else ".")
        )
    if report.untimed:
        found.append(
            f"{_count(report.untimed, 'event')} without any time: counted, but not in the time series."
        )
    bad = sum(item.malformed for item in report.files)
    if bad and not report.malformed:
        found.append(f"{_count(bad, 'line')} could not be read; --malformed shows them.")
    found += [
        f"{clean(one_line(item.path, 40))}: {clean(note)}" for item in report.files for note in item.notes
    ]
    if found:
        yield ""
    for note in found[:8]:
        yield from (paint(line, style, DIM) for line in wrap(note, style, _MARGIN))


def _malformed(report: TailSummary, style: Style) -> Iterator[str]:
    if not report.malformed:
        return
    yield ""
    yield paint("Lines that could not be read", style, BOLD)
    for path, number, words in report.malformed:
        head = f"{_MARGIN}{clean(one_line(path, 30))}:{number}  "
        yield plain(head + _shortened(clean(one_line(words)), max(style.width - width_of(head), 20)), style)


def _recent(report: TailSummary, style: Style) -> Iterator[str]:
    if not report.recent:
        return
    yield ""
    yield paint("Last errors", style, BOLD)
    for item in report.recent:
        yield from tailevent.lines(item, style)


def _bars(trend: tuple[int, ...], style: Style) -> str:
    bars = _BARS if style.unicode else _PLAIN_BARS
    most = max(trend) or 1
    return "".join(" " if not value else bars[min(7, value * 8 // (most + 1))] for value in trend)


def _shortened(text: str, width: int) -> str:
    while width_of(text) > width:
        text = text[: -max(2, width_of(text) - width + 1)] + "…"
    return text


def _number(value: int) -> str:
    return f"{value:,}"


def _count(value: int, noun: str) -> str:
    return f"{value:,} {noun}{'' if value == 1 else 's'}"


def _percent(share: float) -> str:
    if share and share < 0.01:
        return "<1%"
    return f"{share * 100:.0f}%"


def _moment(at: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)


def _time(at: int | None) -> str:
    return f"{_moment(at):%Y-%m-%d %H:%M:%S}" if at is not None else "?"


def _short(at: int | None, report: TailSummary) -> str:
    """Return a time, without its day when the whole log lies within one."""
    if at is None:
        return "?"
    if (
        report.first is not None
        and report.last is not None
        and report.last // (86400 * 10**6) == report.first // (86400 * 10**6)
    ):
        return f"{_moment(at):%H:%M:%S}"
    if (
        report.first is not None
        and report.last is not None
        and report.last - report.first > 300 * 86400 * 10**6
    ):
        return f"{_moment(at):%Y-%m-%d %H:%M}"
    return f"{_moment(at):%d %b %H:%M}"
