"""The page of one error: verdict first, then what to do, causes, code, sources."""

from __future__ import annotations

from claude_doctor.doors.explain.short import DOUBT, headline
from claude_doctor.render.canvas import (
    BOLD,
    CYAN,
    DIM,
    GREEN,
    RED,
    REVERSE,
    YELLOW,
    paint,
    plain,
    width_of,
    wrap,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.base.model import Diagnosis, Entry, Signal
    from claude_doctor.doors.explain.report import Explained, Explanation
    from claude_doctor.render.style import Style

FAULT = {
    "yours": "yours (request, credential, account or program)",
    "theirs": "theirs (the provider)",
    "between": "between you and the API (network, proxy or gateway)",
    "none": "nobody's: nothing failed",
    "unknown": "not decided by this text",
}
RETRY = {
    "yes": ("yes", GREEN),
    "no": ("no", RED),
    "after_fix": ("not before the fix", RED),
    "after_wait": ("yes, after waiting", YELLOW),
    "conditional": ("it depends", YELLOW),
}
_MARGIN = "  "


def lines(report: Explanation, style: Style) -> Iterator[str]:
    """Yield the lines of an explanation."""
    if not report.main.diagnoses:
        yield from _nothing(report, style)
        return
    first = report.main.diagnoses[0]
    yield from _verdict(report, first, style)
    if not report.lookup:
        yield from _recognised(report, first, style)
    yield from _candidates(report.main, style)
    for note in (*first.notes, *report.notes):
        yield ""
        yield from wrap(note, style, _MARGIN)
    yield from _sdk(report, style)
    yield from _body(first.entry, report, style)
    yield from _also(report.also, style)


def _verdict(report: Explanation, found: Diagnosis, style: Style) -> Iterator[str]:
    entry = found.entry
    head = DOUBT[found.confidence] + headline(entry)
    yield from (paint(line, style, BOLD) for line in wrap(f"✗ {head}", style, _MARGIN, ""))
    yield from wrap(f"{entry.id} · {entry.category}", style, _MARGIN)
    yield ""
    yield from _field("Fault", FAULT[entry.fault], style)
    word, color = RETRY[entry.retryable]
    yield from _field("Retry", f"{word}. {entry.wait}", style, color, len(word) + 1)
    if entry.delays_s:
        yield from _field("Waits", _schedule(entry), style)
    if report.next_delay_s is not None:
        yield from _field("Next", f"wait {report.next_delay_s:g} s, then send it again", style)
    if entry.sdk_retries:
        yield from _field(
            "SDKs",
            (
                "the official SDKs try twice more by themselves; without a retry-after they wait about 1.5 "
                "s in all"
            ),
            style,
        )


def _schedule(entry: Entry) -> str:
    steps = ", ".join(f"{step:g}" for step in entry.delays_s)
    first = (
        "; a retry-after header goes first"
        if entry.honour_retry_after and "retry-after" not in entry.wait
        else ""
    )
    return f"{steps} s, with jitter{first}"


def _field(name: str, text: str, style: Style, color: str = "", count: int = 0) -> Iterator[str]:
    label = f"{_MARGIN}{name:<7}"
    for at, line in enumerate(wrap(text, style, " " * len(label), label)):
        if at == 0:
            words = line[len(label) :]
            shown = (
                paint(words[:count], style, BOLD, color) + words[count:] if color and style.color else words
            )
            yield paint(label, style, DIM) + shown
        else:
            yield line


def _recognised(report: Explanation, found: Diagnosis, style: Style) -> Iterator[str]:
    yield ""
    yield paint("Recognised by", style, BOLD)
    for item in found.evidence[:4]:
        shown = _excerpt(report.text, item.matched, style)
        yield f"{_MARGIN}{item.by:<11}{shown}"
    facts = _facts(report.main.signal)
    if facts:
        yield from wrap(" · ".join(facts), style, _MARGIN)


def _facts(signal: Signal) -> list[str]:
    from claude_doctor.base.text import clean, one_line

    named = (
        ("request id", signal.request_id),
        ("model", signal.model),
        ("platform", signal.platform),
        ("retry-after", f"{signal.retry_after_s:g} s" if signal.retry_after_s is not None else None),
    )
    return [f"{name} {clean(one_line(value, 60))}" for name, value in named if value]


def _excerpt(text: str, matched: str, style: Style) -> str:
    """Return the place of the paste where the words stand, the words themselves highlighted."""
    from claude_doctor.base.text import one_line

    room = max(style.width - len(_MARGIN) - 11, 20)
    words = one_line(matched, room)
    shown = paint(plain(words, style), style, BOLD, REVERSE)
    at = text.find(matched)
    side = (room - width_of(words)) // 2 - 2
    if at < 0 or side < 4:
        return shown
    return plain(_tail(text[:at], side), style) + shown + plain(_head(text[at + len(matched) :], side), style)


def _tail(before: str, room: int) -> str:
    # The last whole words before the place, no longer than the room; an ellipsis where something was left
    # out.
    line = before[-2 * room :].rsplit("\n", 1)[-1].lstrip()
    if len(line) <= room and len(before) <= 2 * room:
        return line
    kept = line[-room:].partition(" ")[2]
    return f"…{kept}" if kept or line else ""


def _head(after: str, room: int) -> str:
    line = after[: 2 * room].split("\n", 1)[0].rstrip()
    if len(line) <= room and len(after) <= 2 * room:
        return line
    kept = line[:room].rpartition(" ")[0]
    return f"{kept}…" if kept or line else ""


def _candidates(main: Explained, style: Style) -> Iterator[str]:
    found = main.diagnoses
    if len(found) < 2 or found[0].confidence == "certain":
        return
    yield ""
    yield paint("Could also be", style, BOLD)
    for other in found[1:]:
        yield from _row(other.entry, style)


def _row(entry: Entry, style: Style) -> Iterator[str]:
    label = f"{_MARGIN}{entry.id}  "
    shown = paint(label, style, CYAN)
    for at, line in enumerate(
        wrap(
            entry.title,
            style,
            "      ",
            " " * len(label) if len(label) + width_of(entry.title) <= style.width else "      ",
        )
    ):
        fits = at == 0 and len(label) + width_of(entry.title) <= style.width
        if at == 0 and not fits:
            yield shown.rstrip()
        yield shown + line.lstrip() if fits else line


def _body(entry: Entry, report: Explanation, style: Style) -> Iterator[str]:
    yield from _section("What it means", style)
    for paragraph in entry.meaning.split("\n\n"):
        yield from wrap(paragraph, style, _MARGIN)
    yield from _section("What to do", style)
    for number, fix in enumerate(entry.fixes, 1):
        yield from wrap(fix, style, f"{_MARGIN}   ", f"{_MARGIN}{number}. ")
    yield from _bullets("Causes", entry.causes, style)
    if entry.billed:
        yield from _section("Cost", style)
        yield from wrap(entry.billed, style, _MARGIN)
    yield from _code(entry, report.code, style)
    yield from _example("Refused" if entry.retryable == "after_fix" else "Reported", entry.bad, style)
    yield from _example("Accepted" if entry.retryable == "after_fix" else "Better", entry.good, style)
    yield from _bullets("On other platforms", entry.platforms, style)
    yield from _bullets("Good to know", entry.notes, style)
    if entry.related:
        yield from _section("Related", style)
        yield from wrap(" · ".join(entry.related), style, _MARGIN)
    yield from _sources(entry, style)


def _sdk(report: Explanation, style: Style) -> Iterator[str]:
    if told := report.sdk_text:
        yield from _section(f"What the installed SDK says (anthropic {told.version})", style)
        yield from wrap(f"“{told.text}”", style, _MARGIN)
        yield from (paint(line, style, DIM) for line in wrap(told.path, style, _MARGIN))


def _section(title: str, style: Style) -> Iterator[str]:
    yield ""
    yield paint(title, style, BOLD)


def _bullets(title: str, items: tuple[str, ...], style: Style) -> Iterator[str]:
    if not items:
        return
    yield from _section(title, style)
    for item in items:
        yield from wrap(item, style, f"{_MARGIN}  ", plain(f"{_MARGIN}• ", style))


def _code(entry: Entry, language: str, style: Style) -> Iterator[str]:
    code = {"python": entry.python, "typescript": entry.typescript}.get(language, "")
    if not code:
        return
    yield from _section({"python": "Python", "typescript": "TypeScript"}[language], style)
    yield from _lines_of(code, style)


def _example(title: str, text: str, style: Style) -> Iterator[str]:
    if not text:
        return
    yield from _section(title, style)
    yield from _lines_of(text, style)


def _lines_of(code: str, style: Style) -> Iterator[str]:
    """Yield lines of code; one that is wider than the screen goes on below, behind a mark."""
    for line in code.split("\n"):
        words, mark = plain(line, style), ""
        while width_of(words) > style.width - 4 - len(mark) and "://" not in words:
            at = _break(words, style.width - 4 - len(mark))
            yield _MARGIN + "  " + mark + paint(words[:at], style, CYAN)
            words, mark = words[at:], plain("↪ ", style)
        yield (_MARGIN + "  " + mark + paint(words, style, CYAN)).rstrip()


def _break(words: str, limit: int) -> int:
    """Return where a line of code is broken: behind the last blank that fits, else where the screen ends."""
    while width_of(words[:limit]) > limit:
        limit -= 1
    return words.rfind(" ", limit // 3, limit) + 1 or limit


def _sources(entry: Entry, style: Style) -> Iterator[str]:
    yield from _section("Sources", style)
    for source in entry.sources:
        says = f"; {source.says}" if source.says else ""
        yield from (
            paint(line, style, DIM)
            for line in wrap(f"{source.where} (read {source.read}{says})", style, f"{_MARGIN}  ", _MARGIN)
        )
    if entry.confidence != "documented":
        word = {
            "observed": "observed in practice, not documented",
            "inferred": "inferred, not documented: check before relying on it",
        }
        yield from wrap(f"This page is {word[entry.confidence]}.", style, _MARGIN)


def _also(also: tuple[Explained, ...], style: Style) -> Iterator[str]:
    if not also:
        return
    yield from _section("Also in this input", style)
    for item in also:
        if item.diagnoses:
            yield from _row(item.diagnoses[0].entry, style)


def _nothing(report: Explanation, style: Style) -> Iterator[str]:
    signal = report.main.signal
    if report.lookup or report.notes:
        for note in report.notes:
            yield from wrap(note, style)
        if not report.lookup:
            yield from _read(report, style, "")
        yield from _nearest(report, style, "")
        return
    yield from (
        paint(line, style, BOLD)
        for line in wrap("✗ Not recognised as an error of the Claude API.", style, _MARGIN, "")
    )
    if signal.foreign:
        yield from wrap(f"It speaks of {signal.foreign}: ask there.", style, _MARGIN)
    yield from _read(report, style, _MARGIN)
    yield from _nearest(report, style, _MARGIN)
    yield from wrap(
        (
            "Paste the whole body, or the last lines of the traceback; `claude-doctor explain --list` "
            "shows what is known."
        ),
        style,
        _MARGIN,
    )


def _read(report: Explanation, style: Style, margin: str) -> Iterator[str]:
    signal = report.main.signal
    seen = [
        f"{name} {value}"
        for name, value in (("status", signal.status), ("type", signal.type), ("exception", signal.exception))
        if value
    ]
    if seen:
        yield from wrap("Read from it: " + ", ".join(seen), style, margin)


def _nearest(report: Explanation, style: Style, margin: str) -> Iterator[str]:
    if report.nearest:
        yield from wrap("Did you mean: " + ", ".join(report.nearest), style, margin)
