"""Whether an output acts on who reads it: the list of what in it would."""

from __future__ import annotations

import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from markdown_it import MarkdownIt

from tests.payloads.kinds import EVIL

_RUNNER = re.compile(r"##\w{0,20}\[")
_OURS = re.compile(r"::(?:error|warning|notice)(?: (?:title|file|line|col)=[^\n]*)?::")
_GITHUB = re.compile(rf"https?://{EVIL}|(?<![\w.])www\.{EVIL}|@org/|(?<![\w&])#123")
# What our own reports fold away.
OWN = {"</details>", "<details><summary>First findings of each rule</summary>"}
_READER = MarkdownIt("commonmark", {"html": True}).enable("table")
# Marks that change how a letter looks; no program acts on them.
_SEEN = {"Mn"}


def found(form: str, text: str) -> list[str]:
    """Return what acts in an output of a format; an empty list is harmless."""
    return [*_characters(text), *_runners(form, text), *_document(form, text)]


def _characters(text: str) -> Iterator[str]:
    for char in sorted(set(text) - {"\n", "\t"}):
        kind = unicodedata.category(char)
        if kind in ("Cc", "Cf", "Zl", "Zp", "Cs") or char in "\u034f\u115f\u3164\u180e":
            yield f"raw {char!a}"


def _runners(form: str, text: str) -> Iterator[str]:
    if _RUNNER.search(text):
        yield f"a runner's command: {_RUNNER.findall(text)}"
    for line in text.splitlines():
        if line.lstrip().startswith("::") and not (form == "github" and _OURS.match(line)):
            yield f"a runner's command: {line[:60]!r}"
        if form == "github" and re.match(r"::error::ZZ", line):
            yield f"the payload's own command: {line[:60]!r}"


def _document(form: str, text: str) -> Iterator[str]:
    if form in ("json", "sarif", "gitlab"):
        json.loads(text)
    elif form == "events":
        [json.loads(line) for line in text.splitlines() if line]
    elif form == "junit":
        ET.fromstring(text)
    elif form == "markdown":
        yield from _markdown(text)
    elif form == "html":
        yield from _html(text)


def _markdown(text: str) -> Iterator[str]:
    tokens = _READER.parse(text)
    for at, token in enumerate(tokens):
        if token.type == "html_block" and token.content.strip() not in OWN:
            yield f"HTML: {token.content[:60]!r}"
        if token.type == "heading_open" and tokens[at + 1].content.strip() in ("ZZ", "H"):
            yield f"a heading: {tokens[at + 1].content!r}"
        for child in token.children or ():
            if child.type in ("html_inline", "image"):
                yield f"{child.type}: {child.content[:60]!r}"
            elif child.type == "link_open" and EVIL in str(child.attrs.get("href")):
                yield f"a link: {child.attrs}"
            elif child.type == "text" and _GITHUB.search(child.content):
                yield f"GitHub makes a link of {child.content[:80]!r}"


def _html(text: str) -> Iterator[str]:
    for tag in ("<img src=x", "<script>ZZ", "</details><details open>", f'href="http://{EVIL}', "<!-- ZZ"):
        if tag in text:
            yield f"raw {tag}"
