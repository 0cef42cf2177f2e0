"""Links to our own pages: none in any output before an address is set; once one is, the same address
everywhere.
"""

from __future__ import annotations

import io
import json
import re

import pytest

from claude_doctor.base import registry
from claude_doctor.base.outside import Outside
from claude_doctor.doors.batch_check import views as batch_views
from claude_doctor.doors.batch_check.report import BatchReport, Finding, RuleCount
from claude_doctor.doors.explain import views as explain_views
from claude_doctor.doors.explain.command import explain
from claude_doctor.doors.health import views as health_views
from claude_doctor.doors.health.report import Check, Health, Target, Verdict
from claude_doctor.render.style import SITE, Style, check_url, doc_url
from claude_doctor.render.view import View
from tests.conftest import SOURCE, sources

ADDRESS = "https://docs.example/stable"
CHECKS = (
    Check(
        *("net.tls", "tls", "fail", Outside("no"), Outside("do"), Outside("that")),
        *("yours", "tls_unknown_issuer"),
    ),
    Check("cfg.key_format", "config", "warn", Outside("odd")),
)
TARGET = Target(
    Outside("https://x.invalid"),
    Outside("x.invalid"),
    "gateway",
    (Outside("m"),),
    Outside("3.12"),
    Outside("2.14.0"),
)
HEALTH = Health(
    False,
    TARGET,
    CHECKS,
    (),
    Verdict("yours", Outside("no"), "net.tls", Outside("do"), Outside("that"), "tls_unknown_issuer"),
    (),
)
FOUND = Finding(
    "custom-id-length",
    "error",
    "create",
    Outside("f"),
    1,
    0,
    Outside("x"),
    Outside("custom_id"),
    Outside("long"),
    Outside("shorten"),
    "batch_custom_id_invalid",
)
BATCH = BatchReport(
    *("2026-10-21", (), "2026-11-20", "2026-11-30", (), (FOUND,), 0),
    *((RuleCount("custom-id-length", "Too long", "error", "create", 1),), 1, 0, 0, 1, True),
)
REPORTS = {
    "explain": explain("overloaded_error"),
    "several": explain("not found"),
    "health": HEALTH,
    "batch-check": BATCH,
}
HOMES = {"Explanation": explain_views, "Health": health_views, "BatchReport": batch_views}
FORMATS = sorted({name for views in HOMES.values() for name in registry.names(views)})
# What each report leads to, and in which formats.
LINKS = {
    "explain": "/e/overloaded_529/",
    "health": "/e/tls_unknown_issuer/",
    "batch-check": "/e/custom-id-length/",
}


def written(name: str, report: object, style: Style) -> str | None:
    views = HOMES[type(report).__name__]
    if name not in registry.names(views):
        return None
    member = registry.load(views, name, View)
    out = io.StringIO()
    member.render([report], out, style)
    return out.getvalue()


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("name", FORMATS)
def test_without_an_address_no_format_links_to_a_page(name, report):
    text = written(name, REPORTS[report], Style(site=None)) or ""
    assert not re.search(r"/e/[\w-]+/|/guide/|\]\(None|\[`", text)
    assert '"doc_url": "' not in text


@pytest.mark.parametrize("report", LINKS)
def test_without_an_address_doc_url_is_null(report):
    assert '"doc_url": null' in str(written("json", REPORTS[report], Style(site=None)))


@pytest.mark.parametrize("site", [ADDRESS, f"{ADDRESS}/"])
@pytest.mark.parametrize("report", LINKS)
def test_with_an_address_json_and_markdown_lead_there(report, site):
    style = Style(site=site)
    for name in ("json", "markdown"):
        assert f"{ADDRESS}{LINKS[report]}" in str(written(name, REPORTS[report], style))


@pytest.mark.parametrize("name", ["github", "junit"])
def test_with_an_address_annotations_and_junit_lead_there(name):
    text = str(written(name, HEALTH, Style(site=ADDRESS)))
    assert f"{ADDRESS}/e/tls_unknown_issuer/" in text
    assert f"{ADDRESS}/e/" not in str(written(name, HEALTH, Style(site=None)))


def test_with_an_address_the_page_of_health_names_the_guide():
    odd = Check("cfg.sdk", "config", "fail", "no", fault="yours")
    report = Health(False, TARGET, (odd,), (), Verdict("yours", "no", "cfg.sdk", "do", "", None), ())
    assert f"{ADDRESS}/guide/health.html#cfg-sdk" in str(
        written("text", report, Style(site=ADDRESS, width=100))
    )
    assert "More" not in str(written("text", report, Style(site=None)))


def test_a_check_without_an_error_leads_to_the_guide():
    found = json.loads(str(written("json", HEALTH, Style(site=ADDRESS))))
    assert (
        found["checks"][1]["doc_url"]
        == f"{ADDRESS}/guide/health.html#cfg-key-format"
        == check_url("cfg.key_format", ADDRESS)
    )
    assert doc_url("overloaded_529", ADDRESS) == f"{ADDRESS}/e/overloaded_529/"


def test_one_setting_holds_the_address():
    for path in [*SOURCE.glob("*.md"), *SOURCE.glob("docs/*"), *sources(SOURCE / "claude_doctor", ".py")]:
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert "claude-doctor.readthedocs" not in text, path
            assert not SITE or SITE not in text or path.name == "style.py", path


def test_the_commands_print_what_the_setting_says(run):
    for arguments, stdin in (
        (("explain", "529"), ""),
        (("batch-check",), '{"custom_id": "a", "params": {}}\n'),
        (("health", "--only", "cfg.base_url"), ""),
    ):
        text = run(*arguments, "--json", stdin=stdin).stdout
        found = re.findall(r'"doc_url": (null|"[^"]*")', text)
        assert found, text
        assert all(url == "null" if SITE is None else url.startswith(f'"{SITE}/') for url in found), found
