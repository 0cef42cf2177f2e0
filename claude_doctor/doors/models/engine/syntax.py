"""Where the strings and comments of a language are: one pattern a syntax, each alternative of which goes
forward only.

A token is a comment (no group matched) or a string (group `s`). A string without an end stops at the end of
its line, one that may span lines at the end of the file, so no text is read twice. In configuration
everything outside comments may be a value.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_HASH = r"#[^\n]*+"
_SLASHES = r"//[^\n]*+"
_BLOCK = r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?+"
_BLANK_HASH = r"(?:(?<=\s)|(?<=^))#[^\n]*+"


def _text(opening: str, closing: str, *, escapes: bool = True, lines: bool = False) -> str:
    """Return a string between two marks; `closing` is one character or three alike."""
    char = re.escape(closing[0])
    plain = rf"[^{char}{chr(92) * 2 if escapes else ''}{'' if lines else chr(92) + 'n'}]"
    parts = [plain]
    if escapes:
        parts.append(r"\\[\s\S]" if lines else r"\\.")
    if len(closing) > 1:
        parts.append(rf"{char}(?!{re.escape(closing[1:])})")
    return rf"{opening}((?:{'|'.join(parts)})*+)(?:{re.escape(closing)})?+"


def _syntax(comments: Iterable[str], strings: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join([*comments, *strings]), re.MULTILINE)


_PLAIN_STRINGS = (_text('"', '"'), _text("'", "'"))
_TICKS = _text("`", "`", lines=True)
_CHAR = r"'(?:\\.|[^'\\\n])'"
_PYTHON = (_text('"""', '"""', lines=True), _text("'''", "'''", lines=True), *_PLAIN_STRINGS)
_RAW_RUST = r'\br(#*+)"([^"]*+(?:"(?!\1)[^"]*+)*+)(?:"\1)?+'

PYTHON = _syntax([_HASH], _PYTHON)
SCRIPT = _syntax([_SLASHES, _BLOCK], [*_PLAIN_STRINGS, _TICKS])
GO = _syntax([_SLASHES, _BLOCK, _CHAR], [_text('"', '"'), _text("`", "`", escapes=False, lines=True)])
JAVA = _syntax([_SLASHES, _BLOCK, _CHAR], [_text('"""', '"""', lines=True), _text('"', '"')])
CSHARP = _syntax(
    [_SLASHES, _BLOCK, _CHAR],
    [
        _text('"""', '"""', escapes=False, lines=True),
        _text(r'\$?@\$?"', '"', escapes=False, lines=True),
        _text('"', '"'),
    ],
)
RUST = _syntax([_SLASHES, _BLOCK, _CHAR], [_RAW_RUST, _text('"', '"', lines=True)])
RUBY = _syntax([r"^=begin\b(?:[^\n]|\n(?!=end))*+", _HASH], _PLAIN_STRINGS)
PHP = _syntax([_SLASHES, _BLOCK, r"#(?!\[)[^\n]*+"], _PLAIN_STRINGS)
# Configuration: the comments alone; what is left is looked at as a whole. A mark of a comment inside quotes
# is none.
_QUOTED = (r'"(?:[^"\\\n]|\\.)*+"', r"'[^'\n]*+'")
HASHED = _syntax([_BLANK_HASH], _QUOTED)
SLASHED = _syntax([_SLASHES, _BLOCK], _QUOTED)
BARE = _syntax([_BLANK_HASH, r"^[ \t]*+;[^\n]*+"], _QUOTED)

_CODE = {
    PYTHON: "py pyi pyw",
    SCRIPT: "ts tsx mts cts js jsx mjs cjs vue svelte",
    GO: "go",
    JAVA: "java kt kts scala swift",
    CSHARP: "cs",
    RUST: "rs",
    RUBY: "rb rake gemspec",
    PHP: "php",
}
_SETTINGS = {
    HASHED: "yaml yml toml env sh bash zsh tf hcl dockerfile containerfile",
    SLASHED: "json jsonc json5",
    BARE: "ini cfg conf properties",
}
_CODES = {ending: pattern for pattern, endings in _CODE.items() for ending in endings.split()}
_SETTING = {ending: pattern for pattern, endings in _SETTINGS.items() for ending in endings.split()}
NOTEBOOK = "ipynb"


def ending(name: str) -> str:
    """Return what decides how a file is read: its ending, or what stands for one (`Dockerfile.dev`,
    `.env.production`).
    """
    name = name.lower()
    if name.startswith((".env", "dockerfile", "containerfile")):
        return name.lstrip(".").partition(".")[0]
    if name in ("gemfile", "rakefile"):
        return "rb"
    return name.rpartition(".")[2] if "." in name else ""


def is_known(name: str) -> bool:
    """Whether a file of this name is read when it is not named itself."""
    kind = ending(name)
    return kind in _CODES or kind in _SETTING or kind == NOTEBOOK


def code(kind: str) -> re.Pattern[str] | None:
    """Return the pattern of a programming language; None for what is none."""
    return _CODES.get(kind)


def setting(kind: str) -> re.Pattern[str]:
    """Return the pattern of a format of configuration, of which there is one for what is not known."""
    return _SETTING.get(kind, HASHED)
