"""How following goes: the few lines that stay below what scrolls, on a terminal only."""

from __future__ import annotations

from claude_doctor.base.text import clean, one_line
from claude_doctor.render.canvas import BOLD, DIM, GREEN, RED, YELLOW, paint, plain, width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.report import TailPulse
    from claude_doctor.render.style import Style

_BARS = "▁▂▃▄▅▆▇█"
_PLAIN_BARS = "_.:-=+*#"


def lines(report: TailPulse, style: Style) -> Iterator[str]:
    """Yield the lines, none as wide as the terminal: what was followed, what
    failed since, and how to end it.
    """
    yield paint(plain("─" * (style.width - 1), style), style, DIM)
    if report.attempts:
        count = f"{report.attempts:,} failed attempt{'s' * (report.attempts != 1)}"
        causes = ", ".join(f"{number:,} × {clean(one_line(name, 40))}" for name, number in report.causes)
        yield _fitted([(count, (BOLD, RED)), (_trend(report.trend, style), ()), (causes, ())], style)
    else:
        yield _fitted([("no failed attempt since following began", (GREEN,))], style)
    alerts = [(f"{report.alerts} alert{'s' * (report.alerts != 1)}", (BOLD, RED))] if report.alerts else []
    waiting = [
        (f"{clean(one_line(path, 40))}: {clean(reason)}", (YELLOW,)) for path, reason in report.waiting[:1]
    ]
    stale = f", the slowest seen {report.stale_s:.0f} s ago" if report.stale_s >= 1 else ""
    hint = f"{_files(report)} for {_elapsed(report.elapsed_s)}{stale} · Ctrl-C ends with the summary"
    yield _fitted([*alerts, *waiting, (hint, (DIM,))], style)


def _files(report: TailPulse) -> str:
    if report.files == 1 and report.newest:
        return f"following {clean(one_line(report.newest, 30))}"
    return f"following {report.files:,} files" if report.files else "following standard input"


def _elapsed(seconds: float) -> str:
    """Return a length in whole minutes: a count of seconds would be redrawn each second."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return "less than a minute"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"


def _trend(trend: tuple[int, ...], style: Style) -> str:
    bars = _BARS if style.unicode else _PLAIN_BARS
    most = max(trend, default=0)
    return (
        "".join(bars[min(7, value * 8 // (most + 1))] if value else bars[0] for value in trend)
        if most
        else ""
    )


def _fitted(parts: list[tuple[str, tuple[str, ...]]], style: Style) -> str:
    """Join parts with two spaces, cut where the line would reach the edge."""
    left = style.width - 3  # behind the last line the terminal shows the ^C that ends it
    shown = []
    for text, codes in parts:
        words = plain(text, style)
        while width_of(words) > left and words:
            words = words[:-1]
        if not words:
            continue
        shown.append(paint(words, style, *codes) if codes else words)
        left -= width_of(words) + 2
        if left <= 0:
            break
    return "  ".join(shown)
