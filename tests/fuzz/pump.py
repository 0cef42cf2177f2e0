"""Repeated pieces in every reader: sixteen times as many may cost forty times the time (see tests/growth.py).

python -m tests.fuzz.pump SIZE      every piece in every frame through every door, SIZE and 16 x SIZE characters
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from claude_doctor.base.mask import free_masked
from claude_doctor.base.text import clean
from claude_doctor.doors.explain import command as explain
from tests.fuzz import targets
from tests.fuzz.mutate import PIECES
from tests.growth import TIMES, WORST, factor

MORE = (
    "a", "1", "\\", "\\\\", "/", "http://a@", "|", "│", "\r\n", "  \n", "- ", "-----", "=", ":", ",", ";", "%3A", "?key=", "#", "*", "…", "é", "\u200b",
    "\x1b[", "\x1b]0;", '{"', '":"', '{"a":', "[{", "{'", "': '", '"error":', '"message":"', '{\\"error\\":', "Error: ", "Error code: 400 - {",
    "429 ", "HTTP/1.1 429 ", "During handling of the above exception, another exception occurred:\n", "a.b.c.", "Exception: ", "req_",
    "sk-ant-a\n", "eyJ.", "basic A", "password: x ", "token=a1", '"api_key",', "cookie: ", "-u a:", "<title>", "</p><", "&lt;", "curl: (", "[Symbol(",
    "cause: {", "  cause: ", "name: 'x',\n", "> ", "● ", "API Error: 529 ", "2026-11-20T03:00:00Z ", "2026-11-20 03:00:00,000 ERROR ", 'a="b" ', 'k=\\"',
    "tools.0.", "An error occurred (", "when calling the ", "litellm.RateLimitError: ", "b'", "\\x00", "\\u00", "ñ", "ﬁ", "at x (y:1:2) ",
)  # fmt: skip
FRAMES = {
    "bare": ("", ""),
    "body": ('{"type":"error","error":{"type":"x","message":"', '"}}'),
    "python": ("Error code: 400 - ", ""),
    "exception": ("anthropic.APIError: ", " x"),
    "record": ('{"ts":"2026-11-20T03:00:00Z","level":"error","message":"', '"}'),
    "line": ("2026-11-20 03:00:00 ERROR anthropic ", ""),
    "request": (
        '{"custom_id":"a","params":{"model":"claude-opus-5-5","max_tokens":9,"messages":[{"role":"user","content":"',
        '"}]}}',
    ),
    "key": ('{"custom_id":"a","params":{"model":"claude-opus-5-5","max_tokens":9,"messages":[],"', '":1}}'),
}
DOORS: dict[str, Callable[[str], object]] = {
    "mask": lambda text: free_masked(clean(text)),
    "explain": explain.explain,
    "tail": lambda text: targets.read_lines(text.encode("utf-8", "surrogatepass").split(b"\n")),
    "batch-check": lambda text: targets.check_lines(text.encode("utf-8", "surrogatepass").split(b"\n")),
}


def cases() -> Iterator[tuple[str, str, str]]:
    """Yield (door, frame, piece)."""
    for door in DOORS:
        for frame in FRAMES:
            for piece in dict.fromkeys((*PIECES, *MORE)):
                yield door, frame, piece


def growth(case: tuple[str, str, str], size: int) -> float:
    """Return how many times as long sixteen times as many pieces take."""
    door, frame, piece = case
    before, after = FRAMES[frame]
    return factor(DOORS[door], lambda length: before + piece * (length // len(piece)) + after, size)


if __name__ == "__main__":
    wanted, began, tried, steep = int(sys.argv[1]), time.monotonic(), 0, []
    for one in cases():
        tried += 1
        if (times := growth(one, wanted)) > WORST:
            steep.append(one)
            print(f"{one}: {times:.0f} times", flush=True)
    print(
        f"| pumps: pieces repeated up to {wanted * TIMES:,} characters | {tried} | {len(steep)} grow faster than linearly "
        f"| {time.monotonic() - began:.0f} |"
    )
    sys.exit(bool(steep))
