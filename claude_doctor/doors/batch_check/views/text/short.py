"""The answer of `batch-check` on one screen: the verdict, a row a rule with its fix, the size, what was
checked for.
"""

from __future__ import annotations

from claude_doctor.base.outside import said
from claude_doctor.base.text import one_line
from claude_doctor.doors.batch_check import outline
from claude_doctor.render.canvas import (
    BOLD,
    CYAN,
    DIM,
    GREEN,
    RED,
    YELLOW,
    paint,
    plain,
    room,
    rows_of,
    width_of,
    wrap,
)
from claude_doctor.render.escape import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.batch_check.report import BatchReport, Finding, RuleCount
    from claude_doctor.render.style import Style

# What each kind of finding is called above its rows, the worst first.
_HEADS = {
    "create": ("refuses the whole batch", RED),
    "result": ("comes back as errored, up to 24 h later", RED),
    "warning": ("warnings", YELLOW),
    "advice": ("advice: nothing is refused", CYAN),
}
_MOST = 26  # columns of the rules' names; a longer one moves its row
_LEAST = 16  # columns for what is wrong; with less of them it goes below the rule


def lines(report: BatchReport, style: Style) -> list[str]:
    """Return the lines of a report that fit the screen: the worst rules with their fixes, and how many are
    left out.
    """
    head, foot = list(_verdict(report, style)), list(_end(report, style))
    rules = sorted(report.rules, key=lambda item: (list(_HEADS).index(_kind(item)), -item.count))
    if not rules:
        return [*head, *foot[1:]]
    left = room(style) - rows_of(head, style) - rows_of(foot, style)
    count = len(rules)
    while (
        count > 1
        and rows_of(_table(report, rules[:count], style, set()), style) + (count < len(rules)) > left
    ):
        count -= 1
    shown = rules[:count]
    whole: set[int] = set()
    for at in range(count):  # what room is left says more, of the worst first
        if rows_of(_table(report, shown, style, whole | {at}), style) + (count < len(rules)) <= left:
            whole.add(at)
    more = [paint(f"  {len(rules) - count} more rules, --all", style, DIM)] if count < len(rules) else []
    return [*head, *_table(report, shown, style, whole), *more, *foot]


def verdict(report: BatchReport, style: Style) -> Iterator[str]:
    """Yield the one line of `--quiet`."""
    well, words = _words(report)
    yield paint(plain(words, style), style, BOLD, GREEN if well else RED)


def _kind(item: RuleCount) -> str:
    return item.severity if item.severity == "warning" and item.when != "advice" else item.when


def _words(report: BatchReport) -> tuple[bool, str]:
    well, words = outline.verdict(report)
    requests = sum(item.requests for item in report.files)
    name = _name(report)
    fails = f"{'fails' if report.would_fail == 1 else 'fail'} hours later"
    if report.rejected_at_create:
        refused = sum(item.rejected_at_create for item in report.files)
        which = f"{refused} of {len(report.files)} files" if len(report.files) > 1 else name
        then = f". Fix that, then {report.would_fail:,} of {requests:,} {fails}" if report.would_fail else ""
        return False, f"✗ {which}: REFUSED at once{then or ', nothing runs'}"
    if report.would_fail:
        return (
            False,
            f"✗ {name}: accepted, but {report.would_fail:,} of {_count(requests, 'request')} {fails}",
        )
    return well, f"{'✓' if well else '✗'} {name}: {words}"


def _name(report: BatchReport) -> str:
    if len(report.files) != 1:
        return f"{len(report.files)} files"
    path = report.files[0].path
    return "standard input" if path == "-" else one_line(terminal(path).rsplit("/", 1)[-1], 40)


def _verdict(report: BatchReport, style: Style) -> Iterator[str]:
    well, words = _words(report)
    yield from (paint(line, style, BOLD, GREEN if well else RED) for line in wrap(words, style, "  ", ""))
    for path, reason in report.unreadable[:2]:
        shown = reason if path in reason else said("{}: {}", path, reason)
        yield from (paint(line, style, RED) for line in wrap("✗ " + shown, style, "  ", ""))
    if len(report.unreadable) > 2:
        yield paint(f"✗ {len(report.unreadable) - 2:,} more could not be read", style, RED)
    yield ""


def _table(report: BatchReport, rules: list[RuleCount], style: Style, whole: set[int]) -> list[str]:
    shown: list[str] = []
    heads: set[str] = set()
    rows = [(item, _first(report, item)) for item in rules]
    places = [_place(found, len(report.files) > 1) for _, found in rows]
    counts = [f"+{item.count - 1:,}" if item.count > 1 else "" for item in rules]
    lefts = [max(map(len, column), default=0) for column in (places, counts, [item.rule for item in rules])]
    for at, ((item, found), place, count) in enumerate(zip(rows, places, counts, strict=True)):
        kind = _kind(item)
        words, color = _HEADS[kind]
        if kind not in heads:
            heads.add(kind)
            shown.append("  " + paint(words, style, BOLD))
        head = f"  {place:>{lefts[0]}} {count:<{lefts[1]}}{' ' if lefts[1] else ''}"
        rule = f"{item.rule:<{min(lefts[2], _MOST)}}"
        shown += _row(head, rule, color, found, style, is_whole=at in whole)
    return shown


def _row(
    head: str, rule: str, color: str, found: Finding | None, style: Style, *, is_whole: bool
) -> list[str]:
    """Return a rule's row: where, its id, what, and the fix; what does not fit is cut, or goes on below."""
    begin = paint(head, style, DIM) + paint(rule, style, color)
    if found is None:
        return [begin]
    where = found.path.without("params.")
    what = terminal(said("{}: {}", where, found.message) if "." in where else found.message)
    fix = terminal(found.fix)
    used = width_of(head) + len(rule) + 2
    both = plain(f"{what}  → {fix}" if fix else what, style)
    if used + width_of(both) <= style.width:
        return [f"{begin}  {both}"]
    indent = " " * min(width_of(head), style.width // 3)
    if is_whole:
        return [
            begin.rstrip(),
            *wrap(what, style, indent + "  "),
            *(wrap(f"→ {fix}", style, indent + "    ", indent + "  ") if fix else []),
        ]
    # In one row the fix is worth more than what is wrong: the rule's name says that already.
    return [
        f"{begin}  {_cut(plain(f'→ {fix}' if fix else what, style), style.width - used, style)}"
        if used + _LEAST <= style.width
        else begin
    ]


def _first(report: BatchReport, item: RuleCount) -> Finding | None:
    return next(
        (one for one in report.findings if one.rule == item.rule and one.severity == item.severity), None
    )


def _place(found: Finding | None, several: bool) -> str:
    if found is None or found.line is None:
        return ""
    name = one_line(terminal(found.file).rsplit("/", 1)[-1], 16)
    return f"{name}:{found.line}" if several else f"{found.line:,}"


def _end(report: BatchReport, style: Style) -> Iterator[str]:
    yield ""
    if len(report.files) == 1:
        size = outline.size(report.files[0]).replace(" (estimated)", "")  # "about" says so
    else:
        size = (
            f"{len(report.files):,} files · {_count(sum(item.requests for item in report.files), 'request')}"
        )
    yield from wrap(size, style, "  ")
    yield from wrap(f"checked for {outline.scope(report)}, models of {report.models_as_of}", style, "  ")
    for words in outline.left_out(report):
        yield from (paint(line, style, DIM) for line in wrap(words, style, "  "))
    if report.truncated:
        yield from (
            paint(line, style, DIM)
            for line in wrap(
                f"{report.truncated:,} findings counted but not kept; --max-findings N", style, "  "
            )
        )
    if report.rules:
        yield ""
        yield plain("  --all every line · claude-doctor explain RULE", style)


def _cut(text: str, width: int, style: Style) -> str:
    if width_of(text) <= width:
        return text
    mark = plain("…", style)
    while width_of(text) > width - len(mark):
        text = text[:-1]
    return text.rstrip() + mark


def _count(value: int, noun: str) -> str:
    return f"{value:,} {noun}{'' if value == 1 else 's'}"
