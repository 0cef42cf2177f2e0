"""Builds the site: a paste box that answers, and one page for every entry, rule, check, log format and
command.

    python docs/build.py [OUT] [--pyodide FOLDER]        (default: site)

Reads the pages of the checkout it lies in; needs claude-doctor installed (`pip install .`), which brings
markdown-it-py along. FOLDER is the npm package `pyodide` (`npm pack pyodide`, unpacked): with it the paste
box reads everything that `explain` reads, in the browser; without it statuses, names and literal messages.
Addresses never change. Every page carries a Content-Security-Policy that allows only its own inline style and
script, and on the front page what lies beside it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS))

try:
    from web import answer, front, lookup, pages, runtime
    from web.sheet import Sheet, written

    from claude_doctor.base import registry
    from claude_doctor.catalogue import pages as _pages
    from claude_doctor.catalogue import rulepages
    from claude_doctor.cli import door, helptext
    from claude_doctor.doors.health.engine import listed
    from claude_doctor.doors.tail import formats
    from claude_doctor.render.canvas import bare
    from claude_doctor.render.style import SITE
except ModuleNotFoundError as error:
    raise SystemExit(
        f"docs/build.py needs the module {error.name}: run `pip install .` in the checkout, then build "
        "with the same Python"
    ) from None

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_doctor.base.model import Entry

ROOT = DOCS.parent
ENTRIES = (
    ROOT / "claude_doctor" / "catalogue" / "entries"
)  # an installed claude-doctor has them compiled only
RULES = ROOT / "claude_doctor" / "doors" / "batch_check" / "pages"
_HELP_COLUMNS = 80


def other_pages() -> Iterator[tuple[str, Sheet]]:
    """Yield (name, page) of what is no entry and no rule."""
    for name in door.names():
        text = "\n".join(bare(line) for line in helptext.rendered(name, _HELP_COLUMNS).split("\n"))
        yield name, pages.command_page(name, door.load(name).HELP, text)
    said = _sections((DOCS / "health.md").read_text(encoding="utf-8"))
    for check in listed.infos():
        yield check.id, pages.check_page(check, said.get(check.id, ""))
    for name in registry.names(formats):
        module = __import__(f"{formats.__name__}.{name}", fromlist=[name])
        yield name, pages.format_page(name, " ".join((module.__doc__ or name).split()))
    for path in sorted([ROOT / "README.md", ROOT / "SECURITY.md", *DOCS.glob("*.md")]):
        yield path.stem, pages.guide(path)
    for path in sorted(DOCS.glob("app/*.md")):
        yield f"app/{path.stem}", pages.guide(path, "app/")


def _sections(text: str) -> dict[str, str]:
    """Return what stands below each heading of the third rank."""
    parts = re.split(r"^### (\S+)$", text, flags=re.M)
    return {
        name: words.split("\n## ")[0].strip() for name, words in zip(parts[1::2], parts[2::2], strict=True)
    }


def write(path: Path, text: str) -> None:
    """Write a file and its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _by_status(entries: Sequence[Entry]) -> dict[int | None, list[Entry]]:
    found: dict[int | None, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (not _pages.status_page(e), e.id)):
        found.setdefault(entry.status, []).append(entry)
    return found


def build(out: Path, pyodide: Path | None = None, site: str | None = SITE) -> int:
    """Write the whole site into `out` and return the number of pages; `site` is the address below which it
    will stand.
    """
    read, faults = _pages.read_entries(str(ENTRIES))
    rule_pages, more = rulepages.read(str(RULES))
    if faults or more:
        raise SystemExit("\n".join((*faults, *more)))
    entries, rules = [entry for entry, _ in read], [rule.shown for rule in rule_pages]
    ids = {entry.id for entry in (*entries, *rules)}
    by_status = _by_status(entries)
    sheets = [pages.entry_page(entry, ids, by_status) for entry in entries]
    sheets += [pages.entry_page(rule, ids, by_status, "Claude Message Batches") for rule in rules]
    for name in sorted(ids):
        texts = {width: answer.answer(name, width)["text"] for width in answer.WIDTHS}
        write(out / "e" / name / "answer.json", json.dumps(texts, ensure_ascii=False))
    others = list(other_pages())
    links = [(sheet.path, name, sheet.title) for name, sheet in others]
    sheets += [sheet for _, sheet in others]
    sheets += [
        front.front(entries, links, reads=pyodide is not None),
        front.everything(entries, rules, links, by_status),
    ]
    for sheet in sheets:
        write(out / sheet.file, written(sheet, site))
    write(out / "index.js", lookup.source(read, rules, links, reads=pyodide is not None))
    if pyodide is not None:
        runtime.write(out, pyodide)
    if site:
        addresses = "".join(f"<url><loc>{site.rstrip('/')}/{sheet.path}</loc></url>\n" for sheet in sheets)
        write(
            out / "sitemap.xml",
            (
                '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/'
                f'sitemap/0.9">\n{addresses}</urlset>\n'
            ),
        )
        write(out / "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site.rstrip('/')}/sitemap.xml\n")
    return len(sheets)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the site.")
    parser.add_argument("out", nargs="?", default="site", type=Path)
    parser.add_argument("--pyodide", type=Path, metavar="FOLDER", help="the npm package pyodide, unpacked")
    given = parser.parse_args()
    print(f"{build(given.out, given.pyodide)} pages in {given.out}")
