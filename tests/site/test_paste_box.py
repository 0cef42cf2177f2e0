"""The paste box in a real browser: what the page answers is what the command answers, and all is loaded from
the same site.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SOURCE, clean_environment
from tests.site import browser

PYODIDE = os.environ.get("DOCTOR_PYODIDE", "")
COUNT = int(os.environ.get("DOCTOR_PASTES", "50"))
pytestmark = pytest.mark.skipif(not browser.CHROMIUM, reason="needs a headless Chromium (Debian: chromium)")


def built(out, *options):
    build = [sys.executable, str(SOURCE / "docs" / "build.py"), str(out), *options]
    subprocess.run(build, env=clean_environment(PYTHONPATH=str(SOURCE)), check=True)
    return out


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return built(tmp_path_factory.mktemp("small"))


def test_names_and_statuses_are_answered_from_the_index(small, tmp_path, run):
    asked = ["529", "http 429", "overloaded_error", "anthropic.RateLimitError", "custom-id-length"]
    probe = f"const out=[];for(const q of {json.dumps(asked)})out.push((await paste(q,20000)).ids);tell(out)"
    found, paths = browser.visit(small, probe, tmp_path / "profile", 120)
    wanted = [json.loads(run("explain", q, "--json").stdout)["diagnoses"][0]["id"] for q in asked]
    assert found == wanted
    assert not [path for path in paths if path.startswith("/run/")]


def test_search_finds_pages_of_every_kind_and_a_button_answers(small, tmp_path):
    probe = """const hits=async q=>{box.value=q;box.dispatchEvent(new Event_('input'));await until(()=>page.querySelector('#found li'),20000);
    const out=[...page.querySelectorAll('#found a')].map(a=>a.getAttribute('href'));page.getElementById('found').replaceChildren();return out};
    const tls=await hits('net.tls'),kong=await hits('kong');answer.dataset.state='';page.querySelector('#statuses button[data-words="529"]').click();
    await until(()=>answer.dataset.state==='final',20000);
    tell({tls,kong,button:answer.dataset.ids,top:box.getBoundingClientRect().bottom,wide:page.documentElement.scrollWidth})"""
    found, _ = browser.visit(small, probe, tmp_path / "profile", 120)
    assert "check/net.tls/index.html" in found["tls"]
    assert "format/kong_json/index.html" in found["kong"]
    assert found["button"] == "overloaded_529"
    assert found["top"] < 600  # the box is on the first screen of a phone
    assert found["wide"] <= 390


def pastes():
    """Return texts of the corpus, evenly over it: the long ones and those of other systems among them."""
    lines = (
        (ROOT / "tests" / "corpus" / "given" / "errors-dev.jsonl").read_text(encoding="utf-8").splitlines()
    )
    texts = [text for line in lines if len((text := json.loads(line)["text"]).split()) > 3]
    return texts[:: max(1, len(texts) // COUNT)][:COUNT]


@pytest.mark.skipif(
    not PYODIDE,
    reason="needs DOCTOR_PYODIDE, the folder of the npm package pyodide; .ci/soak site-paste runs it",
)
def test_pastes_are_answered_as_at_the_terminal(tmp_path, run):
    site = built(tmp_path / "site", "--pyodide", PYODIDE)
    texts = pastes()
    probe = (
        f"const out=[];for(const text of {json.dumps(texts).replace('<', chr(92) + 'u003c')})out.push(await"
        " paste(text,120000));tell(out)"
    )
    found, paths = browser.visit(site, probe, tmp_path / "profile", 580)
    for text, shown in zip(texts, found, strict=True):
        said = json.loads(run("explain", "--json", stdin=text).stdout)
        assert shown["ids"] is not None, (text, shown["state"])
        assert shown["ids"].split() == [item["id"] for item in said["diagnoses"]], text
        assert shown["text"] == native(text), text
    assert "/run/pyodide/pyodide.asm.wasm" in paths
    later = sorted(item["ms"] for item in found[1:])
    print(
        f"first answer {found[0]['ms']} ms, then {later[len(later) // 2]} ms (median), {later[-1]} ms "
        "(longest)"
    )


def native(text: str) -> str:
    """Return the words of the same program outside a browser."""
    sys.path.insert(0, str(Path(SOURCE, "docs")))
    try:
        from web import answer
    finally:
        sys.path.pop(0)
    return answer.answer(text, 44)["text"]
