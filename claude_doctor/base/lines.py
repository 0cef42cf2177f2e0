"""The last look at a line before it is written: nothing that a terminal or the log reader of a CI service
would act on.

Nothing is imported at the top: nearly every line is harmless, and then none of it is needed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO


def write(lines: Iterable[str], out: TextIO, *, color: bool = False) -> None:
    """Write lines, each made harmless; one that holds several (a block of code) stays several."""
    for line in lines:
        out.write("\n".join(harmless(part, color=color) for part in line.split("\n")) + "\n")


def harmless(text: str, *, color: bool = False) -> str:
    """Return text as one line without control characters, escape sequences and commands of CI services.

    With `color` the codes that `paint` writes (`ESC [ digits m`) stay.
    """
    if text.isprintable() and "::" not in text and "##" not in text:
        return text
    head, *painted = text.split("\x1b[") if color else [text]
    parts = [_clean(head)]
    for piece in painted:
        codes, end, rest = piece.partition("m")
        is_paint = end and len(codes) <= 12 and codes.replace(";", "").isdigit()
        parts.append(f"\x1b[{codes}m{_clean(rest)}" if is_paint else _clean(f"\x1b[{piece}"))
    return _no_command("".join(parts))


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    from claude_doctor.base.text import clean

    return clean(text).replace("\n", " ").replace("\u2028", " ").replace("\u2029", " ")


def _no_command(text: str) -> str:
    """Return a line that is no command: `::error::` is one at the start of a line, `##[error]` and
    `##vso[...]` anywhere in it.
    """
    if "##" in text:
        import re

        text = re.sub(r"##(?=\w{0,20}\[)", "# #", text)
    if "::" in text and _bare(text).lstrip().startswith("::"):
        text = text.replace("::", ": :", 1)
    return text


def _bare(text: str) -> str:
    # Without colours.
    if "\x1b" not in text:
        return text
    head, *painted = text.split("\x1b[")
    return head + "".join(piece.partition("m")[2] for piece in painted)
