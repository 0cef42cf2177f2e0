"""The summary of a log as one page for a browser: nothing is loaded, nothing from the log can act.

Style and script are inline and allowed by their hashes alone; every word from outside is escaped, and the
script reads nothing but attributes.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from claude_doctor.doors.tail.report import TailSummary
from claude_doctor.doors.tail.views.html import parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{style}'; \
script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{css}</style>
</head>
<body>
"""
_END = "<script>{js}</script>\n</body>\n</html>\n"


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write the page of the last summary: following gives one at its end."""
    last = None
    for report in reports:
        last = report if isinstance(report, TailSummary) else last
    if last is not None:
        out.write(page(last, style.site, ascii_only=not style.unicode))


def page(report: TailSummary, site: str | None, *, ascii_only: bool = False) -> str:
    """Return the whole page; the pages of the causes stand below `site`."""
    css, js = _file("page.css"), _file("page.js")
    head = _HEAD.format(style=_hash(css), script=_hash(js), css=css, title=parts.title(report))
    text = f"{head}{''.join(parts.body(report, site))}{_END.format(js=js)}"
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii") if ascii_only else text


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
