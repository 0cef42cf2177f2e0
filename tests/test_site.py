"""The site: one page for every entry and rule, links that lead somewhere, a light front page, an index that
says what `explain` says.
"""

from __future__ import annotations

import gzip
import html
import json
import random
import re
import shutil
import subprocess
import sys

import pytest

from claude_doctor import doors
from claude_doctor.base import registry
from claude_doctor.doors.explain import command
from claude_doctor.doors.health import checks as health_checks
from claude_doctor.doors.tail import formats
from tests.conftest import SOURCE, clean_environment


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, str(SOURCE / "docs" / "build.py"), str(out)],
        env=clean_environment(PYTHONPATH=str(SOURCE)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out


def test_every_entry_and_rule_has_its_page(site):
    ids = {path.stem for path in (SOURCE / "claude_doctor" / "catalogue" / "entries").glob("*.md")}
    ids |= {path.stem for path in (SOURCE / "claude_doctor" / "doors" / "batch_check" / "pages").glob("*.md")}
    assert {path.parent.name for path in site.glob("e/*/index.html")} == ids
    assert len(ids) > 500


def test_it_builds_with_an_installed_package_that_has_no_page_files(tmp_path):
    # As after `pip install .`: the package is elsewhere, and its entries are compiled.
    package = tmp_path / "site-packages" / "claude_doctor"
    shutil.copytree(
        SOURCE / "claude_doctor",
        package,
        ignore=shutil.ignore_patterns("entries", "pages", "_built", "__pycache__"),
    )
    compiled = (
        "from claude_doctor.catalogue import build; build.write("
        f"{str(package / 'catalogue' / '_built')!r}, 'wheel')"
    )
    subprocess.run(
        [sys.executable, "-c", compiled],
        env=clean_environment(PYTHONPATH=str(SOURCE)),
        cwd=tmp_path,
        check=True,
    )
    done = subprocess.run(
        [sys.executable, str(SOURCE / "docs" / "build.py"), str(tmp_path / "out")],
        env=clean_environment(PYTHONPATH=str(package.parent)),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "e" / "overloaded_529" / "index.html").exists()
    assert (tmp_path / "out" / "e" / "custom-id-length" / "index.html").exists()


def test_without_the_package_it_says_in_a_sentence_what_it_needs(tmp_path):
    # -S: no site-packages, as with a Python into which nothing was installed.
    build = [sys.executable, "-S", "-E", str(SOURCE / "docs" / "build.py"), str(tmp_path / "out")]
    done = subprocess.run(
        build, env=clean_environment(), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "pip install ." in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_links_lead_somewhere(site):
    for path in site.rglob("*.html"):
        for target in re.findall(r'href="(?!https?:|data:)([^"#]+)', path.read_text(encoding="utf-8")):
            assert (path.parent / html.unescape(target)).exists(), f"{path.relative_to(site)}: {target}"


def test_nothing_runs_but_our_own_parts(site):
    for path in [site / "index.html", *list(site.glob("e/*/index.html"))[:20]]:
        text = path.read_text(encoding="utf-8")
        assert "Content-Security-Policy" in text
        assert not re.search(r"\son\w+=|javascript:|<img|<iframe", text)


def index(site):
    text = (site / "index.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("window.DOCTOR=").rstrip().removesuffix(";"))


def test_every_check_format_and_command_has_its_page(site):
    for kind, package in (("check", health_checks), ("format", formats), ("command", doors)):
        names = {name.replace("_", "-") for name in registry.names(package)}
        made = {
            path.parent.name.replace(".", "-").replace("_", "-") for path in site.glob(f"{kind}/*/index.html")
        }
        assert made == names, kind
    assert 'id="net-tls"' in (site / "guide" / "health.html").read_text(
        encoding="utf-8"
    )  # what check_url leads to


def test_the_front_page_is_light_and_asks_for_nothing(site):
    front = (site / "index.html").read_text(encoding="utf-8")
    assert len(front.encode()) < 150_000
    assert not re.search(r"<script[^>]* src|<link[^>]*stylesheet|@import|url\(", front)
    assert len(gzip.compress((site / "index.js").read_bytes(), 9)) < 100_000
    assert front.index('id="box"') < front.index('id="statuses"')


def test_titles_and_descriptions_say_what_people_search_for(site):
    page = (site / "e" / "overloaded_529" / "index.html").read_text(encoding="utf-8")
    title = re.search("<title>(.*?)</title>", page)
    assert title
    assert title[1].startswith("529 overloaded_error: ")
    assert title[1].endswith("(Claude API)")
    seen = {}
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        about = re.search(r'<meta name="description" content="([^"]+)">', text)
        assert about, path
        assert len(html.unescape(about[1])) <= 160, path
        data = json.loads(re.search(r'ld\+json">(.*?)</script>', text)[1])
        assert data["description"] == html.unescape(about[1])
        seen.setdefault(re.search("<title>(.*?)</title>", text)[1], []).append(path)
    assert max(map(len, seen.values())) < 4, {title: paths for title, paths in seen.items() if len(paths) > 3}


def test_sources_are_links_and_neighbours_are_shown(site):
    page = (site / "e" / "overloaded_529" / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<h2>Sources</h2><ul><li><a href="https://', page)
    assert "Other pages of status 529" in page


def test_without_an_address_there_is_no_canonical_link_and_no_sitemap_with_one_there_is(site, tmp_path):
    assert not (site / "sitemap.xml").exists()
    assert 'rel="canonical"' not in (site / "index.html").read_text(encoding="utf-8")
    program = (
        f"import sys; sys.path.insert(0, {str(SOURCE / 'docs')!r}); import pathlib, build; "
        "build.build(pathlib.Path('out'), None, 'https://docs.example/x/')"
    )
    subprocess.run(
        [sys.executable, "-c", program],
        env=clean_environment(PYTHONPATH=str(SOURCE)),
        cwd=tmp_path,
        check=True,
    )
    page = (tmp_path / "out" / "e" / "overloaded_529" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://docs.example/x/e/overloaded_529/">' in page
    places = re.findall("<loc>(.*?)</loc>", (tmp_path / "out" / "sitemap.xml").read_text(encoding="utf-8"))
    assert len(places) == len(set(places)) == len(list((tmp_path / "out").rglob("*.html")))


def test_the_index_says_what_explain_says(site):
    data = index(site)
    names = {**data["names"], **{entry[0]: at for at, entry in enumerate(data["entries"])}}
    for name in random.Random(1).sample(sorted(names), 150):
        found = command.lookup(name)
        assert found, name
        assert found.main.diagnoses[0].entry.id == data["entries"][names[name]][0], name
    assert len(data["literals"]) > 500


def test_a_stored_answer_has_the_words_of_the_terminal(site, run):
    for name in ("overloaded_529", "custom-id-length", "prompt_too_long"):
        kept = json.loads((site / "e" / name / "answer.json").read_text(encoding="utf-8"))
        said = " ".join(run("explain", name, "--all").stdout.split())
        for width in ("44", "80"):
            assert kept[width].split()[:4] == said.split()[:4]
            assert "claude-doctor explain " not in kept[width].split("\n")[-1]
