"""The site: one page for every entry and rule, links that lead somewhere, the lookup table that a browser can filter."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys

import pytest

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
    shutil.copytree(SOURCE / "claude_doctor", package, ignore=shutil.ignore_patterns("entries", "pages", "__pycache__"))
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
    done = subprocess.run(build, env=clean_environment(), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "pip install ." in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_links_lead_somewhere(site):
    for path in site.rglob("*.html"):
        for target in re.findall(r'href="(?!https?:)([^"#]+)', path.read_text(encoding="utf-8")):
            assert (path.parent / html.unescape(target)).exists(), f"{path.relative_to(site)}: {target}"


def test_nothing_runs_but_our_own_parts(site):
    for path in [site / "index.html", *list(site.glob("e/*/index.html"))[:20]]:
        text = path.read_text(encoding="utf-8")
        assert "Content-Security-Policy" in text
        assert not re.search(r"\son\w+=|javascript:|<img|<iframe", text)


def test_the_lookup_table_filters_in_a_browser(site):
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        pytest.skip("needs a headless Chromium")
    page = (site / "index.html").read_text(encoding="utf-8")
    assert "<script>" in page
    # The policy allows only the page's own script, so the probe drives the page from a frame around it.
    probe = site / "probe.html"
    probe.write_text(
        "<iframe id=f src=index.html></iframe><pre id=out>waiting</pre><script>"
        "f.onload=()=>{const d=f.contentDocument,b=d.getElementById('find');b.value='prompt is too long';b.dispatchEvent(new f.contentWindow.Event('input'));"
        "out.textContent='shown '+[...d.querySelectorAll('#lookup tbody tr')].filter(r=>!r.hidden).length}</script>",
        encoding="utf-8",
    )
    command = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    command += [
        "--disable-sync",
        "--allow-file-access-from-files",
        f"--user-data-dir={site / 'profile'}",
        "--virtual-time-budget=8000",
        "--dump-dom",
        probe.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    probe.unlink()
    shown = re.search(r"shown (\d+)", done.stdout)
    assert shown, done.stdout[-500:]
    assert 1 <= int(shown[1]) <= 20
