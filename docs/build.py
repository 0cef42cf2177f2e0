"""Builds the site: one page for every entry and rule at an address that never changes, and the lookup table on top.

    python docs/build.py [OUT]        (default: site)

Reads the pages of the checkout it lies in; needs claude-doctor installed (`pip install .`), which brings markdown-it-py along.
Every page carries a Content-Security-Policy
that allows only its own inline style and script.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import sys
from itertools import pairwise
from pathlib import Path

try:
    from markdown_it import MarkdownIt

    from claude_doctor.base.model import CATEGORIES, Entry
    from claude_doctor.catalogue import pages as _pages
    from claude_doctor.catalogue import rulepages
except ModuleNotFoundError as error:
    raise SystemExit(f"docs/build.py needs the module {error.name}: run `pip install .` in the checkout, then build with the same Python") from None

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
ENTRIES = ROOT / "claude_doctor" / "catalogue" / "entries"  # an installed claude-doctor has them compiled only
RULES = ROOT / "claude_doctor" / "doors" / "batch_check" / "pages"
STYLE = """
:root{color-scheme:light dark;--line:#8884;--dim:#777;--accent:#b3541e}
body{font:16px/1.55 system-ui,sans-serif;max-width:54rem;margin:2rem auto;padding:0 1rem}
h1{line-height:1.2}code,pre{font:.9em ui-monospace,monospace}pre{overflow:auto;padding:.8rem;border:1px solid var(--line);border-radius:6px}
a{color:var(--accent)}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
#lookup td:first-child{width:52%}#lookup td:last-child{white-space:nowrap}
.dim{color:var(--dim)}.verdict td:first-child{width:7rem;color:var(--dim)}input{font:inherit;width:100%;padding:.5rem;box-sizing:border-box}
"""
SCRIPT = """
const box=document.getElementById('find'),rows=[...document.querySelectorAll('#lookup tbody tr')];
box.addEventListener('input',()=>{const words=box.value.toLowerCase().split(/\\s+/).filter(Boolean);
for(const row of rows){const text=row.textContent.toLowerCase();row.hidden=!words.every(word=>text.includes(word));}});
"""
RETRY = {"yes": "yes", "no": "no", "after_fix": "not before the fix", "after_wait": "yes, after waiting", "conditional": "it depends"}
FAULT = {
    "yours": "yours",
    "theirs": "theirs (the provider)",
    "between": "between you and the API",
    "none": "nobody's",
    "unknown": "not decided by the text",
}
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def inline(text: str) -> str:
    """Return a page's sentence as HTML."""
    return str(_markdown.renderInline(text))


def policy(*parts: str) -> str:
    """Return the Content-Security-Policy for inline parts, by their hashes."""
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'" for part in parts)
    return f"default-src 'none'; style-src {hashes}; script-src {hashes}; base-uri 'none'; form-action 'none'"


def sheet(title: str, body: str, depth: int, script: str = "") -> str:
    """Return a whole HTML page; `depth` is how many folders below the site's root it lies."""
    up = "../" * depth or "./"
    tail = f"<script>{script}</script>" if script else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(STYLE, *([script] if script else []))}">'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style></head><body>"
        f'<p class="dim"><a href="{up}index.html">claude-doctor</a> · not an Anthropic product</p>{body}{tail}</body></html>\n'
    )


def listed(title: str, items: tuple[str, ...], tag: str = "ul") -> str:
    """Return a section with a list, nothing when the list is empty."""
    if not items:
        return ""
    return f"<h2>{title}</h2><{tag}>{''.join(f'<li>{inline(item)}</li>' for item in items)}</{tag}>"


def block(title: str, text: str) -> str:
    """Return a section with preformatted text, nothing when it is empty."""
    return f"<h2>{title}</h2><pre><code>{html.escape(text)}</code></pre>" if text else ""


def entry_page(entry: Entry, ids: set[str]) -> str:
    """Return the page of an entry or a rule."""
    verdict = [
        ("Fault", FAULT[entry.fault]),
        ("Retry", f"{RETRY[entry.retryable]}. {inline(entry.wait)}"),
        ("Cost", inline(entry.billed)),
        ("Kind", " · ".join(html.escape(str(part)) for part in (entry.status, entry.type, entry.error_code, entry.category) if part)),
    ]
    if entry.delays_s:
        verdict.insert(2, ("Waits", ", ".join(f"{step:g}" for step in entry.delays_s) + " s, with jitter"))
    rows = "".join(f"<tr><td>{name}</td><td>{text}</td></tr>" for name, text in verdict)
    related = ", ".join(f'<a href="../{name}/index.html"><code>{name}</code></a>' for name in entry.related if name in ids)
    sources = "".join(
        f"<li>{html.escape(s.where)} <span class=dim>(read {s.read}{'; ' + html.escape(s.says) if s.says else ''})</span></li>" for s in entry.sources
    )
    firm = "" if entry.confidence == "documented" else f"<p class=dim>This page is {entry.confidence}, not documented.</p>"
    body = (
        f'<h1>{html.escape(entry.title)}</h1><p class="dim"><code>{entry.id}</code></p><table class="verdict">{rows}</table>'
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
        + f"<h2>Sources</h2><ul>{sources}</ul>{firm}"
    )
    return sheet(entry.title, body, 2)


def lookup_rows(pages: list[tuple[Entry, list[dict[str, object]]]]) -> str:
    """Return the table rows literal message -> entry, statuses first, then by message."""
    statuses = sorted((e for e, _ in pages if _pages.status_page(e)), key=lambda e: e.status or 0)
    rows = [(f"{e.status} {e.type or ''}", e) for e in statuses]
    rows += sorted(((str(m["message"]), e) for e, matches in pages for m in matches if "message" in m), key=lambda row: row[0])
    return "".join(
        f'<tr><td><code>{html.escape(words)}</code></td><td><a href="e/{e.id}/index.html">{html.escape(e.title)}</a></td><td>{RETRY[e.retryable]}</td></tr>'
        for words, e in rows
    )


def index(pages: list[tuple[Entry, list[dict[str, object]]]], rules: list[Entry], guides: list[str]) -> str:
    """Return the first page: the lookup table, then everything by category."""
    parts = [
        "<h1>Claude API errors: literal message → what it is</h1>",
        "<p>Type a few words of your error, or <code>claude-doctor explain</code> the whole paste: offline, and it finds the cause in a traceback.</p>",
        '<input id="find" type="search" placeholder="529, overloaded, prompt is too long ..." aria-label="Find an error" autofocus>',
        f'<table id="lookup"><thead><tr><th>message</th><th>entry</th><th>retry</th></tr></thead><tbody>{lookup_rows(pages)}</tbody></table>',
    ]
    for category in CATEGORIES:
        members = [e for e, _ in pages if e.category == category]
        parts.append(f"<h2>{category} ({len(members)})</h2><ul>{''.join(_link(e) for e in members)}</ul>")
    parts.append(f"<h2>batch rules ({len(rules)})</h2><ul>{''.join(_link(e) for e in rules)}</ul>" if rules else "")
    links = "".join(f'<li><a href="guide/{name}.html">{name}</a></li>' for name in guides)
    parts.append(f"<h2>Guides</h2><ul>{links}</ul>")
    return sheet("Claude API errors", "".join(parts), 0, SCRIPT)


def _link(entry: Entry) -> str:
    return f'<li><a href="e/{entry.id}/index.html"><code>{entry.id}</code></a> {html.escape(entry.title)}</li>'


def guide(path: Path, depth: int = 1) -> str:
    """Return one of the docs as a page; links between docs lead to their pages."""
    text = path.read_text(encoding="utf-8").replace("(docs/", "(").replace(".md)", ".html)")
    tokens = _markdown.parse(text)
    for opening, inside in pairwise(tokens):
        if opening.type == "heading_open":  # so that `health` can lead to a check: guide/health.html#net-tls
            opening.attrSet("id", re.sub(r"[^a-z0-9]+", "-", inside.content.lower()).strip("-"))
    return sheet(path.stem, str(_markdown.renderer.render(tokens, _markdown.options, {})), depth)


def write(path: Path, text: str) -> None:
    """Write a file and its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def build(out: Path) -> int:
    """Write the whole site into `out` and return the number of pages."""
    pages, faults = _pages.read_entries(str(ENTRIES))
    rule_pages, more = rulepages.read(str(RULES))
    if faults or more:
        raise SystemExit("\n".join((*faults, *more)))
    rules = [rule.shown for rule in rule_pages]
    ids = {entry.id for entry, _ in pages} | {rule.id for rule in rules}
    for entry in [*(entry for entry, _ in pages), *rules]:
        write(out / "e" / entry.id / "index.html", entry_page(entry, ids))
    guides = sorted([ROOT / "README.md", *DOCS.glob("*.md")])
    for path in guides:
        write(out / "guide" / f"{path.stem}.html", guide(path))
    for path in sorted(DOCS.glob("app/*.md")):
        write(out / "guide" / "app" / f"{path.stem}.html", guide(path, 2))
    write(out / "index.html", index(pages, rules, [path.stem for path in guides]))
    return len(ids) + len(guides) + 1


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "site")
    print(f"{build(target)} pages in {target}")
