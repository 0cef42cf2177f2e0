"""Reports of health in every format: well-formed, inert, and the same verdict everywhere."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_doctor.base.registry import load
from claude_doctor.doors.health import views
from claude_doctor.doors.health.engine.run import infos, members
from claude_doctor.doors.health.engine.verdict import verdict
from claude_doctor.doors.health.report import Check, CheckList, Health, Target, Verdict
from claude_doctor.render.style import Style
from claude_doctor.render.view import View

FORMATS = ("text", "json", "github", "junit", "markdown")
HOSTILE = "<script>alert(1)</script>\n::error::x %0A [a](b) `c` | @d \x1b[31m & \"q\" 'r' ]]>"
CHECKS = (
    Check("cfg.base_url", "config", "pass", "fine", duration_ms=0.1),
    Check("net.proxy", "proxy", "skip", "no proxy"),
    Check(
        "net.tls",
        "tls",
        "fail",
        HOSTILE,
        HOSTILE,
        HOSTILE,
        "between",
        "tls_unknown_issuer",
        (("issuer", HOSTILE),),
        12.0,
        ("net.tcp",),
    ),
    Check("net.http", "http", "skip", "not run: needs net.tls"),
    Check("cfg.proxy", "config", "warn", "odd", "do this", "that", "yours"),
)


def report(checks=CHECKS) -> Health:
    healthy = all(check.status != "fail" for check in checks)
    return Health(
        healthy,
        Target("https://x.example", "x.example", "gateway", ("m",), "3.12", "2.10.0"),
        checks,
        (("dns", 1.0),),
        verdict(list(checks)),
        ("a note",),
    )


def rendered(name: str, *reports, width=80, color=False, unicode=True) -> str:
    out = io.StringIO()
    load(views, name, View).render(reports, out, Style(color=color, width=width, unicode=unicode))
    return out.getvalue()


def test_json_has_the_keys_of_the_contract():
    found = json.loads(rendered("json", *CHECKS, report()))
    assert set(found) >= {"schema_version", "command", "healthy", "target", "checks", "timings_ms", "verdict"}
    assert set(found["target"]) >= {"base_url", "host", "platform", "models"}
    for check in found["checks"]:
        assert set(check) >= {
            "id",
            "stage",
            "status",
            "summary",
            "details",
            "fix",
            "doc_url",
            "diagnosis",
            "duration_ms",
            "needs",
        }
    assert found["verdict"]["fault"] == "between"


def test_junit_is_well_formed_and_counts():
    suite = ET.fromstring(rendered("junit", *CHECKS, report())).find("testsuite")
    assert suite is not None
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5",
        "failures": "1",
        "errors": "0",
        "skipped": "2",
    }
    failure = suite.find(".//failure")
    assert failure is not None
    assert "<script>" in failure.get("message", "")


def test_github_writes_one_line_a_command():
    lines = rendered("github", *CHECKS, report()).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning"]
    assert all("\x1b" not in line or line.startswith("::") for line in lines)


def test_markdown_is_inert():
    text = rendered("markdown", *CHECKS, report())
    table = [line for line in text.splitlines() if line.startswith("| [")]
    assert "<script>" not in "".join(table)
    assert all(line.count(" | ") == 3 for line in table)


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_text_fits_its_width_but_for_what_is_copied(width):
    checks = (
        Check(
            "net.dns",
            "dns",
            "fail",
            "some words " * 20,
            "other words " * 20,
            "x" * 120,
            "between",
            "dns_failure",
            (),
            12_345.6,
        ),
    )
    for line in rendered("text", *checks, report(checks), width=width).splitlines():
        assert len(line) <= width or "x" * 120 in line


def test_text_says_the_verdict_last_and_what_was_not_run_once():
    text = rendered("text", *CHECKS, report())
    assert "- not run, as net.tls did not pass: net.http" in text
    assert text.index("✗ net.tls:") > text.index("- not run")
    assert "Fault  between you and the API" in text
    assert "claude-doctor explain tls_unknown_issuer" in text


def test_text_says_what_else_failed_and_why_a_check_is_missing():
    checks = (
        Check("cfg.credential", "config", "fail", "No credential.", "Set one.", "", "yours"),
        Check(
            "net.dns",
            "dns",
            "fail",
            "The name does not exist.",
            "Check the spelling.",
            "dig x.example",
            "between",
        ),
        Check("auth.models", "auth", "skip", "--no-auth: no credential is sent"),
        Check("svc.status", "status", "skip", "unknown: no answer in time"),
    )
    text = rendered("text", *checks, report(checks))
    assert "net.dns: The name does not exist. Check the spelling." in text
    assert "- --no-auth: no credential is sent: auth.models" in text
    assert "- unknown: no answer in time: svc.status" in text


def test_text_says_of_what_was_not_run_that_it_was_not_run():
    checks = (
        Check("auth.models", "auth", "skip", "no key is sent"),
        Check("model.exists", "model", "skip", "not run: needs auth.models"),
    )
    assert "- not run, as auth.models was not run: model.exists" in rendered("text", *checks, report(checks))


def test_text_is_ascii_where_nothing_else_can_be_shown():
    assert rendered("text", *CHECKS, report(), unicode=False).isascii()


def test_colour_changes_no_word():
    import re

    plain = rendered("text", *CHECKS[:2], report(CHECKS[:2]))
    assert (
        re.sub(r"\x1b\[[0-9;]*m", "", rendered("text", *CHECKS[:2], report(CHECKS[:2]), color=True)) == plain
    )


@pytest.mark.parametrize("name", FORMATS)
def test_the_list_of_checks_is_in_every_format(name):
    text = rendered(name, CheckList(infos(members())))
    if name == "junit":
        ET.fromstring(text)
    if name != "github":
        assert "net.tls" in text


@given(st.text(max_size=200))
def test_junit_takes_any_text(text):
    ET.fromstring(rendered("junit", report((Check("a.b", "c", "fail", text, text, text, "between"),))))


@given(st.text(max_size=200))
def test_no_line_of_github_begins_outside_its_command(text):
    for line in rendered("github", report((Check("a.b", "c", "fail", text, text, text, "between"),))).split(
        "\n"
    ):
        assert not line or line.startswith("::error title=")


@pytest.mark.parametrize(
    ("checks", "fault", "check"),
    [
        (CHECKS, "between", "net.tls"),
        ((Check("a.b", "c", "error", "broke"),), "unknown", "a.b"),
        ((Check("a.b", "c", "fail", "x"), Check("a.c", "c", "error", "broke")), "unknown", "a.b"),
        (CHECKS[:2], "none", None),
    ],
)
def test_the_first_failure_decides(checks, fault, check):
    found = verdict(list(checks))
    assert isinstance(found, Verdict)
    assert (found.fault, found.check) == (fault, check)
