"""Nothing matches: whose text it is, and the next step there."""

from __future__ import annotations

import json

import pytest

from claude_doctor.catalogue.traces import whose

# Texts that no page is about, each with the platform whose traces they carry.
UNKNOWN = {
    "claude-code": [
        "Error: something odd in /home/me/.claude/statsig/frobnicate.json",
        "Claude Code just shows a purple square after I press q",
        "npm warn EBADSTATE @anthropic-ai/claude-code@2.1.330 looks peculiar",
        "claude_agent_sdk.FrobnicationError: the flux is inverted",
    ],
    "claude-api": [
        '  File "/venv/lib/python3.12/site-packages/anthropic/_frob.py", line 3, in frob\nFrobError: no flux'
    ],
    "gateway:claude-code-router": ["claude-code-router: transformer frob is not registered"],
    "gateway:cliproxyapi": ["CLIProxyAPI v6: frob scheduler is idle"],
}
CASES = [(platform, text) for platform, texts in UNKNOWN.items() for text in texts]


@pytest.mark.parametrize(("platform", "text"), CASES)
def test_the_answer_says_whose_the_text_is_and_what_to_do_next(run, platform, text):
    done = run("explain", "--json", text)
    found = json.loads(done.stdout)
    assert (done.returncode, found["diagnoses"], found["signal"]["platform"]) == (1, [], platform)
    assert "carries traces of" in found["notes"][0]
    step = (
        "claude doctor"
        if platform == "claude-code"
        else "request id"
        if platform == "claude-api"
        else "its own log"
    )
    assert step in found["notes"][1]


def test_text_and_markdown_show_it_instead_of_not_recognised(run):
    text = CASES[1][1]
    for options in ([], ["--format", "markdown"]):
        done = run("explain", *options, text)
        shown = " ".join(done.stdout.split())
        assert done.returncode == 1
        assert "Claude Code" in shown
        for step in ("claude doctor", "/status", "--debug"):
            assert step in shown
        assert "Not recognised" not in shown


def test_a_text_without_traces_is_not_recognised_as_before(run):
    done = run("explain", "the frobnicator has no flux")
    assert done.returncode == 1
    assert "Not recognised" in done.stdout


def test_what_another_system_says_stays_there(run):
    done = run("explain", "--json", "fatal: not a git repository (or any of the parent directories): .git")
    assert "notes" not in json.loads(done.stdout)


def test_a_gateway_is_named_before_the_program_behind_it():
    found = whose("claude code through litellm: odd")
    assert found
    assert found.platform == "gateway:litellm"


def test_a_page_goes_before_any_trace(run):
    found = json.loads(run("explain", "--json", "Claude Code: API Error: 529 overloaded_error").stdout)
    assert found["diagnoses"]
    assert "notes" not in found
