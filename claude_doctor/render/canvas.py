"""Lines for a terminal: wrapped to its width, coloured, and in ASCII where nothing else can be shown."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.base.outside import Outside
    from claude_doctor.render.style import Style

BOLD, DIM, RED, GREEN, YELLOW, CYAN, REVERSE = "1", "2", "31", "32", "33", "36", "7"
_ASCII = str.maketrans(
    {
        "•": "*",
        "·": "-",
        "↪": ">",
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

# What stands in most pages: no table of all characters is loaded for it.
_ONE_COLUMN = dict.fromkeys(_ASCII, " ")


# What a code span begins with that is there to be copied: it is never broken.
_COMMANDS = frozenset(
    (
        "claude-doctor claude export set unset pip pip3 uv pipx curl aws gcloud az npm npx python python3 "
        "node openssl docker kubectl git env cat dig sudo"
    ).split()
)
_KEPT = "\x00"  # a blank that no line is broken at
_MASKED = "***"  # what stands for a secret is no bold mark


def paint(text: str, style: Style, *codes: str) -> str:
    """Return text in the given SGR codes when colours are on."""
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if style.color and text and codes else text


def plain(text: Outside | str, style: Style) -> str:
    """Return text as it can be shown: unchanged, or its nearest ASCII."""
    if not isinstance(text, str):
        return text.to(lambda words: plain(words, style))
    if not text.isprintable():
        from claude_doctor.base.text import clean

        text = clean(text)
    if style.unicode or text.isascii():
        return text
    return text.translate(_ASCII).encode("ascii", "backslashreplace").decode()


def width_of(text: str) -> int:
    """Return how many columns a text takes."""
    if text.isascii() or text.translate(_ONE_COLUMN).isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def rows_of(lines: list[str], style: Style) -> int:
    """Return how many rows of the screen lines take, those included into
    which the terminal wraps a long one.
    """
    return sum(max(-(-width_of(bare(line)) // style.width), 1) for line in lines)


def room(style: Style) -> int:
    """Return how many rows the answer may take: the prompt and the command stay on the screen."""
    return max(style.rows - 2, 6)


def bare(text: str) -> str:
    """Return a line without colours."""
    if "\x1b" not in text:
        return text
    head, *painted = text.split("\x1b[")
    return head + "".join(piece.partition("m")[2] for piece in painted)


def fitted(lines: list[str], style: Style, more: str) -> list[str]:
    """Return lines that fit the screen: the first ones, and below them how many are left out (`more` has `{}`
    for the number).
    """
    if rows_of(lines, style) <= room(style):
        return lines
    kept = list(lines)
    while kept and rows_of(kept, style) > room(style) - 1:
        kept.pop()
    return [*kept, paint(plain(more.format(len(lines) - len(kept)), style), style, DIM)]


def wrap(text: Outside | str, style: Style, indent: str = "", first: str | None = None) -> Iterator[str]:
    """Yield lines no wider than the style's width; `code` and **bold** of the pages become colours when they
    are on.
    """
    first = indent if first is None else first
    line, used, fresh = first, width_of(first), True
    for word, codes in _words(_copied(plain(text, style)), style.color):
        for piece in _pieces(word, style.width - width_of(indent)):
            size = width_of(piece)
            if not fresh and used + 1 + size > style.width:
                yield line.rstrip()
                line, used, fresh = indent, width_of(indent), True
            gap = "" if fresh else " "
            line += gap + paint(piece.replace(_KEPT, " "), style, *codes)
            used += len(gap) + size
            fresh = False
    if not fresh:
        yield line.rstrip()


def _copied(text: str) -> str:
    """Keep each command of a code span in one piece."""
    if "`" not in text:
        return text
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return text
    for at in range(1, len(parts), 2):
        if parts[at].partition(" ")[0] in _COMMANDS:
            parts[at] = _KEPT.join(parts[at].split())
    return "`".join(parts)


def _pieces(word: str, limit: int) -> list[str]:
    # A word that is wider than the line is cut, never lost.
    if width_of(word) <= limit or limit < 8:
        return [word]
    if "://" in word or _KEPT in word:
        return [word]  # an address that is cut can no longer be followed, nor a command copied
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
