"""Health on a day to come: what it says of models that end between now and then, by the real command against an API
that knows both.
"""

from __future__ import annotations

import json

import pytest

from tests import dated
from tests.health.lab import secret
from tests.health.lab.answers import talk
from tests.health.lab.api import Api
from tests.health.lab.server import Server

SONNET, OPUS = "claude-sonnet-4-5", "claude-opus-4-5"
# (model, day) -> how cfg.model ends, what it names instead
CASES = [
    (SONNET, "2026-12-05", "retired", "claude-sonnet-5-5"),
    (OPUS, "2026-12-05", "in 48 days", "claude-opus-5-5"),
    (SONNET, "2027-02-01", "retired", "claude-sonnet-5-5"),
    (OPUS, "2027-02-01", "retired", "claude-opus-5-5"),
]


def asked(run, tmp_path, day, *words, **env):
    environment = {"ANTHROPIC_API_KEY": secret.KEY, **dated.environment(tmp_path, day), **env}
    return run("health", "--json", *words, env=environment)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_a_model_that_ends(run, tmp_path, case):
    model, day, said, instead = case
    done = asked(run, tmp_path, day, "--only", "cfg.model", "--model", model)
    (check,) = [check for check in json.loads(done.stdout)["checks"] if check["id"] == "cfg.model"]
    assert check["status"] == ("fail" if said == "retired" else "warn")
    assert said in check["summary"]
    assert instead in f"{check['fix']} {check['command']}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_the_whole_run(run, tmp_path, case):
    model, day, said, instead = case
    with Server(talk("healthy", Api())) as server:
        words = (
            "--only",
            "model",
            "--skip",
            "net.clock",
            "--timeout",
            "60",
            "--check-timeout",
            "20",
            "--model",
            model,
        )
        done = asked(run, tmp_path, day, *words, ANTHROPIC_BASE_URL=f"http://127.0.0.1:{server.port}")
    verdict = json.loads(done.stdout)["verdict"]
    assert done.returncode == 1
    if said == "retired":
        assert (verdict["check"], verdict["diagnosis"], verdict["fault"]) == (
            "cfg.model",
            "model_retired",
            "yours",
        )
        assert instead in verdict["fix"]
    else:  # this API does not have it either, and its end is not the reason yet
        assert (verdict["check"], verdict["diagnosis"]) == ("model.exists", "model_not_found")


@pytest.mark.parametrize("day", ["2026-12-05", "2027-02-01"])
def test_what_is_asked_of_a_cloud_unnamed_is_a_model_that_is_served(day):
    from datetime import datetime

    from claude_doctor.doors.health.engine import lifecycle

    now = datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()
    assert lifecycle.known(lifecycle.usual(now), now).state == "active"
