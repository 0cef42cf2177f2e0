"""`batch-check` for people: the verdict, the size, then one group a rule with its count and first lines."""

from __future__ import annotations

from claude_doctor.base.outside import said
from claude_doctor.base.text import one_line
from claude_doctor.doors.batch_check import outline
from claude_doctor.render.canvas import BOLD, CYAN, DIM, GREEN, RED, YELLOW, paint, plain, width_of, wrap
from claude_doctor.render.escape import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.base.outside import Outside
    from claude_doctor.doors.batch_check.report import BatchFile, BatchReport, Finding, RuleCount
    from claude_doctor.render.style import Style

SHOWN = 3
_MARGIN = "  "
_COLOR = {"error": RED, "warning": YELLOW, "advice": CYAN}
_WHEN = {
    "create": "refuses the whole batch",
    "result": "errors when the request runs",
    "advice": "nothing is refused",
}
_HEADS = (("error", "Errors"), ("warning", "Warnings"), ("advice", "Advice"))


def lines(report: BatchReport, style: Style) -> Iterator[str]:
    """Yield the lines of a report; none begins with `::`, which is a command to some who read it."""
    for line in _lines(report, style):
        yield line.replace("::", ": :", 1) if line.lstrip().startswith("::") else line


def _lines(report: BatchReport, style: Style) -> Iterator[str]:
    # One line however long: what reads the first line finds version and betas in it.
    yield paint(plain(f"Checked for {outline.scope(report)}.", style), style, DIM)
    for left in outline.left_out(report):
        yield from (paint(line, style, DIM) for line in wrap(left, style, _MARGIN, ""))
    well, words = outline.verdict(report)
    yield from (
        paint(line, style, BOLD, GREEN if well else RED)
        for line in wrap(f"{'✓' if well else '✗'} {words}.", style, _MARGIN, "")
    )
    for item in report.files:
        yield from _file(item, style)
    for path, reason in report.unreadable:
        yield from (
            paint(line, style, RED) for line in wrap("✗ not read: " + _tail(reason, path), style, _MARGIN, "")
        )
    for kind, head in _HEADS:
        yield from _groups(report, kind, head, style)
    yield from _end(report, style)


def _file(item: BatchFile, style: Style) -> Iterator[str]:
    yield ""
    name = (
        "standard input"
        if item.path == "-"
        else terminal("./" + item.path if item.path.startswith("::") else item.path)
    )
    yield paint(plain(one_line(name, style.width), style), style, BOLD)
    yield from wrap(outline.size(item), style, _MARGIN, _MARGIN)
    if item.models:
        yield from wrap(outline.models(item), style, _MARGIN, _MARGIN)


def _tail(reason: Outside, path: Outside) -> Outside:
    return reason if path in reason else said("{}: {}", path, reason)


def _groups(report: BatchReport, kind: str, head: str, style: Style) -> Iterator[str]:
    rules = [item for item in report.rules if ("advice" if item.when == "advice" else item.severity) == kind]
    if not rules:
        return
    yield ""
    yield paint(f"{head} ({sum(item.count for item in rules):,})", style, BOLD)
    # What refuses the whole batch goes first.
    for item in sorted(rules, key=lambda item: (item.when != "create", -item.count)):
        found = [one for one in report.findings if one.rule == item.rule and one.severity == item.severity]
        yield from _group(item, found, _COLOR[kind], style, several=len(report.files) > 1)


def _group(item: RuleCount, found: list[Finding], color: str, style: Style, several: bool) -> Iterator[str]:
    count = f" ×{item.count:,}" if item.count > 1 else ""
    head = plain(f"{_MARGIN}{item.rule}{count}", style)
    about = f"{item.title}; {_WHEN[item.when]}" if item.when == "create" else item.title
    if width_of(head) + 2 + width_of(about) <= style.width:
        yield paint(head, style, BOLD, color) + "  " + plain(about, style)
    else:
        yield paint(head, style, BOLD, color)
        yield from wrap(about, style, "    ", "    ")
    fixes = list(dict.fromkeys(one.fix for one in found if one.fix))
    alike = len(fixes) == 1
    for one in found[:SHOWN]:
        yield from _finding(one, style, several)
        if one.fix and not alike:
            yield from wrap("→ " + one.fix, style, "        ", "      ")
    if item.count > SHOWN:
        more = ", ".join(f"{one.line:,}" for one in found[SHOWN : SHOWN + 6] if one.line is not None)
        lines_word = f": lines {more}" + (", ..." if item.count > SHOWN + 6 else "") if more else ""
        yield from (
            paint(line, style, DIM)
            for line in wrap(f"{item.count - SHOWN:,} more{lines_word}", style, "    ", "    ")
        )
    if alike:
        yield from wrap("→ " + fixes[0], style, "      ", "    ")


def _finding(item: Finding, style: Style, several: bool) -> Iterator[str]:
    who = one_line(terminal(item.custom_id or ""), 40)
    if item.path == "custom_id":
        who = ""  # the message names it
    place = [part for part in (f"line {item.line:,}" if item.line is not None else "", who) if part]
    if several:
        place.insert(0, terminal(item.file))
    where = item.path.without("params.")
    words = said("{}: {}", where, item.message) if "." in where else item.message
    yield from wrap(said("{}{}{}", " ".join(place), ": " if place else "", words), style, "      ", "    ")


def _end(report: BatchReport, style: Style) -> Iterator[str]:
    if not report.rules:
        return
    yield ""
    if report.truncated:
        words = f"{report.truncated:,} findings are counted but not kept; --max-findings N keeps more."
        yield from (paint(line, style, DIM) for line in wrap(words, style))
    example = report.rules[0].rule
    yield from (
        paint(line, style, DIM)
        for line in wrap(f"claude-doctor explain {example} shows a rule with examples.", style)
    )
