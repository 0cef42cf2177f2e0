"""The front page (the paste box) and the list of all pages."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from claude_doctor.base.model import CATEGORIES
from claude_doctor.catalogue import pages as _pages
from claude_doctor.doors.explain import short
from web.sheet import HERE, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_doctor.base.model import Entry

Link = tuple[str, str, str]  # path, name, title
KINDS = {
    "command": "Commands",
    "check": "Checks of health",
    "format": "Log formats of tail",
    "guide": "Guides",
}


def front(entries: Sequence[Entry], others: Sequence[Link], *, reads: bool) -> Sheet:
    """Return the front page; `reads` says whether the program itself is served beside it."""
    statuses = sorted(
        {entry.status for entry in entries if _pages.status_page(entry) and entry.status and entry.type}
    )
    buttons = "".join(
        f'<li><button type="button" data-words="{status}">{status}</button></li>' for status in statuses
    )
    whole = (
        "Anything else is read by the program itself, which your browser loads from this site once."
        if reads
        else ""
    )
    body = (
        "<h1>Claude API errors: what happened, whose fault, retry or not</h1>"
        '<label for="box">Paste an error, or type a status, a name, a word</label>'
        '<textarea id="box" spellcheck="false" autocomplete="off" autocapitalize="off" '
        'placeholder="529, overloaded_error, a whole traceback …"></textarea>'
        f'<ul class="row" id="statuses" aria-label="Statuses">{buttons}</ul>'
        '<p id="state" role="status" class="dim"></p><div id="answer" role="region" aria-live="polite" '
        'aria-label="Answer" hidden></div>'
        '<ul id="found" aria-label="Pages found"></ul>'
        f"<p>Nothing you paste leaves your browser. {whole} The same answers at a terminal, offline: "
        "<code>claude-doctor explain</code>.</p>"
        '<noscript><p>Without scripts: <a href="all.html">the list of all pages</a>.</p></noscript>'
        f'<p>{len(entries)} kinds of error, {len(others)} other pages: <a href="all.html">all of '
        "them</a>.</p>"
        + _links("Commands", [link for link in others if link[0].startswith("command/")])
        + _links("Guides", [link for link in others if link[0].startswith("guide/")])
    )
    says = (
        "Paste any Claude API error: what it means, whose fault it is, whether to retry and when, what to "
        "change. Nothing leaves your browser."
    )
    script = "\n".join(
        line
        for line in (HERE / "front.js").read_text(encoding="utf-8").splitlines()
        if not line.startswith("//")
    )
    return Sheet(
        "", "Claude API errors explained: paste one (claude-doctor)", says, body, script=script, reaches=True
    )


def everything(
    entries: Sequence[Entry],
    rules: Sequence[Entry],
    others: Sequence[Link],
    by_status: Mapping[int | None, Sequence[Entry]],
) -> Sheet:
    """Return the list of all pages: by status, then what has none by category, rules, checks, formats,
    commands, guides.
    """
    parts = ["<h1>All pages</h1>"]
    known = sorted(status for status in by_status if status is not None)
    parts += [_entries(f"Status {status}", by_status[status], f"status-{status}") for status in known]
    bare = [entry for entry in entries if entry.status is None]
    parts += [
        _entries(f"Without a status: {category}", [e for e in bare if e.category == category])
        for category in CATEGORIES
    ]
    parts.append(_entries("Rules of batch-check", rules))
    for kind, title in KINDS.items():
        parts.append(_links(title, [link for link in others if link[0].startswith(f"{kind}/")]))
    says = (
        "Every Claude API error, batch rule, health check, log format and command that claude-doctor knows."
    )
    return Sheet("all.html", "All Claude API errors (claude-doctor)", says, "".join(parts))


def _entries(title: str, entries: Sequence[Entry], name: str = "") -> str:
    return _links(
        f"{title} ({len(entries)})", [(f"e/{e.id}/", e.id, short.headline(e)) for e in entries], name
    )


def _links(title: str, links: Sequence[Link], name: str = "") -> str:
    if not links:
        return ""
    items = "".join(
        f'<li><a href="{_file(path)}">{html.escape(words)}</a> <code>{html.escape(short_name)}</code></li>'
        for path, short_name, words in links
    )
    anchor = f' id="{name}"' if name else ""
    return f'<h2{anchor}>{html.escape(title)}</h2><ul class="all">{items}</ul>'


def _file(path: str) -> str:
    return f"{path}index.html" if path.endswith("/") else path
