"""What in a text is the name of a model or beta that somebody uses, and not a word about one."""

from __future__ import annotations

import re

from claude_doctor.base.record import record
from claude_doctor.doors.models.engine import syntax

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "claude-doctor: ignore"
# A name with all that other platforms and tools write around it. Longer than 200 characters is none.
_NAME = re.compile(
    r"(?<![\w./:@%~+-])(?:(?!claude-)[A-Za-z0-9_~-]{1,60}[/:.]){0,6}+claude-[a-z0-9][A-Za-z0-9.@:_-]{0,"
    r"80}(?<![.:@_-])(?:\[1m\])?"
)
_CLAUDE = "claude-"
_BETA = re.compile(r"(?<![\w-])[a-z][a-z0-9-]{2,40}-20\d\d-\d\d-\d\d(?![\w-])")
# What stands before a name that is a value: a key, an opening, an option.
_BEFORE = re.compile(r"(?:[:=,\[{(|]|^-|(?<=\s)-|=>|--?\w*model\w*|^ENV \w+|-[mM])$")
_KEY = re.compile(r"model[\w-]{0,20}[\"'\\]{0,4}\s{0,20}(?:[:=]|=>|:=)\s{0,20}[\"'\\]{0,4}$", re.IGNORECASE)
_AFTER = ",]});:|&#"
_NEAR = 120
_QUOTES = "\"'`\\"


@record
class Name:
    """A name in a text: what it is, and where it begins."""

    text: str
    at: int


def in_code(text: str, pattern: re.Pattern[str]) -> Iterator[Name]:
    """Yield the names that are a whole string, or that a string gives to something called model; comments are
    left out.
    """
    for token in pattern.finditer(text):
        group = token.lastindex
        if group is None:
            continue
        inside, start = token[group], token.start(group)
        if len(inside) < 4:
            continue
        whole = inside.strip()
        if len(whole) < 200 and not any(char.isspace() for char in whole):
            lead = start + len(inside) - len(inside.lstrip())
            yield from (Name(found.text, lead + found.at) for found in _listed(whole))
        elif _CLAUDE in inside and not _is_docstring(text, token.start()):
            yield from (
                Name(found[0], start + found.start())
                for found in _NAME.finditer(inside)
                if _keyed(inside, found.start())
            )


def in_settings(text: str, pattern: re.Pattern[str]) -> Iterator[Name]:
    """Yield the names that are a whole value or key outside comments."""
    text = _uncommented(text, pattern)
    for found in (*_NAME.finditer(text), *_BETA.finditer(text)):
        if _is_value(text, found.start(), found.end()):
            yield Name(found[0], found.start())


def _listed(whole: str) -> Iterator[Name]:
    """Yield the words between commas: of headers there may be several in one string."""
    at = 0
    for word in whole.split(","):
        name = _NAME.fullmatch(word) or _BETA.fullmatch(word)
        if name:
            yield Name(word, at)
        elif "=" in word and _CLAUDE in word:
            key, _, value = word.rpartition("=")
            if "model" in key.lower() and _NAME.fullmatch(value):
                yield Name(value, at + len(key) + 1)
        at += len(word) + 1


def _keyed(text: str, at: int) -> bool:
    return bool(_KEY.search(text[max(at - _NEAR, 0) : at]))


def _is_docstring(text: str, at: int) -> bool:
    """Whether a string in three quotes is a statement of its own."""
    if text[at : at + 3] not in ('"""', "'''"):
        return False
    before = text[max(at - _NEAR, 0) : at].rstrip(" \t")
    return not before or before.endswith("\n")


def _uncommented(text: str, pattern: re.Pattern[str]) -> str:
    """Return the text with blanks for its comments, so that places stay."""
    parts, at = [], 0
    for token in pattern.finditer(text):
        if token[0][:1] not in "\"'":
            parts += [text[at : token.start()], re.sub(r"[^\n]", " ", token[0])]
            at = token.end()
    return "".join([*parts, text[at:]])


def _is_value(text: str, start: int, end: int) -> bool:
    line = text.rfind("\n", max(start - _NEAR, 0), start) + 1 or max(start - _NEAR, 0)
    before = text[line:start].strip().rstrip(_QUOTES).rstrip()
    stop = text.find("\n", end, end + _NEAR)
    after = text[end : stop if stop >= 0 else end + _NEAR].lstrip(_QUOTES).lstrip()
    is_option = bool(_BEFORE.search(before)) or not before
    return is_option and (not after or after[0] in _AFTER or bool(re.search(r"--?\w*model\w*$", before)))


def names(text: str, name: str) -> Iterator[Name]:
    """Yield the names in a file's text by how a file of this name is written."""
    kind = syntax.ending(name)
    pattern = syntax.code(kind)
    if pattern is not None:
        yield from in_code(text, pattern)
    elif kind == syntax.NOTEBOOK:
        from claude_doctor.doors.models.engine import notebook

        for source, place in notebook.cells(text):
            yield from (
                Name(found.text, place(found.at, found.text)) for found in in_code(source, syntax.PYTHON)
            )
    else:
        yield from in_settings(text, syntax.setting(kind))
