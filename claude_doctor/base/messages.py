"""Messages to the person: one line each on standard error, with nothing of the input that a terminal would
act on.
"""

from __future__ import annotations

import sys


def say(message: str, *, lines: bool = False) -> None:
    """Write one message: secrets masked, line breaks of the input made blanks; with `lines` each line stays
    one (a traceback).
    """
    from claude_doctor.base.lines import harmless
    from claude_doctor.base.mask import masked
    from claude_doctor.base.text import clean

    if sys.stderr is None:
        return
    text = masked(clean(message))
    kept = text.split("\n") if lines else [text]
    shown = "".join(f"{line}\n" for line in map(harmless, [f"claude-doctor: {kept[0]}", *kept[1:]]))
    encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(shown.encode(encoding, "backslashreplace").decode(encoding))
    sys.stderr.flush()
