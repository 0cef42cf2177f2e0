"""The answer of `health` on one screen: the verdict and its fix first, one row of the stages, what to run
next.
"""

from __future__ import annotations

from claude_doctor.base.outside import joined, said
from claude_doctor.doors.health.outline import page
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

    from claude_doctor.base.outside import Outside
    from claude_doctor.doors.health.report import Check, Health
    from claude_doctor.render.style import Style

_FAULT = {"none": "nobody's"}
_INDENT = "        "
_NAMES = {
    "config": "config",
    "dns": "DNS",
    "tcp": "TCP",
    "tls": "TLS",
    "http": "HTTP",
    "auth": "key",
    "model": "model",
    "api": "API",
}
# The worst status of a stage's checks is the stage's.
_WORST = ("fail", "error", "warn", "pass")
_MARKS = {
    "pass": ("✓", GREEN),
    "warn": ("!", YELLOW),
    "fail": ("✗", RED),
    "error": ("?", RED),
    "skip": ("·", DIM),
}
_LAST = 6  # from level to level less is shown, until it fits
_OURS = "claude-doctor health"


def lines(report: Health, style: Style) -> list[str]:
    """Return the lines of a run that fit the screen."""
    if report.healthy:
        return fitted([*_well(report, style), *_warnings(report, style)], style, "{} more lines, --all")
    shown: list[str] = []
    for level in range(_LAST + 1):
        shown = list(_ill(report, style, level))
        if rows_of(shown, style) <= room(style):
            return shown
    return fitted(shown, style, "{} more lines, --all")


def verdict(report: Health, style: Style) -> Iterator[str]:
    """Yield the one line of `--quiet`."""
    if report.healthy:
        yield paint(plain("✓ " + report.verdict.summary, style), style, BOLD, GREEN)
    else:
        yield f"{_head(report, style)}  {_badge(report, style)}"


def _well(report: Health, style: Style) -> Iterator[str]:
    target = report.target
    where: list[Outside | str] = [
        target.base_url or "(no usable base URL)",
        *target.models,
        *(["anthropic " + target.sdk] if target.sdk else []),
    ]
    total = sum(check.duration_ms or 0 for check in report.checks) / 1000
    head = report.verdict.summary.cut(lambda text: text.rstrip("."))
    yield from (
        paint(line, style, BOLD, GREEN)
        for line in wrap(said("✓ {} ({} s)", head, f"{total:.1f}"), style, "  ", "")
    )
    stages = ", ".join(_stage_words(report))
    hint = f"--all: {len(report.checks)} checks"
    yield from (paint(line, style, DIM) for line in wrap(joined(" · ", [*where, stages, hint]), style, "  "))
    for note in report.notes:
        yield from wrap(note, style, "  ")


def _stage_words(report: Health) -> list[str]:
    times = dict(report.timings_ms)
    names = {"ttfb": "first byte"}
    return [f"{_NAMES.get(name, names.get(name, name))} {value:.0f} ms" for name, value in times.items()]


def _ill(report: Health, style: Style, level: int) -> Iterator[str]:
    found = report.verdict
    gap = [""] if level < 3 else []
    yield from _title(report, style, is_whole=level < 4)
    yield from gap
    if found.fix:
        yield from _field("Fix", found.fix if level < 5 else found.fix.cut(_first), style)
    if found.command and not found.command.startswith(_OURS):  # what asks again has a row of its own
        yield from _command(found.command, style, _INDENT)
    yield from gap
    if level < _LAST:
        yield from _ladder(report, style)
    if level < 2:
        yield from _others(report, style)
    if level < 1:
        for note in report.notes:
            yield from wrap(note, style, "  ")
    yield from gap
    if found.command.startswith(_OURS):
        yield from _command(found.command, style, paint("  Then  ", style, DIM))
    yield from _more(report, style)


def _command(command: Outside, style: Style, label: str) -> Iterator[str]:
    for at, line in enumerate(command.lines()):
        yield (label if at == 0 else _INDENT) + paint(plain(line, style), style, CYAN)


def _first(text: str) -> str:
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]


def _title(report: Health, style: Style, *, is_whole: bool) -> Iterator[str]:
    badge = f"FAULT {_FAULT.get(report.verdict.fault, report.verdict.fault)}"
    head = _words(report, style)
    left = style.width - width_of(head) - len(badge)
    if left >= 2:
        yield _head(report, style) + " " * left + _badge(report, style)
        return
    for at, line in enumerate(wrap(head if is_whole else _first(head), style, "  ", "")):
        yield (
            paint(line[:1], style, RED, BOLD) + paint(line[1:], style, BOLD)
            if at == 0
            else paint(line, style, BOLD)
        )
    yield f"  {_badge(report, style)}"


def _words(report: Health, style: Style) -> str:
    found = report.verdict
    host = (
        report.target.host if (found.check or "").startswith("net.") else None
    )  # the way there, and not a setting here
    lead = said("{}: ", host) if host and host not in found.summary else ""
    return plain(said("✗ {}{}", lead, found.summary), style)


def _head(report: Health, style: Style) -> str:
    words = _words(report, style)
    return paint(words[:1], style, RED if report.verdict.fault != "unknown" else YELLOW, BOLD) + paint(
        words[1:], style, BOLD
    )


def _badge(report: Health, style: Style) -> str:
    fault = report.verdict.fault
    return paint("FAULT ", style, DIM) + paint(_FAULT.get(fault, fault), style, BOLD)


def _field(name: str, text: Outside, style: Style) -> Iterator[str]:
    label = f"  {name:<6}"
    for at, line in enumerate(wrap(text, style, _INDENT, label)):
        yield paint(label, style, DIM) + line[len(label) :] if at == 0 else line


def _ladder(report: Health, style: Style) -> Iterator[str]:
    """Yield the stages in one row, two where it is narrow: how far it went."""
    stages: dict[str, list[Check]] = {}
    for check in report.checks:
        if check.status != "skip" or check.summary.startswith("not run"):  # the others had nothing to check
            stages.setdefault(check.stage, []).append(check)
    times = dict(report.timings_ms)
    row, used = "  ", 2
    for stage, checks in stages.items():
        statuses = {check.status for check in checks}
        status = next((worst for worst in _WORST if worst in statuses), "skip")
        mark, color = _MARKS[status]
        words = (
            f"{_NAMES.get(stage, stage)}"
            f"{f' {times[stage]:.0f} ms' if stage in times and status == 'pass' else ''}"
        )
        size = width_of(plain(f"{mark} {words}  ", style))
        if used + size > style.width and used > 2:
            yield row.rstrip()
            row, used = "  ", 2
        row += paint(plain(mark, style), style, color) + f" {words}  "
        used += size
    if used > 2:
        yield row.rstrip()


def _others(report: Health, style: Style) -> Iterator[str]:
    for check in report.checks:
        if check.status == "fail" and check.id != report.verdict.check:
            yield from wrap(said("✗ {}: {}", check.id, check.summary), style, "    ", "  ")
    yield from _warnings(report, style)


def _warnings(report: Health, style: Style) -> Iterator[str]:
    for check in report.checks:
        if check.status == "warn":
            yield from wrap(said("! {}: {}", check.id, check.fix or check.summary), style, "    ", "  ")


def _more(report: Health, style: Style) -> Iterator[str]:
    found = report.verdict
    failed = next((check for check in report.checks if check.id == found.check), None)
    where = (
        f"claude-doctor explain {found.diagnosis}"
        if found.diagnosis
        else page(failed, style.site)
        if failed
        else None
    )
    hint = f"--all for the {len(report.checks)} checks"
    words = f"{where} · {hint}" if where else hint
    if where and 8 + width_of(words) > style.width:
        yield paint("  More  ", style, DIM) + paint(where, style, CYAN)
        yield paint(f"{_INDENT}{hint}", style, DIM)
    else:
        yield paint("  More  ", style, DIM) + plain(words, style)
