"""Lines for a terminal: wrapped to its width, coloured, and in ASCII where nothing else can be shown."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.render.style import Style

BOLD, DIM, RED, GREEN, YELLOW, CYAN, REVERSE = "1", "2", "31", "32", "33", "36", "7"
_ASCII = str.maketrans(
    {
        "•": "*",
        "·": "-",
        "…": "...",
        "–": "-",
        "—": "-",
        "→": "->",
        "✗": "x",
        "✓": "v",
        "│": "|",
        "─": "-",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "×": "x",
        "≥": ">=",
        "≤": "<=",
        "\u00a0": " ",
    }
)


_MASKED = "***"  # what stands for a secret is no bold mark


def paint(text: str, style: Style, *codes: str) -> str:
    """Return text in the given SGR codes when colours are on."""
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if style.color and text and codes else text


def plain(text: str, style: Style) -> str:
    """Return text as it can be shown: unchanged, or its nearest ASCII."""
    if not text.isprintable():
        from claude_doctor.base.text import clean

        text = clean(text)
    if style.unicode or text.isascii():
        return text
    return text.translate(_ASCII).encode("ascii", "backslashreplace").decode()


def width_of(text: str) -> int:
    """Return how many columns a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def wrap(text: str, style: Style, indent: str = "", first: str | None = None) -> Iterator[str]:
    """Yield lines no wider than the style's width; `code` and **bold** of the pages become colours when they are on."""
    first = indent if first is None else first
    line, used, fresh = first, width_of(first), True
    for word, codes in _words(plain(text, style), style.color):
        for piece in _pieces(word, style.width - width_of(indent)):
            size = width_of(piece)
            if not fresh and used + 1 + size > style.width:
                yield line.rstrip()
                line, used, fresh = indent, width_of(indent), True
            gap = "" if fresh else " "
            line += gap + paint(piece, style, *codes)
            used += len(gap) + size
            fresh = False
    if not fresh:
        yield line.rstrip()


def _pieces(word: str, limit: int) -> list[str]:
    # A word that is wider than the line is cut, never lost.
    if width_of(word) <= limit or limit < 8:
        return [word]
    if "://" in word:
        return [word]  # an address that is cut can no longer be followed
    return [word[at : at + limit] for at in range(0, len(word), limit)]


def _unmarked(word: str) -> str:
    return word if _MASKED in word else word.replace("**", "")


def _words(text: str, color: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not color or ("`" not in text and "**" not in text):
        for word in text.split():
            yield _unmarked(word), ()
        return
    code = bold = False
    for word in text.split():
        # Punctuation around a span takes the span's colour: a word is the smallest thing that is painted.
        inside = code or "`" in word
        strong = bold or "**" in word
        code ^= word.count("`") % 2 == 1
        bold ^= _MASKED not in word and word.count("**") % 2 == 1
        shown = _unmarked(word.replace("`", ""))
        if shown:
            yield shown, ((CYAN,) if inside else ()) + ((BOLD,) if strong else ())
