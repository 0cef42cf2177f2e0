"""The pages of the entries, read and checked: what a page must hold, and what must hold between pages."""

from __future__ import annotations

import os
import re
from datetime import date
from typing import Any

from claude_doctor.base.errors import PageError
from claude_doctor.base.model import CATEGORIES, FAULTS, RETRYABLE, Entry, Source
from claude_doctor.catalogue import letters, page, phrase, typed

ENTRIES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "entries")
PLATFORMS = ("any", "claude-api", "bedrock", "vertex", "foundry", "claude-platform-on-aws", "claude-code")
CONFIDENCES = ("documented", "observed", "inferred")
SECTIONS = ("Causes", "Fixes", "Python", "TypeScript", "Platforms", "Good to know", "Examples")
_REQUIRED = {
    "title": str,
    "category": str,
    "fault": str,
    "platform": str,
    "retryable": str,
    "wait": str,
    "delays_s": list,
    "honour_retry_after": bool,
    "sdk_retries": bool,
    "billed": str,
    "related": list,
    "confidence": str,
    "source": list,
}
_OPTIONAL = {
    "status": int,
    "also_statuses": list,
    "type": str,
    "also_types": list,
    "error_code": str,
    "aliases": list,
    "sdk_classes": list,
    "topic": bool,
    "wrapper": bool,
    "own_words": list,
    "beats": list,
    "since": (str, date),
    "retired": (str, date),
    "match": list,
    "short_fixes": list,
}
_UNKNOWN_CODE = re.compile(r"[45](?:\d\d|xx)|name")
_MATCH = {
    "message": str,
    "exception": str,
    "type": str,
    "status": int,
    "platform": str,
    "model": str,
    "streaming": bool,
    "unknown_code": str,
    "words": list,
    "weak": bool,
    "unless": str,
}


def read_entries(folder: str = ENTRIES) -> tuple[list[tuple[Entry, list[dict[str, Any]]]], list[str]]:
    """Read all pages of a folder: (entry, its match tables) in order of id, and the faults found."""
    found, faults = [], []
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".md"):
            continue
        try:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                found.append(entry_of(page.parse(name[:-3], file.read())))
        except (PageError, UnicodeDecodeError) as error:
            faults.append(f"{name}: {error}" if isinstance(error, UnicodeDecodeError) else str(error))
    return found, faults


def entry_of(item: page.Page) -> tuple[Entry, list[dict[str, Any]]]:
    """Turn a parsed page into an Entry and its match tables; PageError says what is wrong with it."""
    front = _checked_front(item)
    _check_sections(item)
    section = item.sections.get
    entry = Entry(
        id=item.id,
        title=front["title"],
        category=front["category"],
        fault=front["fault"],
        platform=front["platform"],
        status=front.get("status"),
        also_statuses=tuple(front.get("also_statuses", ())),
        type=front.get("type"),
        also_types=tuple(front.get("also_types", ())),
        error_code=front.get("error_code"),
        aliases=tuple(front.get("aliases", ())),
        sdk_classes=tuple(front.get("sdk_classes", ())),
        retryable=front["retryable"],
        wait=front["wait"],
        delays_s=tuple(front["delays_s"]),
        honour_retry_after=front["honour_retry_after"],
        sdk_retries=front["sdk_retries"],
        billed=front["billed"],
        related=tuple(front["related"]),
        confidence=front["confidence"],
        topic=front.get("topic", False),
        wrapper=front.get("wrapper", False),
        own_words=tuple(front.get("own_words", ())),
        beats=tuple(front.get("beats", ())),
        since=_day(front.get("since")),
        retired=_day(front.get("retired")),
        meaning="\n\n".join(page.paragraphs(item.lead)),
        causes=page.items(section("Causes", "")),
        fixes=page.items(section("Fixes", "")),
        python="\n\n".join(page.fences(section("Python", ""))),
        typescript="\n\n".join(page.fences(section("TypeScript", ""))),
        platforms=page.items(section("Platforms", "")),
        notes=page.items(section("Good to know", "")),
        examples=page.fences(section("Examples", "")),
        sources=tuple(_source(item.id, source) for source in front["source"]),
        short_fixes=tuple(front.get("short_fixes", ())),
    )
    _check_entry(entry)
    return entry, _checked_matches(item.id, front.get("match", []))


def _check_sections(item: page.Page) -> None:
    for title in item.sections:
        if title not in SECTIONS:
            raise PageError(f"{item.id}.md: unknown section {title!r}; known are {', '.join(SECTIONS)}")
    for title in ("Causes", "Fixes", "Examples"):
        if not item.sections.get(title, "").strip():
            raise PageError(f"{item.id}.md: the section {title!r} is missing")
    if not item.lead:
        raise PageError(f"{item.id}.md: the paragraph that says what it means is missing")


def _check_entry(entry: Entry) -> None:
    if not (entry.causes and entry.fixes and entry.examples):
        raise PageError(f"{entry.id}.md: Causes and Fixes are lists (`- `), Examples are fenced blocks")
    if len(entry.short_fixes) > 3 or not set(entry.short_fixes) <= set(range(1, len(entry.fixes) + 1)):
        raise PageError(f"{entry.id}.md: `short_fixes` are at most three numbers of Fixes, from 1")


def _day(value: object) -> str | None:
    return None if value is None else str(value)


def _source(page_id: str, given: dict[str, Any]) -> Source:
    where = given.get("url") or given.get("where")
    if not isinstance(where, str) or not isinstance(given.get("read"), date):
        raise PageError(f"{page_id}.md: a [[source]] needs `url` or `where`, and `read` as a date")
    unknown = set(given) - {"url", "where", "read", "says"}
    if unknown:
        raise PageError(f"{page_id}.md: unknown key in [[source]]: {', '.join(sorted(unknown))}")
    return Source(where, given["read"].isoformat(), given.get("says", ""))


def _checked_front(item: page.Page) -> dict[str, Any]:
    front: dict[str, Any] = item.front
    for key, kind in _REQUIRED.items():
        if not isinstance(front.get(key), kind):
            raise PageError(f"{item.id}.md: `{key}` is missing or not a {kind.__name__}")
    for key, value in front.items():
        if key not in _REQUIRED and key not in _OPTIONAL:
            raise PageError(f"{item.id}.md: unknown key `{key}`")
        if key in _OPTIONAL and not isinstance(value, _OPTIONAL[key]):  # type: ignore[arg-type]
            raise PageError(f"{item.id}.md: `{key}` has the wrong type")
    platforms = (*PLATFORMS, front["platform"] if front["platform"].startswith("gateway:") else "any")
    for key, allowed in (
        ("category", CATEGORIES),
        ("fault", FAULTS),
        ("retryable", RETRYABLE),
        ("confidence", CONFIDENCES),
        ("platform", platforms),
    ):
        if front[key] not in allowed:
            raise PageError(f"{item.id}.md: `{key}` is {front[key]!r}; allowed are {', '.join(allowed)}")
    if not front["source"]:
        raise PageError(f"{item.id}.md: a page without a [[source]]")
    if len(front["title"]) > 60 or front["title"].endswith("."):
        raise PageError(f"{item.id}.md: `title` is longer than 60 characters or ends in a full stop")
    return front


def _checked_matches(page_id: str, matches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for match in matches:
        for key, value in match.items():
            if key not in _MATCH or not isinstance(value, _MATCH[key]):
                raise PageError(f"{page_id}.md: [[match]] `{key}` is unknown or has the wrong type")
        if "unknown_code" in match:
            _check_unknown_code(page_id, match)
        elif "words" in match:
            _check_words(page_id, match)
        elif not (set(match) & {"message", "exception", "type"} or {"status", "platform"} <= set(match)):
            raise PageError(
                f"{page_id}.md: a [[match]] needs `message`, `exception`, `type`, `unknown_code`, "
                "`words`, or `status` with `platform`"
            )
        if "message" in match:
            _check_message(page_id, match)
    return matches


def _check_unknown_code(page_id: str, match: dict[str, Any]) -> None:
    if set(match) != {"unknown_code"} or not _UNKNOWN_CODE.fullmatch(match["unknown_code"]):
        raise PageError(
            f'{page_id}.md: [[match]] `unknown_code` stands alone and is a status ("409"), a family '
            '("5xx"), or "name"'
        )


def _check_message(page_id: str, match: dict[str, Any]) -> None:
    if letters.is_other(match["message"]):
        if set(match) != {"message", "weak"} or not match["weak"]:
            raise PageError(
                f"{page_id}.md: [[match]] `message` in another script is `weak`, and has no further condition"
            )
    elif not phrase.compiled(match["message"]):
        raise PageError(f"{page_id}.md: [[match]] `message` has no words")


def _check_words(page_id: str, match: dict[str, Any]) -> None:
    if set(match) != {"words"} or not all(
        isinstance(item, str) and typed.key(item) for item in match["words"]
    ):
        raise PageError(
            f"{page_id}.md: [[match]] `words` stands alone and is a list of what people type, at "
            f"most {typed.MOST} words each"
        )


def scripts_of(matches: list[dict[str, Any]]) -> list[str]:
    """Return the phrases in other scripts, as they are compared."""
    return [
        letters.squeezed(match["message"]) for match in matches if letters.is_other(match.get("message", ""))
    ]


def typed_of(matches: list[dict[str, Any]]) -> list[str]:
    """Return the keys of the words by which people look for a page."""
    return [typed.key(item) for match in matches for item in match.get("words", ())]


def names_of(entry: Entry) -> list[str]:
    """Return all names an entry is looked up by, lower-case, the id first."""
    names = [entry.id, *entry.aliases, *entry.sdk_classes]
    if entry.error_code:
        names.append(entry.error_code)
    return list(dict.fromkeys(name.lower() for name in names))


def faults_between(entries: list[Entry]) -> list[str]:
    """Return what is wrong across pages: a name on two pages, a related id that does not exist."""
    owner: dict[str, str] = {}
    faults = []
    ids = {entry.id for entry in entries}
    for entry in entries:
        taken = [name for name in names_of(entry) if owner.setdefault(name, entry.id) != entry.id]
        faults += [f"{entry.id}.md: the name {name!r} belongs to {owner[name]}.md already" for name in taken]
        faults += [
            f"{entry.id}.md: related `{other}` has no page" for other in entry.related if other not in ids
        ]
        faults += [f"{entry.id}.md: beats `{other}` has no page" for other in entry.beats if other not in ids]
        if entry.id in entry.related:
            faults.append(f"{entry.id}.md: is related to itself")
    return faults


def status_page(entry: Entry) -> bool:
    """Whether an entry is the page of its status: named http_<status>, or
    listing the number among its names.
    """
    return entry.status is not None and (
        entry.id == f"http_{entry.status}" or str(entry.status) in entry.aliases
    )
