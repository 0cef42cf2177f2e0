"""What the SDK that is there says of a code without a page: read as text, from two places only, bounded."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from claude_doctor.base.record import replace
from claude_doctor.doors.explain import installed_sdk
from claude_doctor.doors.explain.command import explain
from claude_doctor.doors.explain.views.text import short
from claude_doctor.render.style import Style
from tests.explain.fake_sdk import CODES, made

ENVELOPE = (
    '{"type":"error","error":{"type":"api_error","message":"Look '
    'twice.","details":{"error_code":"%s"}},"request_id":"req_011CTestTestTestTestTest"}'
)


@pytest.fixture
def active(tmp_path: Path) -> Path:
    """Return a virtual environment with a newer SDK."""
    return made(tmp_path / "venv")


@pytest.mark.parametrize("code", CODES)
def test_the_docstring_is_found(active, code):
    told = installed_sdk.find(code, {"VIRTUAL_ENV": str(active)})
    assert told is not None
    assert (told.version, told.status) == ("99.1.0", CODES[code][0])
    assert told.text == CODES[code][1]
    assert told.path == f"site-packages/anthropic/types/{code}_error.py"


def test_a_code_that_no_sdk_knows_gives_nothing(active):
    assert installed_sdk.find("no_such_code_here", {"VIRTUAL_ENV": str(active)}) is None
    assert installed_sdk.find('x"), (503', {"VIRTUAL_ENV": str(active)}) is None
    assert installed_sdk.find("frobnicator_out_of_tune", {}) is None
    assert installed_sdk.find("frobnicator_out_of_tune", {"VIRTUAL_ENV": "venv"}) is None


def test_the_sdk_is_quoted_and_the_verdict_stays_careful(run, active):
    environment = {"VIRTUAL_ENV": str(active)}
    paste = ENVELOPE % "workspace_made_but_broken"
    found = json.loads(run("explain", f"HTTP 503 {paste}", "--json", env=environment).stdout)
    assert found["diagnoses"][0]["id"] == "unknown_error_code"
    assert found["diagnoses"][0]["retryable"] == "conditional"
    assert found["sdk_text"] == {
        "text": CODES["workspace_made_but_broken"][1],
        "path": "site-packages/anthropic/types/workspace_made_but_broken_error.py",
        "version": "99.1.0",
        "status": 503,
    }
    for name in ("text", "markdown"):
        done = run("explain", paste, "--format", name, env=environment)
        assert "anthropic 99.1.0" in done.stdout
        assert "Never send it again" in " ".join(done.stdout.split())
        assert str(active) not in done.stdout + done.stderr


@pytest.mark.parametrize("rows", [14, 24, 50])
def test_one_screen_has_the_quotation_too(active, rows):
    report = explain(ENVELOPE % "workspace_made_but_broken")
    told = installed_sdk.find("workspace_made_but_broken", {"VIRTUAL_ENV": str(active)})
    shown = short.lines(replace(report, sdk_text=told), Style(rows=rows, extent="short"))
    assert len(shown) <= rows - 2
    assert "anthropic 99.1.0 says: “The workspace was made, but not all of it." in " ".join(
        " ".join(shown).split()
    )


def test_a_bare_name_is_asked_about_too(run, active):
    found = json.loads(
        run("explain", "workspace_made_but_broken", "--json", env={"VIRTUAL_ENV": str(active)}).stdout
    )
    assert found["sdk_text"]["status"] == 503


def test_without_an_unknown_code_nothing_is_read(run, active):
    assert "sdk_text" not in json.loads(
        run("explain", "529", "--json", env={"VIRTUAL_ENV": str(active)}).stdout
    )


def test_nothing_in_the_working_directory_counts(run, tmp_path):
    made(tmp_path / "work" / ".venv")
    done = run("explain", ENVELOPE % "workspace_made_but_broken", "--json", cwd=tmp_path / "work")
    assert "sdk_text" not in json.loads(done.stdout)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_odd_files_are_left_alone(active):
    table = next(active.rglob("_error_classes.py"))
    text = table.read_text(encoding="utf-8")
    table.write_text(text + "#" * installed_sdk._LARGEST, encoding="utf-8")
    assert installed_sdk.find("frobnicator_out_of_tune", {"VIRTUAL_ENV": str(active)}) is None
    table.unlink()
    os.mkfifo(table)
    assert installed_sdk.find("frobnicator_out_of_tune", {"VIRTUAL_ENV": str(active)}) is None
    table.unlink()
    table.mkdir()
    assert installed_sdk.find("frobnicator_out_of_tune", {"VIRTUAL_ENV": str(active)}) is None


def test_what_is_quoted_is_harmless(run, tmp_path):
    active = made(tmp_path / "venv", words="Bad \x1b]52;c;AAAA\x07 ::error::x sk-ant-api03-" + "A" * 40)
    for name in ("text", "json", "markdown"):
        shown = run(
            "explain", "frobnicator_out_of_tune_failed", "--format", name, env={"VIRTUAL_ENV": str(active)}
        ).stdout
        assert "\x1b" not in shown
        assert "A" * 40 not in shown
