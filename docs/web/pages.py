"""The pages below the front page: an entry or rule, a check, a log format, a command, a guide."""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from claude_doctor.doors.explain import short
from web.sheet import MARKDOWN, Sheet, inline, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from claude_doctor.base.model import Entry, Source
    from claude_doctor.doors.health.report import CheckInfo

RETRY = {
    "yes": "yes",
    "no": "no",
    "after_fix": "not before the fix",
    "after_wait": "yes, after waiting",
    "conditional": "it depends",
}
FAULT = {
    "yours": "yours",
    "theirs": "theirs (the provider)",
    "between": "between you and the API",
    "none": "nobody's",
    "unknown": "not decided by the text",
}
PLATFORM = {
    "bedrock": "Claude on Amazon Bedrock",
    "vertex": "Claude on Vertex AI",
    "foundry": "Claude in Microsoft Foundry",
    "claude-platform-on-aws": "Claude Platform on AWS",
    "claude-code": "Claude Code",
}
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]+[^\s<>\"'`\\.,;:)\]}]")
_NEIGHBOURS = 12


def titled(entry: Entry, where: str = "") -> str:
    """Return the title as people search for it: `529 overloaded_error: the
    API is overloaded (Claude API)`.
    """
    return f"{short.headline(entry)} ({where or PLATFORM.get(entry.platform, 'Claude API')})"


def listed(title: str, items: Sequence[str], tag: str = "ul") -> str:
    """Return a section with a list, nothing when the list is empty."""
    if not items:
        return ""
    return f"<h2>{title}</h2><{tag}>{''.join(f'<li>{inline(item)}</li>' for item in items)}</{tag}>"


def block(title: str, text: str) -> str:
    """Return a section with preformatted text, nothing when it is empty."""
    return f'<h2>{title}</h2><pre tabindex="0"><code>{html.escape(text)}</code></pre>' if text else ""


def linked(text: str) -> str:
    """Return text as HTML in which each address is a link."""
    parts, at = [], 0
    for found in _ADDRESS.finditer(text):
        parts += [
            html.escape(text[at : found.start()]),
            f'<a href="{html.escape(found[0])}" rel="noopener">{html.escape(found[0])}</a>',
        ]
        at = found.end()
    return "".join((*parts, html.escape(text[at:])))


def source(item: Source) -> str:
    """Return a source as a list item: where it is, linked where it has an address, when it was read, what it
    says.
    """
    where = (
        item.where
        if re.match(r"https?://", item.where) or not re.match(r"[\w-]+(\.[\w-]+)+/", item.where)
        else f"https://{item.where}"
    )
    return (
        f'<li>{linked(where)} <span class="dim">(read {item.read}'
        f"{'; ' + html.escape(item.says) if item.says else ''})</span></li>"
    )


def _verdict(entry: Entry) -> str:
    rows = [
        ("Fault", FAULT[entry.fault]),
        ("Retry", f"{RETRY[entry.retryable]}. {inline(entry.wait)}"),
        ("Cost", inline(entry.billed)),
        (
            "Kind",
            " · ".join(
                html.escape(str(part))
                for part in (entry.status, entry.type, entry.error_code, entry.category)
                if part
            ),
        ),
    ]
    if entry.delays_s:
        rows.insert(2, ("Waits", ", ".join(f"{step:g}" for step in entry.delays_s) + " s, with jitter"))
    return (
        "<table "
        'class="verdict">'
        f'{"".join(f"""<tr><th scope="row">{name}</th><td>{text}</td></tr>""" for name, text in rows)}</'
        "table>"
    )


def _neighbours(entry: Entry, by_status: Mapping[int | None, Sequence[Entry]]) -> str:
    others = [other for other in by_status.get(entry.status, ()) if other.id != entry.id]
    if entry.status is None or not others:
        return ""
    same = sorted(
        others, key=lambda other: (other.type != entry.type, not other.id.startswith(entry.id[:4]), other.id)
    )[:_NEIGHBOURS]
    shown = "".join(
        f'<li><a href="../{other.id}/index.html">{html.escape(short.headline(other))}</a></li>'
        for other in same
    )
    return (
        f"<h2>Other pages of status {entry.status}</h2><ul>{shown}</ul><p><a "
        f'href="../../all.html#status-{entry.status}">all {len(others) + 1}</a></p>'
    )


def entry_page(
    entry: Entry, ids: set[str], by_status: Mapping[int | None, Sequence[Entry]], where: str = ""
) -> Sheet:
    """Return the page of an entry or a rule; `where` names what it belongs to in its title."""
    related = ", ".join(
        f'<a href="../{name}/index.html"><code>{name}</code></a>' for name in entry.related if name in ids
    )
    firm = (
        ""
        if entry.confidence == "documented"
        else f'<p class="dim">This page is {entry.confidence}, not documented.</p>'
    )
    body = (
        (
            f'<h1>{html.escape(short.headline(entry))}</h1><p class="dim"><code>{entry.id}</code></p>'
            f"{_verdict(entry)}"
        )
        + "".join(f"<p>{inline(paragraph)}</p>" for paragraph in entry.meaning.split("\n\n"))
        + listed("What to do", entry.fixes, "ol")
        + listed("Causes", entry.causes)
        + block("Bad", entry.bad)
        + block("Good", entry.good)
        + block("Python", entry.python)
        + block("TypeScript", entry.typescript)
        + listed("On other platforms", entry.platforms)
        + listed("Good to know", entry.notes)
        + block("How it looks", "\n\n".join(entry.examples))
        + (f"<h2>Related</h2><p>{related}</p>" if related else "")
        + f"<h2>Sources</h2><ul>{''.join(map(source, entry.sources))}</ul>{firm}"
        + _neighbours(entry, by_status)
    )
    says = f"Fault: {entry.fault}. Retry: {RETRY[entry.retryable]}. {short.first_sentence(entry.meaning)}"
    return Sheet(
        f"e/{entry.id}/",
        titled(entry, where),
        says,
        body,
        read=max((item.read for item in entry.sources), default=""),
    )


def check_page(check: CheckInfo, words: str) -> Sheet:
    """Return the page of a check of `health`; `words` is what the guide says of it (Markdown)."""
    needs = (
        ", ".join(f'<a href="../{name}/index.html"><code>{name}</code></a>' for name in check.needs)
        or "nothing"
    )
    rows = (
        ("Verifies", html.escape(check.verifies)),
        ("Stage", check.stage),
        ("Needs", needs),
        ("Sends", html.escape(check.cost) or "nothing"),
    )
    table = "".join(f'<tr><th scope="row">{name}</th><td>{text}</td></tr>' for name, text in rows)
    body = (
        f'<h1>Check {check.id}</h1><table class="verdict">{table}</table>{MARKDOWN.render(words)}'
        f"<pre>claude-doctor health --only {check.id}</pre>"
        '<p><a href="../../guide/health.html">health</a>: all checks, in order.</p>'
    )
    return Sheet(
        f"check/{check.id}/",
        f"{check.id}: {plain(check.verifies, 60)} (claude-doctor health)",
        check.verifies,
        body,
    )


def format_page(name: str, words: str) -> Sheet:
    """Return the page of a log format that `tail` reads; `words` is what its reader says of it."""
    shown = name.replace("_", " ")
    body = (
        f"<h1>Log format: {shown}</h1><p>{inline(words)}</p><p>It is recognised line by line, with "
        "nothing to configure; one file may mix formats.</p>"
        '<pre>claude-doctor tail FILE</pre><p><a href="../../guide/tail.html">tail</a>: all that is '
        "recognised, and what is counted.</p>"
    )
    return Sheet(
        f"format/{name}/",
        f"Claude API errors in {shown} logs (claude-doctor tail)",
        f"{words} Read by claude-doctor tail.",
        body,
    )


def command_page(name: str, says: str, text: str) -> Sheet:
    """Return the page of a command: its help as the terminal prints it, and its guide."""
    guide_link = f'<p><a href="../../guide/{name}.html">The whole guide to {name}</a></p>'
    body = (
        f"<h1>claude-doctor {name}</h1><p>{html.escape(says)}</p>{guide_link}<pre "
        f'tabindex="0">{html.escape(text.strip())}</pre>'
    )
    return Sheet(
        f"command/{name}/",
        f"claude-doctor {name}: {plain(says, 70)}",
        f"{says} Options of claude-doctor {name}.",
        body,
    )


def guide(path: Path, below: str = "") -> Sheet:
    """Return one of the docs as a page; links to docs lead to their pages, those to sources are dropped."""
    text = (
        re.sub(
            r"\[([^\]]+)\]\((?:\.\./)?(?:claude_doctor|docs/schema|schema)[^)]*\)",
            r"\1",
            path.read_text(encoding="utf-8"),
        )
        .replace("(docs/", "(")
        .replace(".md)", ".html)")
        .replace(".md#", ".html#")
    )
    tokens = MARKDOWN.parse(text)
    for opening, inside in pairwise(tokens):
        if opening.type == "heading_open":  # so that `health` can lead to a check: guide/health.html#net-tls
            opening.attrSet("id", re.sub(r"[^a-z0-9]+", "-", inside.content.lower()).strip("-"))
    title = next(
        (inside.content for opening, inside in pairwise(tokens) if opening.type == "heading_open"), path.stem
    )
    first = next(
        (inside.content for opening, inside in pairwise(tokens) if opening.type == "paragraph_open"), title
    )
    body = str(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})).replace("<pre>", '<pre tabindex="0">')
    return Sheet(f"guide/{below}{path.stem}.html", f"{plain(title, 60)} (claude-doctor guide)", first, body)
