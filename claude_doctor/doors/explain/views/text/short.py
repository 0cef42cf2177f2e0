"""The page of one error on one screen: the answer, and nothing else that does not fit."""

from __future__ import annotations

from claude_doctor.doors.explain import short as _short
from claude_doctor.render.canvas import (
    BOLD,
    CYAN,
    DIM,
    GREEN,
    RED,
    YELLOW,
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

    from claude_doctor.base.model import Diagnosis
    from claude_doctor.doors.explain.report import Explained, Explanation
    from claude_doctor.doors.explain.short import Short
    from claude_doctor.render.style import Style

_COLOR = {"yes": GREEN, "no": RED, "after_fix": RED, "after_wait": YELLOW, "conditional": YELLOW}
_FAULT = {"none": "nobody's"}
_MARK = {"yours": (RED,), "none": ()}
_BY = {"error_code": "error code", "exception": "exception class"}
_INDENT = "        "
_LAST = 8  # from level to level less is shown, until it fits


def lines(report: Explanation, style: Style) -> list[str]:
    """Return the lines of an explanation that fit the screen; the fix, the wait and a doubt are always among
    them.
    """
    if not report.main.diagnoses:
        from claude_doctor.doors.explain.views.text import explanation

        return fitted(list(explanation.lines(report, style)), style, "{} more lines, --all")
    found = report.main.diagnoses[0]
    short = _short.of(found, report.main.signal, report.platform)
    shown: list[str] = []
    for level in range(_LAST + 1):
        shown = list(_page(report, short, style, level))
        if rows_of(shown, style) <= room(style):
            return shown
    return fitted(shown, style, "{} more lines, --all")


def verdict(report: Explanation, style: Style) -> Iterator[str]:
    """Yield the one line of `--quiet`."""
    if not report.main.diagnoses:
        yield plain("✗ Not recognised as an error of the Claude API.", style)
        return
    found = report.main.diagnoses[0]
    short = _short.of(found)
    yield f"{_head(found, short, style)}  {_badges(found, short, style)}"


def _page(report: Explanation, short: Short, style: Style, level: int) -> Iterator[str]:
    found = report.main.diagnoses[0]
    gap = [""] if level < _LAST - 1 else []
    yield from _title(found, short, style)
    yield from gap
    if level < _LAST:
        yield from wrap(short.meaning, style, "  ")
    for note in (
        *found.notes,
        *(report.notes[1:] if report.also else report.notes),
    ):  # `Also` says that there are several
        yield from wrap(note, style, "  ")
    yield from _sdk(report, style, level)
    for note in short.here[: 2 if level < 3 else 1]:
        yield from wrap(note if level < 1 else _short.first_sentence(note), style, "  ")
    yield from gap
    yield from _fixes(short, style, level)
    if report.next_delay_s is not None:
        yield from _field("Next", f"wait {report.next_delay_s:g} s, then send it again", style)
    yield from _field("Wait", short.wait, style)
    if short.cost and level < _LAST:
        yield from _field("Cost", short.cost if level < 2 else _short.first_sentence(short.cost), style)
    rest = list(_rest(report, short, style, level))
    if rest:
        yield from gap
        yield from rest
    yield from gap
    yield from _more(report, found, style)


def _sdk(report: Explanation, style: Style, level: int) -> Iterator[str]:
    if told := report.sdk_text:
        where = f" ({told.path})" if level < 5 else ""
        words = told.text if level < 4 else _short.first_sentence(told.text)
        yield from _field("SDK", f"anthropic {told.version} says: “{words}”{where}", style)


def _title(found: Diagnosis, short: Short, style: Style) -> Iterator[str]:
    badges = _badges(found, short, style)
    size = (
        len(f"FAULT {short.fault}  RETRY {short.retry}")
        + len(_FAULT.get(short.fault, short.fault))
        - len(short.fault)
    )
    head = f"✗ {short.head}"
    left = style.width - width_of(plain(head, style)) - size
    if left >= 2:
        yield _head(found, short, style) + " " * left + badges
        return
    for at, line in enumerate(wrap(head, style, "  ", "")):
        yield _painted(line, found, style) if at == 0 else paint(line, style, BOLD)
    yield f"  {badges}"


def _head(found: Diagnosis, short: Short, style: Style) -> str:
    return _painted(plain(f"✗ {short.head}", style), found, style)


def _painted(line: str, found: Diagnosis, style: Style) -> str:
    return (
        paint(line[:1], style, *_MARK.get(found.entry.fault, (YELLOW,)), BOLD)
        + line[1:2]
        + paint(line[2:], style, BOLD)
    )


def _badges(found: Diagnosis, short: Short, style: Style) -> str:
    fault = paint("FAULT ", style, DIM) + paint(_FAULT.get(short.fault, short.fault), style, BOLD)
    return (
        f"{fault} "
        f" {paint('RETRY ', style, DIM)}{paint(short.retry, style, BOLD, _COLOR[found.entry.retryable])}"
    )


def _field(name: str, text: str, style: Style) -> Iterator[str]:
    label = f"  {name:<6}"
    for at, line in enumerate(wrap(text, style, _INDENT, label)):
        yield paint(label, style, DIM) + line[len(label) :] if at == 0 else line


def _fixes(short: Short, style: Style, level: int) -> Iterator[str]:
    count = 3 if level < 6 else 2 if level < 7 else 1
    chosen = short.fixes[:count]
    for at, fix in enumerate(chosen):
        whole = level < 1 or (at == 0 and level < 5)
        number = f"{at + 1}. " if len(short.fixes) > 1 else ""
        label = f"  {'Do' if at == 0 else '':<6}"
        text = fix if whole else _short.first_sentence(fix)
        for row, line in enumerate(wrap(text, style, _INDENT + " " * len(number), label + number)):
            yield paint(label, style, DIM) + line[len(label) :] if row == at == 0 else line


def _rest(report: Explanation, short: Short, style: Style, level: int) -> Iterator[str]:
    """Yield what is proof and not news."""
    if level < 7 and not report.lookup:
        yield from _from(report, style, level)
    is_sure = report.main.diagnoses[0].confidence == "certain"
    if level < (3 if is_sure else 7) and (others := _names(_others(report.main, short), style, "Not it?  ")):
        yield paint("  Not it?  ", style, DIM) + others
    if level < 6 or not short.sure.startswith("documented"):
        words = f"{short.sure}, read {short.read}" if short.read else short.sure
        yield from _field("Sure", words, style)


def _others(main: Explained, short: Short) -> list[str]:
    unsure = main.diagnoses[1:] if main.diagnoses[0].confidence != "certain" else ()
    return list(dict.fromkeys([*(other.entry.id for other in unsure), *short.related]))


def _names(names: list[str], style: Style, label: str) -> str:
    """Return as many names as stand on one line behind a label."""
    shown = ""
    for name in names:
        longer = f"{shown} · {name}" if shown else name
        if 2 + len(label) + len(longer) > style.width:
            break
        shown = longer
    return plain(shown, style)


def _from(report: Explanation, style: Style, level: int) -> Iterator[str]:
    from claude_doctor.base.text import clean, one_line

    found, signal = report.main.diagnoses[0], report.main.signal
    matched = found.evidence[0].matched if found.evidence else ""
    at = report.text.find(matched)
    if matched and at >= 0 and "\n" in report.text.strip():
        begin = report.text.rfind("\n", 0, at) + 1
        line = one_line(report.text[begin : begin + style.width].split("\n", 1)[0])
        label = f"line {report.text.count(chr(10), 0, at) + 1}: "
        yield paint("  From  ", style, DIM) + plain(
            _cut(label + clean(line), style.width - len(_INDENT) - 3) + "…", style
        )
    ways = list(dict.fromkeys(_BY.get(item.by, item.by) for item in found.evidence))
    agree = f"{', '.join(ways[:-1])} and {ways[-1]} agree" if len(ways) > 1 else f"by its {''.join(ways)}"
    facts = [
        f"{name} {clean(one_line(value, 60))}"
        for name, value in (("request id", signal.request_id), ("model", signal.model))
        if value
    ]
    yield from _field("", " · ".join([f"{found.confidence}: {agree}", *(facts if level < 4 else [])]), style)
    also = [item.diagnoses[0].entry.id for item in report.also if item.diagnoses]
    if also:
        shown = _names(also, style, "Also    ")
        yield paint("  Also  ", style, DIM) + (shown or plain(f"{len(also)} other errors", style))


def _cut(text: str, width: int) -> str:
    while width_of(text) > width:
        text = text[: -max(1, (width_of(text) - width) // 2)]
    return text.rstrip()


def _more(report: Explanation, found: Diagnosis, style: Style) -> Iterator[str]:
    entry = found.entry
    has = (
        ("causes", entry.causes),
        ("code", entry.python),
        ("platforms", entry.platforms),
        ("sources", entry.sources),
    )
    name = report.text if report.lookup and report.text.isalnum() and report.text.isascii() else entry.id
    there = f" --platform {report.platform}" if report.platform else ""
    command = f"claude-doctor explain {name}{there} --all"
    words = ", ".join(word for word, there in has if there)
    yield (
        "  "
        + paint(command, style, CYAN)
        + (paint(f"   {words}", style, DIM) if len(command) + len(words) + 5 <= style.width else "")
    )
