"""What stands below the causes: outcomes, episodes, messages, alerts, remarks, lines that are damaged."""

from __future__ import annotations

from claude_doctor.base.text import clean, one_line
from claude_doctor.doors.tail import answers
from claude_doctor.doors.tail.views.text.words import MARGIN, counted, figure, moment, short, shortened
from claude_doctor.render.canvas import BOLD, DIM, RED, paint, plain, width_of, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.report import TailSummary
    from claude_doctor.render.style import Style


def outcomes(report: TailSummary, style: Style) -> Iterator[str]:
    """Yield how many requests went well and failed, by what the report is grouped by."""
    rows = report.counts.get("outcomes", {}).get("by", ())
    if not rows or report.by == "cause":
        return
    yield ""
    yield paint("Requests", style, BOLD) + plain("  failed of those whose end is known", style)
    for row in rows[: report.top]:
        name = clean(one_line(row["key"] or "not given", 40))
        ends = row["failed"] + row["succeeded"]
        share = "" if row["failed_share"] is None else f", {answers.percent(row['failed_share'])}"
        saved = f", {figure(row['recovered'])} recovered" if row["recovered"] else ""
        words = f"{figure(row['failed'])} of {figure(ends)}{share}: {name}{saved}"
        yield from wrap(words, style, MARGIN + "  ", MARGIN)


def episodes(report: TailSummary, style: Style) -> Iterator[str]:
    """Yield the largest runs of failures."""
    shown = [item for item in report.episodes if item.count >= 3]
    if not shown:
        return
    yield ""
    yield paint("Episodes", style, BOLD)
    largest = sorted(shown, key=lambda item: -item.count)[:5]
    for item in (item for item in shown if item in largest):
        end = answers.ended(item)
        times = f"{short(item.start, report)} – {short(item.end, report)}"
        yield from wrap(
            f"{times}  {figure(item.count)} × {clean(one_line(item.title, 60))}{f', {end}' if end else ''}",
            style,
            MARGIN + "  ",
            MARGIN,
        )


def templates(report: TailSummary, style: Style) -> Iterator[str]:
    """Yield the most frequent messages."""
    if not report.templates:
        return
    yield ""
    yield paint("Most frequent messages", style, BOLD)
    rows = report.templates[: min(report.top, 5)]
    digits = max(len(figure(item.count)) for item in rows)
    for item in rows:
        room = max(style.width - digits - 4, 20)
        yield plain(
            f"{MARGIN}{figure(item.count):>{digits}}  {shortened(clean(one_line(item.template)), room)}",
            style,
        )


def alerts(report: TailSummary, style: Style) -> Iterator[str]:
    """Yield the alerts that fired."""
    if len(report.alerts) > report.top:
        yield from (paint(line, style, BOLD, RED) for line in wrap(_many(report), style, MARGIN, ""))
    for item in report.alerts[-report.top :]:
        words = f"Alert: {clean(item.rule)} (was {item.value:g}{f' at {moment(item.at)}' if item.at else ''})"
        yield from (paint(line, style, BOLD, RED) for line in wrap(words, style, MARGIN, ""))


def _many(report: TailSummary) -> str:
    return f"{figure(len(report.alerts))} alerts; the last {report.top} (--json has all):"


def remarks(report: TailSummary, style: Style) -> Iterator[str]:
    """Yield what else is to be known of how the log was read."""
    found = []
    if report.naive:
        zone = "this machine's zone" if report.zone == "local" else report.zone
        found.append(
            f"{counted(report.naive, 'time')} without a zone, read as {zone}"
            + ("; --tz names another." if report.zone == "local" else ".")
        )
    if report.untimed:
        found.append(
            f"{counted(report.untimed, 'event')} without any time: counted, but not in the time series."
        )
    bad = sum(item.malformed for item in report.files)
    if bad and not report.malformed:
        found.append(f"{counted(bad, 'line')} could not be read; --malformed shows them.")
    found += [
        f"{clean(one_line(item.path, 40))}: {clean(note)}" for item in report.files for note in item.notes
    ]
    if found:
        yield ""
    for note in found[:8]:
        yield from (paint(line, style, DIM) for line in wrap(note, style, MARGIN))


def malformed(report: TailSummary, style: Style) -> Iterator[str]:
    """Yield the lines that could not be read."""
    if not report.malformed:
        return
    yield ""
    yield paint("Lines that could not be read", style, BOLD)
    for path, number, words in report.malformed:
        head = f"{MARGIN}{clean(one_line(path, 30))}:{number}  "
        yield plain(head + shortened(clean(one_line(words)), max(style.width - width_of(head), 20)), style)
