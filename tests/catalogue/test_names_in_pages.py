"""What a page or doc names exists: links are well formed, ids have a page, variables are read by somebody."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from claude_doctor.base.options import COMMON
from claude_doctor.catalogue import find, pages, rulepages
from claude_doctor.cli import door as commands
from tests.conftest import PAGES, SOURCE, sources

MARKDOWN = sorted(
    [*SOURCE.glob("*.md"), *SOURCE.glob("docs/*.md"), *sources(SOURCE / "claude_doctor", ".md")]
)
TEXTS = {str(path.relative_to(SOURCE)): path.read_text(encoding="utf-8") for path in MARKDOWN}
LIST = Path(__file__).parent / "environment-variables.json"
VARIABLES = json.loads(LIST.read_text(encoding="utf-8"))
KNOWN = {name for names in VARIABLES["read_by"].values() for name in names}
ENTRIES = {entry.id for entry, _ in pages.read_entries(str(PAGES))[0]}
RULES = {page.shown.id for page in rulepages.read()[0]}

_LINK = re.compile(r"\bhttps?://[^\s<>\"'`|]+")
_ID = re.compile(
    r"[a-z0-9]+(?:_[a-z0-9]+){2,}"
)  # three words and more: parameters and fields seldom have that many
_FENCE = re.compile(r"^( *)(```|~~~)[^\n]*\n.*?^\1\2", re.M | re.S)
_FAMILIES = "ANTHROPIC|CLAUDE|AWS|CLOUD_ML|GOOGLE|NODE|SSL_CERT|REQUESTS|CURL|HTTPS?|OPENROUTER|GITHUB_STEP"
_NAME = rf"(?:{_FAMILIES})_[A-Z0-9_]*[A-Z0-9]|(?:NO|ALL)_PROXY"
_VARIABLE = re.compile(rf"(?<![A-Za-z0-9_<])(?:{_NAME})(?![A-Za-z0-9_])")
_PLACEHOLDER = re.compile(r"[{}$]|example|\bRESOURCE\b|PORT|\.\.\.|://(?:host|proxy)\b|://$")
_HOST = re.compile(r"(?:[\w.-]+@)?[\w-]+(?:\.[\w-]+)+(?::\d+)?")
_EXPORTED = re.compile(r"\bexport ([A-Z][A-Z0-9_]+)=")
_PASTES = re.compile(r"^## (?:Examples|Bad|Good)$", re.M)


def said(name: str) -> str:
    """What a page says in its own words: everything before the pastes of its examples."""
    return _PASTES.split(TEXTS[name])[0]


def links(text: str) -> list[str]:
    found = (link.rstrip(".,;:!?*") for link in _LINK.findall(text))
    return [
        link[:-1] if link[-1] in ")]" and link.count("(") < link.count(")") + link.count("]") else link
        for link in found
    ]


def own_variable(name: str) -> bool:
    """Ours are `CLAUDE_DOCTOR_` and the name of an option."""
    modules = [commands.load(name) for name in commands.names()]
    options = [option for module in modules for option in (*module.OPTIONS, *COMMON)]
    flags = {flag.strip("-").replace("-", "_").upper() for option in options for flag in option.flags}
    return name.removeprefix("CLAUDE_DOCTOR_") in {"CONFIG", "AGE", *flags}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_links_are_well_formed(name):
    for link in links(said(name)):
        parts = urlsplit(link)
        local = re.match(r"(?:localhost|127\.|10\.|192\.168\.|\[?::1)", parts.netloc)
        placeholder = _PLACEHOLDER.search(link)
        assert parts.scheme == "https" or local or placeholder or _code(name, link), link
        assert _HOST.fullmatch(parts.netloc) or local or placeholder, link
        assert not re.search(r"//(?!$)|\s", parts.path), link


def _code(name: str, link: str) -> bool:
    """Whether a plain http address stands as code: the text is about such an
    address then, or names a proxy.
    """
    return re.search(rf"(?:`|=|\bto |~~~[^\n]*\n[^~]*){re.escape(link)}", said(name)) is not None


@pytest.mark.parametrize("name", sorted(name for name in TEXTS if "/entries/" in name or "/pages/" in name))
def test_ids_that_a_page_names_have_a_page(name):
    listed = re.search(r"^related = \[(.*?)\]", TEXTS[name], re.M | re.S)
    for related in re.findall(r'"([\w-]+)"', listed[1] if listed else ""):
        assert related in ENTRIES | RULES, f"{name}: related {related}"
    plain = _FENCE.sub("", said(name)).split("+++", 2)[-1]
    for page in re.findall(r"(?:see|page|pages|finding is|says?|by) `([a-z0-9_-]+)`", plain):
        if "-" in page or _ID.fullmatch(page):
            assert page in ENTRIES | RULES or find(page) is not None, f"{name}: {page}"


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_environment_variables_are_read_by_somebody(name):
    text = said(name)
    for variable in {*_VARIABLE.findall(text), *_EXPORTED.findall(text)}:
        if variable.startswith("CLAUDE_DOCTOR_"):
            assert own_variable(variable), variable
        elif not re.search(rf"{variable}(?:\*|_\*|_<|_?\{{)", text):  # the beginning of a family of names
            assert variable in KNOWN, variable


def test_the_list_of_variables_has_its_day_and_sources():
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", VARIABLES["as_of"])
    assert all(names == sorted(set(names)) for names in list(VARIABLES["read_by"].values())[:3])
    assert {"ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN", "HTTPS_PROXY"} <= KNOWN


def test_what_does_not_exist_would_be_found():
    assert "ANTHROPIC_API_KEYS" not in KNOWN
    assert _VARIABLE.findall("set `ANTHROPIC_API_KEYS` and CLAUDE_CODE_X") == [
        "ANTHROPIC_API_KEYS",
        "CLAUDE_CODE_X",
    ]
    assert links("see (https://a.example/b), http://c.") == ["https://a.example/b", "http://c"]
    assert not own_variable("CLAUDE_DOCTOR_COLOUR")
