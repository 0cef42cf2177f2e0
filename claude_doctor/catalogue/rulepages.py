"""Pages of batch rules -> what `explain <rule-id>` prints and what `batch-check` knows of each rule.

Same Markdown shape as an entry. Front matter: `title`, `severity` (error, warning), `when` (create, result,
advice), `confidence` (documented, observed, inferred), `entry` (the id of the error it becomes at the API, or
left out), `related`, `[[source]]`; `status`, `type`, `retryable`, `wait` and `cost` where the API's answer is
not a 400 `invalid_request_error` that a changed request avoids (`status = "none"`: no error of its own);
`version` and `betas` say what its examples are checked for, `visible = false` that it cannot be seen in a
file. Sections: Why, Fixes, Bad, Good, and Good to know. A page without Bad is only for rules that cannot be
seen or shown in a file.
"""

from __future__ import annotations

import os
from datetime import date
from typing import Any

from claude_doctor.base.errors import PageError
from claude_doctor.base.model import RETRYABLE, Entry, Source
from claude_doctor.base.record import record
from claude_doctor.catalogue import page

PAGES = os.path.join(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "doors", "batch_check", "pages"
)
SECTIONS = ("Why", "Fixes", "Bad", "Good", "Good to know")
ALLOWED = {
    "severity": ("error", "warning"),
    "when": ("create", "result", "advice"),
    "confidence": ("documented", "observed", "inferred"),
}
_ANSWER: dict[str, tuple[type, ...]] = {
    "status": (int, str),
    "type": (str,),
    "retryable": (str,),
    "wait": (str,),
    "cost": (str,),
}
_KEYS = {"title", "entry", "related", "source", "version", "betas", "visible", "today", *_ANSWER, *ALLOWED}
_WHEN = {
    "create": "The API refuses the whole batch at once, with this error, and nothing runs.",
    "result": (
        "The batch is accepted; hours later this request comes back as `errored`, the others run. An "
        "errored request is not billed."
    ),
    "advice": "Nothing is refused: it costs money or quality, or means something else than it seems to.",
}


@record
class RulePage:
    """One page: the entry that `explain` prints, its catalogue entry, and the examples with what they are
    checked for.
    """

    shown: Entry
    severity: str
    when: str
    entry: str | None
    bad: tuple[str, ...]
    good: tuple[str, ...]
    version: str | None
    betas: tuple[str, ...]
    visible: bool
    today: str | None


def read(folder: str = PAGES) -> tuple[list[RulePage], list[str]]:
    """Read all rule pages in order of id, and the faults found."""
    found, faults = [], []
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        if not name.endswith(".md"):
            continue
        try:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                found.append(rule_page(page.parse(name[:-3], file.read())))
        except (PageError, UnicodeDecodeError) as error:
            faults.append(
                f"rules/pages/{name}: {error}"
                if isinstance(error, UnicodeDecodeError)
                else f"rules/pages/{error}"
            )
    return found, faults


def rule_page(item: page.Page) -> RulePage:
    """Turn a parsed page into a rule page; PageError says what is wrong with it."""
    front: dict[str, Any] = item.front
    _check(item, front)
    section = item.sections.get
    return RulePage(
        shown=_shown(item, front),
        severity=front["severity"],
        when=front["when"],
        entry=front.get("entry"),
        bad=page.fences(section("Bad", "")),
        good=page.fences(section("Good", "")),
        version=front.get("version"),
        betas=tuple(front.get("betas", ())),
        visible=front.get("visible", True),
        today=str(front["today"]) if "today" in front else None,
    )


def _shown(item: page.Page, front: dict[str, Any]) -> Entry:
    section = item.sections.get
    answer = _answer(front)
    return Entry(
        id=item.id,
        title=front["title"],
        category="batch",
        fault="yours",
        platform="claude-api",
        status=answer["status"],
        also_statuses=(),
        type=answer["type"],
        also_types=(),
        error_code=None,
        aliases=(),
        sdk_classes=(),
        retryable=answer["retryable"],
        wait=answer["wait"],
        delays_s=(),
        honour_retry_after=answer["status"] == 429,
        sdk_retries=answer["status"] == 429,
        billed=answer["cost"],
        related=tuple(front.get("related", (front["entry"],) if "entry" in front else ())),
        confidence=front["confidence"],
        topic=False,
        wrapper=False,
        own_words=(),
        beats=(),
        since=None,
        retired=None,
        meaning="\n\n".join(page.paragraphs(item.lead)),
        causes=page.items(section("Why", "")) or page.paragraphs(section("Why", "")),
        fixes=page.items(section("Fixes", "")),
        python="",
        typescript="",
        platforms=(),
        notes=page.items(section("Good to know", "")),
        examples=(),
        sources=tuple(_source(item.id, source) for source in front["source"]),
        bad="\n\n".join(page.fences(section("Bad", ""))),
        good="\n\n".join(page.fences(section("Good", ""))),
    )


def _answer(front: dict[str, Any]) -> dict[str, Any]:
    """Return what the API answers: of a request that it refuses, of one that it takes, and what the page says
    instead.
    """
    usual: dict[str, Any] = {"status": 400, "type": "invalid_request_error", "retryable": "after_fix"}
    usual["wait"] = "Change the request, then send it again."
    if front["when"] == "advice" or front.get("status") == "none":
        usual = {"status": None, "type": None, "retryable": "yes", "wait": "The request runs as it is."}
    usual["cost"] = _WHEN[front["when"]]
    return usual | {key: front[key] for key in _ANSWER if key in front and front[key] != "none"}


def _check(item: page.Page, front: dict[str, Any]) -> None:
    for key in front:
        if key not in _KEYS:
            raise PageError(f"{item.id}.md: unknown key `{key}`; known are {', '.join(sorted(_KEYS))}")
    for key, allowed in ALLOWED.items():
        if front.get(key) not in allowed:
            raise PageError(f"{item.id}.md: `{key}` is {front.get(key)!r}; allowed are {', '.join(allowed)}")
    if not isinstance(front.get("title"), str) or len(front["title"]) > 60 or front["title"].endswith("."):
        raise PageError(
            f"{item.id}.md: `title` is missing, longer than 60 characters, or ends in a full stop"
        )
    _check_answer(item.id, front)
    if not front.get("source") or not item.lead:
        raise PageError(f"{item.id}.md: a [[source]] or the first paragraph is missing")
    for title in item.sections:
        if title not in SECTIONS:
            raise PageError(f"{item.id}.md: unknown section {title!r}; known are {', '.join(SECTIONS)}")
    if not item.sections.get("Why") or not page.items(item.sections.get("Fixes", "")):
        raise PageError(f"{item.id}.md: Why (a paragraph or a list) or Fixes (a list) is missing")


def _check_answer(page_id: str, front: dict[str, Any]) -> None:
    for key, kind in _ANSWER.items():
        if key in front and (not isinstance(front[key], kind) or isinstance(front[key], bool)):
            raise PageError(f"{page_id}.md: `{key}` is {front[key]!r}")
    if front.get("status", "none") != "none" and not (isinstance(front["status"], int) and front.get("type")):
        raise PageError(f'{page_id}.md: `status` is a number with a `type` beside it, or "none"')
    if front.get("retryable", "yes") not in RETRYABLE:
        raise PageError(
            f"{page_id}.md: `retryable` is {front['retryable']!r}; allowed are {', '.join(RETRYABLE)}"
        )


def _source(page_id: str, given: dict[str, Any]) -> Source:
    where = given.get("url") or given.get("where")
    if (
        not isinstance(where, str)
        or not isinstance(given.get("read"), date)
        or set(given) - {"url", "where", "read", "says"}
    ):
        raise PageError(
            f"{page_id}.md: a [[source]] needs `url` or `where`, `read` as a date, and may have `says`"
        )
    return Source(where, given["read"].isoformat(), given.get("says", ""))
