"""The one Markdown shape of catalogue pages and rule pages: TOML between `+++` lines, then fixed sections.

Only builds and tests read pages; what runs is compiled from them (see catalogue/build.py).
"""

from __future__ import annotations

import re
import tomllib

from claude_doctor.base.errors import PageError
from claude_doctor.base.record import record

_FRONT = re.compile(r"\A\+\+\+\n(.*?)^\+\+\+\n(.*)\Z", re.S | re.M)
_HEADING = re.compile(r"^## +(.+?) *$", re.M)
_FENCE = re.compile(r"^(~~~|```)(\w*) *\n(.*?)^\1 *$", re.S | re.M)
_ITEM = re.compile(r"^- +", re.M)


@record
class Page:
    """A page in its parts: front matter, the paragraphs before the first
    heading, and the sections by title.
    """

    id: str
    front: dict[str, object]
    lead: str
    sections: dict[str, str]


def parse(page_id: str, text: str) -> Page:
    """Split a page; PageError says what of the shape is missing."""
    text = text.replace("\r\n", "\n")
    found = _FRONT.match(text)
    if not found:
        raise PageError(f"{page_id}.md: the page must begin with TOML front matter between two `+++` lines")
    try:
        front = tomllib.loads(found[1])
    except tomllib.TOMLDecodeError as error:
        raise PageError(f"{page_id}.md: front matter: {error}") from error
    lead, sections = _split(page_id, found[2])
    return Page(page_id, front, lead, sections)


def _split(page_id: str, body: str) -> tuple[str, dict[str, str]]:
    # Headings inside fences are content: blank the fences out before looking for headings.
    blank = _FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), body)
    marks = list(_HEADING.finditer(blank))
    lead = body[: marks[0].start()] if marks else body
    sections: dict[str, str] = {}
    ends = [*(mark.start() for mark in marks[1:]), len(body)]
    for mark, end in zip(marks, ends, strict=False):
        if mark[1] in sections:
            raise PageError(f"{page_id}.md: the section {mark[1]!r} stands twice")
        sections[mark[1]] = body[mark.end() : end].strip("\n")
    return lead.strip(), sections


def items(section: str) -> tuple[str, ...]:
    """Return the items of a bulleted list, each joined to one line."""
    return tuple(" ".join(part.split()) for part in _ITEM.split(section)[1:])


def fences(section: str) -> tuple[str, ...]:
    """Return the contents of the fenced blocks of a section."""
    return tuple(match[3].rstrip("\n") for match in _FENCE.finditer(section))


def paragraphs(text: str) -> tuple[str, ...]:
    """Return paragraphs, each joined to one line."""
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())


def first_sentence(text: str) -> str:
    """Return the first sentence of a paragraph (a full stop inside a word or a version does not end it)."""
    found = re.match(r"(.+?[.!?])(?=\s+[^a-z]|\s*$)", text, re.S)
    return found[1] if found else text
