"""For people: the verdict first, then each name with its place; or the models, the ones that end first on
top.
"""

from __future__ import annotations

from claude_doctor.base.lines import write
from claude_doctor.base.outside import said
from claude_doctor.doors.models import outline
from claude_doctor.doors.models.report import ModelList, Search
from claude_doctor.render.canvas import BOLD, CYAN, DIM, GREEN, RED, YELLOW, fitted, paint, plain, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from claude_doctor.base.outside import Outside
    from claude_doctor.doors.models.report import ModelInfo
    from claude_doctor.render.style import Style

_MARKS = {"error": ("✗", RED), "warning": ("!", YELLOW), "note": ("·", DIM)}
_STATES = {"active": GREEN, "deprecated": YELLOW, "retired": RED}
_MORE = "{} more lines, --all"


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report."""
    for report in reports:
        if isinstance(report, Search):
            lines = (
                [_head(report, style)]
                if style.extent == "verdict"
                else [_head(report, style), *_search(report, style)]
            )
        elif isinstance(report, ModelList):
            lines = list(_list(report, style))
        else:
            continue
        write(fitted(lines, style, _MORE) if style.extent == "short" else lines, out, color=style.color)


def _head(report: Search, style: Style) -> str:
    well, words = outline.verdict(report)
    return paint(plain(f"{'✓' if well else '✗'} {words}", style), style, BOLD, GREEN if well else RED)


def _search(report: Search, style: Style) -> Iterator[str]:
    last: Outside | str = ""
    for item in sorted(report.found, key=lambda item: item.severity != "error"):
        mark, color = _MARKS[item.severity]
        where = plain(outline.place(item), style)
        yield ""
        yield (
            f"{paint(plain(mark, style), style, color)} {paint(where, style, BOLD)} "
            f" {plain(item.name, style)}"
        )
        words = outline.told(item)
        if words != last:  # said once where the same name follows
            yield from wrap(words, style, "  ")
        last = words
    if report.skipped or report.unreadable:
        yield ""
    for reason, count in report.skipped:
        yield paint(
            plain(f"left out: {count:,} {'file' if count == 1 else 'files'}, {reason}", style), style, DIM
        )
    for _path, why in report.unreadable:
        yield from wrap("! " + why, style, "  ", "")
    yield ""
    yield paint(
        plain(f"models read {report.as_of} · today {report.today} · within {report.within_days} days", style),
        style,
        DIM,
    )


def _list(report: ModelList, style: Style) -> Iterator[str]:
    for name in report.unknown:
        yield from wrap(said("✗ {}: not among the models of {}", name, report.as_of), style, "  ", "")
    if report.named:
        for item in report.models:
            yield from _whole(item, style)
        return
    if style.extent == "verdict":
        served = sum(item.state != "retired" for item in report.models)
        yield plain(f"{served} of {len(report.models)} models are served on {report.today}", style)
        return
    yield paint(plain(f"{'model':<29}{'state':<12}{'until':<23}{'replacement'}", style), style, DIM)
    for item in report.models:
        if item.state == "retired" and style.extent == "short":
            continue
        until = item.retires or (item.retires_words or "").replace("not sooner than", "not before") or "-"
        yield (
            f"{plain(item.id, style):<29}{paint(f'{item.state:<12}', style, _STATES[item.state])}"
            f"{until:<23}{item.replacement or '-'}"
        )
    if style.extent == "short":
        gone = sum(item.state == "retired" for item in report.models)
        yield paint(
            plain(f"{gone} retired, --all · read {report.as_of} · today {report.today}", style), style, DIM
        )
    else:
        yield paint(plain(f"read {report.as_of} · today {report.today}", style), style, DIM)


def _whole(item: ModelInfo, style: Style) -> Iterator[str]:
    mark, color = {"active": ("✓", GREEN), "deprecated": ("!", YELLOW), "retired": ("✗", RED)}[item.state]
    yield f"{paint(plain(mark, style), style, color)} {paint(item.id, style, BOLD)} {item.words}"
    if item.aliases:
        yield from wrap(", ".join(item.aliases), style, " " * 10, "  also    ")
    if item.retires_words:
        yield f"  ends    {item.retires_words}"
    if item.replacement:
        yield f"  use     {paint(item.replacement, style, CYAN)}"
    limits = [
        f"{size:,} tokens {name}"
        for name, size in (("context", item.context_window), ("output", item.max_output_tokens))
        if size
    ]
    if limits:
        yield plain(f"  limits  {' · '.join(limits)}", style)
    if item.refuses:
        yield from wrap(", ".join(item.refuses), style, " " * 10, "  refuses ")
