"""The answer of a log on one screen: the verdict, a row a cause, the worst wave, what to do, and the last
error.
"""

from __future__ import annotations

from claude_doctor.base.text import clean, one_line
from claude_doctor.doors.tail import answers
from claude_doctor.doors.tail.views.text import event as _event
from claude_doctor.doors.tail.views.text import table
from claude_doctor.render.canvas import (
    BOLD,
    DIM,
    GREEN,
    RED,
    fitted,
    paint,
    plain,
    room,
    rows_of,
    width_of,
    wrap,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.report import TailGroup, TailSummary
    from claude_doctor.render.style import Style

_INDENT = "        "
_LEAST_WAVE = 3
# What each level shows: rows of causes, things to do, whether those are cut to a line, the rest.
_LEVELS = (
    (10, 3, False, True),
    (8, 3, False, True),
    (7, 3, True, True),
    (5, 3, True, True),
    (5, 2, True, False),
    (3, 1, True, False),
)


def lines(report: TailSummary, style: Style) -> list[str]:
    """Return the lines of a summary that fit the screen."""
    shown: list[str] = []
    for level in _LEVELS:
        shown = list(_page(report, style, level))
        if rows_of(shown, style) <= room(style):
            return shown
    return fitted(shown, style, "{} more lines, --all")


def verdict(report: TailSummary, style: Style) -> Iterator[str]:
    """Yield the one line of `--quiet`."""
    yield _head(report, style)


def _page(report: TailSummary, style: Style, level: tuple[int, int, bool, bool]) -> Iterator[str]:
    most, fixes, is_cut, has_rest = level
    yield from _verdict(report, style)
    yield from _alerts(report, style)
    if report.groups:
        yield ""
        shown = report.groups[: min(most, report.top)]
        yield from table.rows(shown, report, style, axis=has_rest)
        yield from _left(report.groups[len(shown) :], style)
        yield ""
        if has_rest:
            yield from _wave(report, style)
        yield from _do(shown, report, style, (fixes, is_cut))
        if has_rest:
            yield from _last(report, style)
    remarks = _remarks(report)
    for words in remarks if has_rest else remarks[:1]:
        yield from (paint(line, style, DIM) for line in wrap(words, style, "    ", "  "))
    yield ""
    hints = (
        "  --all messages, episodes, models, ids · --by model · claude-doctor explain ID",
        "  --all for everything · claude-doctor explain ID",
    )
    yield plain(next((hint for hint in hints if len(hint) <= style.width), "  --all for everything"), style)


def _verdict(report: TailSummary, style: Style) -> Iterator[str]:
    head, where = _words(report, style), _where(report)
    left = style.width - width_of(head) - width_of(plain(where, style))
    if left >= 2:
        yield _head(report, style) + " " * left + paint(plain(where, style), style, DIM)
    else:
        yield from (paint(line, style, BOLD, *_tint(report)) for line in wrap(head, style, "  ", ""))
        yield from (paint(line, style, DIM) for line in wrap(where, style, "  "))
    facts = _facts(report)
    if facts:
        yield from wrap(facts, style, "  ")
    for note in report.notes:
        yield from (paint(line, style, BOLD) for line in wrap(clean(note), style, "  "))


def _tint(report: TailSummary) -> tuple[str, ...]:
    if report.failed_requests:
        return (RED,)
    return (GREEN,) if any(item.events for item in report.files) and not report.only else ()


def _head(report: TailSummary, style: Style) -> str:
    return paint(_words(report, style), style, BOLD, *_tint(report))


def _words(report: TailSummary, style: Style) -> str:
    only = f" with {clean(one_line(report.only, 60))}" if report.only else ""
    if not any(item.events for item in report.files):
        return plain(f"No Claude API outcome was recognised in this log{only}.", style)
    if not report.failed_requests:
        saved = f"; {_count(report.recovered, 'request')} recovered by retry" if report.recovered else ""
        return plain(f"{'' if report.only else '✓ '}No failed request{only or ' in this log'}{saved}", style)
    saved = f"{report.recovered:,} recovered by retry" if report.recovered else "none recovered"
    return plain(f"✗ {_count(report.failed_requests, 'request')} failed, {saved}{only}", style)


def _where(report: TailSummary) -> str:
    path = (
        clean(one_line(report.files[0].path, 40))
        if len(report.files) == 1
        else f"{len(report.files):,} files"
    )
    name = "standard input" if path == "-" else path.rsplit("/", 1)[-1]
    if report.first is None or report.last is None:
        return f"{name}, {_count(sum(item.lines for item in report.files), 'line')}"
    first, last = _event.day_and_time(report.first), _event.day_and_time(report.last)
    return f"{name}, {first} - {last[7:] if last[:6] == first[:6] else last} UTC"


def _facts(report: TailSummary) -> str:
    found = []
    if shown := answers.outcomes(report):
        found.append(f"{shown}.")
    faults: dict[str, int] = {}
    for group in report.groups:
        if group.fault:
            faults[group.fault] = faults.get(group.fault, 0) + group.count
    total = sum(group.count for group in report.groups)
    words = {
        "theirs": "theirs",
        "yours": "yours",
        "between": "between",
        "unknown": "undecided",
        "none": "nobody's",
    }
    shares = [
        f"{100 * faults[name] / total:.0f} % {word}" for name, word in words.items() if faults.get(name)
    ]
    if shares and report.attempts:
        found.append(f"Of the {_count(report.attempts, 'failed attempt')} {', '.join(shares)}.")
    return " ".join(found)


def _alerts(report: TailSummary, style: Style) -> Iterator[str]:
    for item in report.alerts[-2:]:
        yield from (
            paint(line, style, BOLD, RED)
            for line in wrap(f"! Alert: {clean(item.rule)} (was {item.value:g})", style, "    ", "  ")
        )
    if len(report.alerts) > 2:
        yield paint(f"  and {_count(len(report.alerts) - 2, 'earlier alert')}", style, RED)


def _left(groups: tuple[TailGroup, ...], style: Style) -> Iterator[str]:
    if groups:
        attempts = _count(sum(group.count for group in groups), "attempt")
        yield paint(f"  {len(groups):,} more with {attempts}, --all", style, DIM)


def _wave(report: TailSummary, style: Style) -> Iterator[str]:
    found = [item for item in report.episodes if item.count >= _LEAST_WAVE]
    if not found:
        return
    worst = max(found, key=lambda item: item.count)
    end = {True: ", then it recovered", False: ", no success since", None: ""}[worst.recovered]
    if worst.recovered_at is not None:
        over = table.time(worst.recovered_at, report)
        same = over == table.time(worst.end, report)
        end = f", recovered {_event.day_and_time(worst.recovered_at) if same else over}"
    begin, finish = table.time(worst.start, report), table.time(worst.end, report)
    if begin == finish:
        begin, finish = _event.day_and_time(worst.start), _event.day_and_time(worst.end)
    times = f"{begin} - {finish}" if begin != finish else begin
    yield from _field(
        "Wave",
        (
            f"{clean(one_line(worst.diagnosis or worst.title, 40))} {times}, "
            f"{_count(worst.count, 'attempt')}{end}"
        ),
        style,
    )


def _do(
    groups: tuple[TailGroup, ...], report: TailSummary, style: Style, how: tuple[int, bool]
) -> Iterator[str]:
    most, is_cut = how
    chosen = [group for group in groups if group.fixes and report.by == "cause"][:most]
    for at, group in enumerate(chosen):
        number = f"{at + 1}. " if len(chosen) > 1 else ""
        label = f"  {'Do' if at == 0 else '':<6}"
        words = f"{table.name_of(group, report)}: {_first(group.fixes[0])}"
        found = list(wrap(words, style, _INDENT + " " * len(number), label + number))
        if is_cut and len(found) > 1:
            found = [_cut(found[0], style.width - 4) + plain(" …", style)]
        for row, line in enumerate(found):
            yield paint(label, style, DIM) + line[len(label) :] if row == at == 0 else line


def _first(text: str) -> str:
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]


def _last(report: TailSummary, style: Style) -> Iterator[str]:
    if report.recent:
        yield paint("  Last  ", style, DIM) + _event.row(
            report.recent[-1], style, style.width - len(_INDENT), mark=False
        )


def _remarks(report: TailSummary) -> list[str]:
    found = []
    bad = sum(item.malformed for item in report.files)
    if bad:
        found.append(f"{_count(bad, 'line')} could not be read; --malformed shows them.")
    if report.naive:
        zone = "this machine's zone" if report.zone == "local" else report.zone
        found.append(f"{_count(report.naive, 'time')} without a zone, read as {zone}.")
    found += [
        f"{clean(one_line(item.path, 40))}: {clean(note)}" for item in report.files for note in item.notes
    ]
    return found[:3]


def _field(name: str, text: str, style: Style) -> Iterator[str]:
    label = f"  {name:<6}"
    for at, line in enumerate(wrap(text, style, _INDENT, label)):
        yield paint(label, style, DIM) + line[len(label) :] if at == 0 else line


def _count(value: int, noun: str) -> str:
    return f"{value:,} {noun}{'' if value == 1 else 's'}"


def _cut(text: str, width: int) -> str:
    while width_of(text) > width:
        text = text[:-1]
    return text.rstrip()
