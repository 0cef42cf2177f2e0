"""One HTML page: head, policy, style, structured data; everything that is the same on all of them."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

HERE = Path(__file__).resolve().parent
STYLE = "".join((HERE / "style.css").read_text(encoding="utf-8").splitlines())
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_DESCRIPTION = 160  # characters that search engines show


@dataclass(frozen=True)
class Sheet:
    """What one page is made of.

    `path` is its address below the site's root ("e/overloaded_529/", "guide/health.html", "" is the front
    page); `read` the ISO date on which its newest source was read; `script` runs inline; `reaches` says that
    it loads more from the same site.
    """

    path: str
    title: str
    description: str
    body: str
    read: str = ""
    script: str = ""
    reaches: bool = False

    @property
    def file(self) -> str:
        """Return the file it lies in, below the site's folder."""
        return f"{self.path}index.html" if not self.path or self.path.endswith("/") else self.path


def inline(text: str) -> str:
    """Return a page's sentence as HTML."""
    return str(MARKDOWN.renderInline(text))


def plain(text: str, limit: int = _DESCRIPTION) -> str:
    """Return text without marks, on one line of at most `limit` characters, cut at a word."""
    words = " ".join(text.replace("`", "").replace("**", "").split())
    return words if len(words) <= limit else words[: limit - 1].rsplit(" ", 1)[0] + "…"


def policy(sheet: Sheet) -> str:
    """Return the Content-Security-Policy: inline parts by their hashes; the same site where the page loads
    from it; nothing else.
    """
    style, script = _hash(STYLE), _hash(sheet.script) if sheet.script else "'none'"
    if not sheet.reaches:
        return (
            f"default-src 'none'; img-src data:; style-src {style}; script-src {script}; base-uri 'none'; "
            "form-action 'none'"
        )
    own = "connect-src 'self'; worker-src 'self'"
    return (
        f"default-src 'none'; img-src data:; style-src {style}; script-src 'self' {script}; {own}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(part: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"


def written(sheet: Sheet, site: str | None) -> str:
    """Return the whole page; `site` is the address below which it will stand, None while there is none."""
    up = "../" * sheet.file.count("/") or "./"
    address = f"{site.rstrip('/')}/{sheet.path}" if site else None
    description = plain(sheet.description)
    canonical = f'<link rel="canonical" href="{html.escape(address)}">' if address else ""
    script = f"<script>{sheet.script}</script>" if sheet.script else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(sheet)}"><meta name="referrer" '
        'content="no-referrer"><link rel="icon" href="data:,">'
        f"<title>{html.escape(sheet.title)}</title>"
        f'<meta name="description" content="{html.escape(description)}">{canonical}'
        f'<style>{STYLE}</style><script type="application/ld+json">'
        f"{_structured(sheet, description, address)}</script></head><body>"
        '<a class="skip" href="#main">Skip to the text</a><header class="dim"><nav '
        f'aria-label="Site"><a href="{up}index.html">claude-doctor</a>'
        f' · <a href="{up}all.html">all pages</a> · not an Anthropic product</nav></header>'
        f'<main id="main">{sheet.body}</main>{script}</body></html>\n'
    )


def _structured(sheet: Sheet, description: str, address: str | None) -> str:
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "TechArticle" if sheet.path else "WebSite",
    }
    data |= {
        "headline" if sheet.path else "name": sheet.title,
        "description": description,
        "inLanguage": "en",
    }
    if sheet.read:
        data["dateModified"] = sheet.read
    if address:
        data["url"] = address
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
