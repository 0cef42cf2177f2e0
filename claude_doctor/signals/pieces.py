"""Several errors in one paste: where each begins."""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern

MOST = 40

# The first words of an error at the start of a line, after at most a log prefix and bullets.
_BEGIN = pattern(
    r"^(?:[^\n{]{0,80}?\bError code: \d{3} - |[^\w{\"'\n]{0,12}(?:\[?\d{2,4}[-/]\d\d[-/]\d\d[^\n{]{0,"
    r"120}?|\[?\d\d:\d\d:\d\d[^\n{]{0,120}?)?"
    r"(?:API Error\b|(?:[A-Za-z_]\w{0,60}\.){0,12}[A-Z]\w{0,60}(?:Error|Exception)(?: \[|:)|Error "
    r"code: \d|Error: \d|\{\"(?:type|error|timestamp|level|msg|custom_id)\"|event: "
    r"error|curl: \(|Traceback \(most))",
    re.M,
)
_WORDS = ("Error", "Exception", "rror code", '{"', "event:", "curl:")
# One error, however many lines look like beginnings: chains, stacks, and objects over several lines.
_ONE = ("The above exception was", "During handling of the above", "[cause]", "cause:", "Caused by")


def pieces(text: str) -> list[str]:
    """Return the parts of a text that each hold one error; [text] when it holds but one."""
    if "\n" not in text or any(mark in text for mark in _ONE):
        return [text]
    if not _several(text):
        return [text]
    starts = [match.start() for match in _BEGIN.finditer(text)]
    starts = _without_tracebacks(text, starts)
    if len(starts) < 2:
        return [text]
    if len(starts) > MOST:
        starts = [*starts[: MOST // 2], *starts[-MOST // 2 :]]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _several(text: str) -> bool:
    # Whether two lines could begin an error; cheaper than the pattern, which the common paste never needs.
    count = 0
    for line in text.splitlines():
        if any(word in line for word in _WORDS) and not line.startswith("    "):
            count += 1
            if count == 2:
                return True
    return False


def _without_tracebacks(text: str, starts: list[int]) -> list[int]:
    # A traceback's last line belongs to the traceback that begins before it.
    kept: list[int] = []
    inside = False
    for start in starts:
        traceback = text.startswith("Traceback", start)
        if not inside or traceback:
            kept.append(start)
        inside = traceback
    return kept
