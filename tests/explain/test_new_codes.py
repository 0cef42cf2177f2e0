"""`explain` and an error code that is newer than this version, as a person and as a script see it."""

from __future__ import annotations

import json

import pytest

CREATED = {
    "type": "error",
    "error": {
        "type": "api_error",
        "message": "The thing was created. Do not send the create again.",
        "details": {"error_code": "thing_created_partly", "thing_id": "thing_01"},
    },
    "request_id": "req_011CAbCdEfGhIj",
}


def test_the_message_comes_before_any_advice(run):
    done = run("explain", f"Error code: 503 - {CREATED}")
    words = " ".join(done.stdout.split())
    assert done.returncode == 0
    assert "Retry it depends." in words
    assert "max_retries=5" not in words
    assert words.index("The thing was created. Do not send the create again.") < words.index("What to do")


def test_the_json_says_conditional_first(run):
    found = json.loads(run("explain", "--json", stdin=json.dumps(CREATED)).stdout)
    first = found["diagnoses"][0]
    assert (first["id"], first["retryable"], first["retry"]["delays_s"]) == (
        "unknown_error_code",
        "conditional",
        [],
    )
    assert found["signal"]["error_code"] == "thing_created_partly"


def test_a_bare_name_is_a_guess_with_exit_0(run):
    done = run("explain", "thing_not_ready_for_use", "--json")
    first = json.loads(done.stdout)["diagnoses"][0]
    assert (done.returncode, first["id"], first["confidence"], first["retryable"]) == (
        0,
        "unknown_error_code",
        "guess",
        "conditional",
    )
    assert "Not recognised" not in run("explain", "thing_not_ready_for_use").stdout


def test_a_bare_name_is_nothing_for_another_platform(run):
    assert run("explain", "thing_not_ready_for_use", "--platform", "bedrock").returncode == 1
    assert run("explain", "thing_not_ready_for_use", "--platform", "claude-api").returncode == 0


@pytest.mark.parametrize("platform", ["bedrock", "claude-platform-on-aws", "claude-code"])
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("workspace_created_incomplete", "workspace_created_incomplete"),
        ("thing_created_partly", "unknown_error_code"),
    ],
)
def test_a_platform_never_leaves_the_code_out(run, platform, code, expected):
    error = CREATED["error"] | {"details": {"error_code": code}}
    found = json.loads(
        run(
            "explain", "--platform", platform, "--json", f"Error code: 503 - {CREATED | {'error': error}}"
        ).stdout
    )
    assert found["diagnoses"][0]["id"] == expected


def test_an_ordinary_word_stays_unrecognised(run):
    done = run("explain", "job_timeout")
    assert (done.returncode, "Not recognised" in done.stdout) == (1, True)


def test_the_created_workspace_is_never_created_again(run):
    body = CREATED["error"] | {
        "details": {"error_code": "workspace_created_incomplete", "workspace_id": "wrkspc_01"}
    }
    for query in (
        "workspace_created_incomplete",
        "WorkspaceCreatedIncompleteError",
        f"Error code: 503 - {CREATED | {'error': body}}",
    ):
        first = json.loads(run("explain", query, "--json").stdout)["diagnoses"][0]
        assert (first["id"], first["retryable"], first["confidence"]) == (
            "workspace_created_incomplete",
            "no",
            "certain",
        )
        assert "list the workspaces" in " ".join(first["fixes"]).lower()
