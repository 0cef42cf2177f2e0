"""`--fail-on yours`: the API's own trouble lets a pipeline pass, everything else that is not healthy does
not.
"""

from __future__ import annotations

import pytest

from tests.health.lab import answers, secret
from tests.health.lab.api import Api
from tests.health.lab.server import Server

ARGS = ("health", "--json", "--timeout", "60", "--check-timeout", "30", "--skip", "svc.status,sdk.request")


@pytest.mark.parametrize(
    ("answer", "key", "extra", "code"),
    [
        ("api_500", secret.KEY, (), 1),
        ("api_500", secret.KEY, ("--fail-on", "yours"), 0),
        ("api_529", secret.KEY, ("--fail-on", "yours"), 0),
        ("api_401", secret.KEY, ("--fail-on", "yours"), 1),
        ("nginx_502", secret.KEY, ("--fail-on", "yours"), 1),
        ("healthy", "", ("--fail-on", "yours"), 1),
        ("healthy", secret.KEY, ("--fail-on", "yours"), 0),
    ],
)
def test_only_the_apis_own_trouble_passes(answer, key, extra, code, run):
    with Server(answers.talk(answer, Api())) as server:
        done = run(
            *ARGS,
            *extra,
            env={"ANTHROPIC_API_KEY": key, "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{server.port}"},
        )
    assert done.returncode == code


def test_healthy_says_what_was_not_tried_and_with_which_flag(run):
    with Server(answers.talk("healthy", Api())) as server:
        env = {"ANTHROPIC_API_KEY": secret.KEY, "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{server.port}"}
        plain, deep = run(*ARGS, env=env), run(*ARGS, "--deep", env=env)
    assert "not tried: billing and spend limits and streams (--deep)" in plain.stdout
    assert "not tried" not in deep.stdout
