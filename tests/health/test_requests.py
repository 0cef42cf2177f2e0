"""What a run sends: nothing billed without --deep, no credential with --no-auth or in clear text, no redirect
followed.
"""

from __future__ import annotations

import pytest

from tests.health.lab.api import BILLED

FREE = [
    {"name": "default", "full": True},
    {"name": "options", "args": ["--batch", "--size"]},
    {"name": "models", "args": ["--model", "claude-opus-5-5", "--model", "claude-sonnet-5"]},
    {"name": "after_an_error", "answer": "count_tokens_500", "full": True},
    {"name": "unknown_model", "args": ["--model", "claude-opus-5-9"], "full": True},
    {"name": "only_auth", "args": ["--only", "auth"]},
]


def billed(run) -> list[tuple[str, str]]:
    return [(method, path) for method, path, _ in run.seen if method == "POST" and path in BILLED]


@pytest.mark.parametrize("row", FREE, ids=lambda row: row["name"])
def test_nothing_billed_is_sent_without_deep(row, runs):
    run = runs(row)
    assert run.code in {0, 1}, run.stderr
    assert any(path == "/v1/models" for _, path, _ in run.seen)
    assert billed(run) == []


def test_deep_sends_one_message_and_one_stream(lab):
    run = lab.run({"name": "deep", "args": ["--deep"], "full": True})
    assert run.code == 0, run.stdout
    assert billed(run) == [("POST", "/v1/messages")] * 2


def test_a_run_asks_little(lab):
    run = lab.run({"name": "counted", "full": True})
    assert len(run.seen) <= 7, run.seen


def test_no_auth_sends_no_credential(lab):
    run = lab.run({"name": "no_auth", "args": ["--no-auth"], "full": True})
    assert run.code == 0, run.stdout
    assert run.seen
    assert not any(credential for _, _, credential in run.seen)


def test_no_credential_goes_in_clear_text_to_another_host(lab):
    row = {"name": "clear", "net": "healthy", "env": {"ANTHROPIC_BASE_URL": "http://160.79.104.10"}}
    if reason := lab.missing(row):
        pytest.skip(reason)
    refused = lab.run(row)
    assert not any(credential for _, _, credential in refused.seen)
    assert [check["diagnosis"] for check in refused.checks("fail")] == ["credential_over_plain_http"]
    insecure = lab.run({**row, "args": ["--insecure-http"]})
    assert insecure.code == 0, insecure.stdout
    assert any(credential for _, _, credential in insecure.seen)


def test_without_a_network_stage_no_credential_is_sent_and_nothing_fails(lab):
    run = lab.run({"name": "no_network", "args": ["--skip", "connectivity"]})
    assert run.code == 0, run.stdout
    assert run.seen == []


def test_no_redirect_is_followed(lab):
    run = lab.run({"name": "redirect", "answer": "portal_302"})
    assert run.seen
    assert not any(path == "/login" for _, path, _ in run.seen)
