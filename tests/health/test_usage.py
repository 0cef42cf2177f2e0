"""What a person may ask for, what is refused, and what an answer leads to."""

from __future__ import annotations

import re

import pytest

from tests.health.lab import answers, secret
from tests.health.lab.api import Api
from tests.health.lab.server import Server


@pytest.mark.parametrize(
    "args",
    [
        ["--timeout", "nan"],
        ["--timeout", "inf"],
        ["--check-timeout", "0"],
        ["--idle", "-1"],
        ["--only", "api.message"],
    ],
)
def test_what_cannot_be_run_is_a_usage_mistake(args, lab):
    run = lab.run({"name": "usage", "args": args})
    assert (run.code, run.stdout, run.seen) == (2, "", [])
    assert len(run.stderr.splitlines()) == 1


def test_a_refused_address_keeps_its_port(lab):
    row = {
        "name": "port",
        "env": {"ANTHROPIC_BASE_URL": "http://192.0.2.7:8080/claude"},
        "args": ["--only", "cfg.base_url"],
    }
    assert (
        lab.run(row).checks("warn")[0]["command"] == "export ANTHROPIC_BASE_URL=https://192.0.2.7:8080/claude"
    )


@pytest.mark.parametrize(
    ("row", "page"),
    [
        ({"args": ["--expect-workspace", "wrkspc_another"]}, "key_of_another_workspace"),
        ({"answer": "only_x_api_key"}, "gateway_wants_x_api_key"),
        ({"answer": "date_ahead"}, "clock_skew"),
    ],
)
def test_failures_have_a_page(row, page, lab):
    (failed,) = lab.run({"name": page, **row}).checks("fail")
    assert failed["diagnosis"] == page


def test_a_budget_that_ends_too_early_is_not_healthy(lab):
    run = lab.run({"name": "budget", "args": ["--timeout", "0.001"]})
    assert run.code == 1
    assert run.checks("fail") == []
    assert run.report["healthy"] is False
    assert run.report["verdict"]["fault"] == "unknown"
    assert "budget of 0.001 s ended before" in run.report["verdict"]["summary"]


@pytest.mark.parametrize("line", ["models = 3", "models = [1]", 'models = [""]'])
def test_models_of_the_configuration_are_names(line, run, tmp_path):
    (tmp_path / "claude-doctor.toml").write_text(line)
    done = run("health", "--only", "env")
    assert done.returncode == 2
    assert "`models`" in done.stderr


@pytest.mark.parametrize(
    "line",
    [
        'base-url = "http://192.0.2.1"',
        'python = "/bin/true"',
        "insecure-http = true",
        'status-url = "http://192.0.2.1"',
        'bundle = "x"',
    ],
)
def test_a_file_of_the_directory_sends_and_starts_nothing(line, run, tmp_path):
    (tmp_path / "claude-doctor.toml").write_text(line)
    done = run("health", "--only", "env")
    assert (done.returncode, done.stdout) == (2, "")
    assert line.split()[0] in done.stderr


def test_a_user_and_password_in_the_base_url_are_named_in_plain_words(lab):
    run = lab.run(
        {"name": "userinfo", "env": {"ANTHROPIC_BASE_URL": "http://joe:{password}@127.0.0.1:{port}"}}
    )
    (failed,) = run.checks("fail")
    assert "***" not in failed["summary"]
    assert "in place of the API key" in failed["summary"]


def test_every_model_that_is_wrong_is_named(lab):
    args = [word for name in ("claude-opus-5-5", "claude-nope", "gpt-nope") for word in ("--model", name)]
    (failed,) = lab.run({"name": "models", "args": args}).checks("fail")
    assert "'claude-nope'" in failed["summary"]
    assert "'gpt-nope'" in failed["summary"]


def test_a_key_given_as_a_model_or_in_the_path_is_masked(run, lab):
    found = lab.run({"name": "key_as_model", "args": ["--model", secret.KEY]})
    assert secret.found_in(found.stdout + found.stderr + "".join(found.files.values())) == []
    done = run(
        "health",
        "--json",
        "--only",
        "cfg.base_url",
        env={"ANTHROPIC_BASE_URL": f"https://gateway.example/{secret.KEY}"},
    )
    assert secret.found_in(done.stdout + done.stderr) == []


@pytest.mark.parametrize("is_asked", [True, False])
def test_the_sdk_is_imported_only_where_it_is_asked(is_asked, run):
    with Server(answers.talk("healthy", Api())) as server:
        environment = {
            "ANTHROPIC_API_KEY": secret.KEY,
            "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{server.port}",
            "PYTHONPROFILEIMPORTTIME": "1",
        }
        done = run(
            "health",
            "--timeout",
            "60",
            "--skip",
            "svc.status",
            *([] if is_asked else ["--skip", "sdk.request"]),
            env=environment,
        )
    assert done.returncode == 0, done.stdout
    assert bool(re.search(r"\| +anthropic$", done.stderr, re.M)) is is_asked
