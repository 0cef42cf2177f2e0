"""A run ends with its budget, whatever the other side does; measured around the whole process, start-up
included.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import clean_environment
from tests.health.lab import answers, judging, secret
from tests.health.lab.api import Api
from tests.health.lab.server import Server

WORKERS = 4  # they only wait once they have begun; more beginnings at once would measure the machine
BUDGET = 2.0
GRACE = 0.5
ARGS = ["--timeout", str(BUDGET)]
PROXY = {"HTTPS_PROXY": "http://127.0.0.1:{proxy_port}"}
ROWS = [
    {"name": "hang", "answer": "hang", "args": ARGS},
    {"name": "endless_headers", "answer": "endless_headers", "args": ARGS},
    {"name": "dripping_headers", "answer": "drip_headers", "args": ARGS},
    {"name": "endless_body", "answer": "endless_body", "args": ARGS},
    {"name": "dripping_body", "answer": "body_drip", "args": ARGS},
    {"name": "stalled_body", "answer": "body_stall", "args": ARGS},
    {"name": "silent_tls", "tls": "trick_stall", "args": ARGS},
    {"name": "silent_proxy", "tls": "good", "proxy": "hang", "env": PROXY, "args": ARGS},
    {"name": "stalled_stream", "answer": "stream_stall", "args": [*ARGS, "--deep"]},
    {"name": "silent_resolver", "net": "dns_hang", "args": ARGS},
    {"name": "silent_network", "net": "tcp_silent_drop", "args": ARGS},
]

SDK = {"name": "sdk_hangs", "answer": "hangs_for_the_sdk", "full": True, "formats": ()}

for each in ROWS:
    each["formats"] = ()  # JSON alone, as a pipeline asks


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_a_run_ends_with_its_budget(row, lab, runs):
    """A budget in which this machine, now, does not come to the hanging step says so, and is doubled here."""
    if reason := lab.missing(row):
        pytest.skip(reason)
    for budget in (BUDGET, 2 * BUDGET, 4 * BUDGET, 8 * BUDGET):
        run = runs({**row, "args": [*row["args"], "--timeout", str(budget)]})
        slack = GRACE + (
            0 if budget == BUDGET else budget / 4
        )  # a machine too busy for the first is busy in the others too
        if (
            run.seconds > budget + slack
        ):  # a busy machine adds to a time and never takes away: measured once more, alone
            run = lab.run({**row, "args": [*row["args"], "--timeout", str(budget)]})
        assert (run.code, run.checks("error"), judging.leaks(run)) == (1, [], [])
        if run.checks("fail") and run.seconds <= budget + slack:
            break
    assert run.seconds <= budget + slack
    assert len(run.checks("fail")) == 1


def test_a_hanging_sdk_ends_with_the_budget(lab):
    """How long an import takes is a matter of the machine: a budget it does not fit into is said to be too
    small, and doubled here.
    """
    for budget in (4.0, 8.0, 16.0, 32.0):
        run = lab.run({**SDK, "args": ["--timeout", str(budget)]})
        assert (
            run.seconds <= budget + GRACE + budget / 4
        )  # the machine may be busy; a hang would take 30 s and more
        assert (run.checks("error"), judging.leaks(run)) == ([], [])
        if run.checks("fail"):
            break
        assert run.report["healthy"] is ("ended before" not in run.report["verdict"]["summary"])
        assert run.report["healthy"] is False or any(
            "the SDK's own request" in note for note in run.report["notes"]
        )
    assert [check["id"] for check in run.checks("fail")] == ["sdk.request"]


def test_an_sdk_that_is_not_imported_in_time_is_said_and_no_fault(tmp_path):
    """All that needs no SDK was asked before and passed: a machine too slow to import it is not sick, and the
    report says what was left out.
    """
    (tmp_path / "anthropic").mkdir()
    (tmp_path / "anthropic" / "__init__.py").write_text("import time\ntime.sleep(300)\n")
    with Server(answers.talk("healthy", Api())) as server:
        address = {"ANTHROPIC_API_KEY": secret.KEY, "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{server.port}"}
        env = clean_environment(
            **address, PYTHONPATH=f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
        )
        for seconds in ("6", "24", "96"):  # the first in which this machine comes to the end of the raw way
            line = [sys.executable, "-m", "claude_doctor", "health", "--json", "--timeout", seconds]
            done = subprocess.run(
                line, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=150, check=False
            )
            report = json.loads(done.stdout)
            if "ended before" not in report["verdict"]["summary"]:
                break
    statuses = {check["id"]: check["status"] for check in report["checks"]}
    assert (done.returncode, report["healthy"], report["verdict"]["fault"]) == (0, True, "none")
    assert (statuses["api.count_tokens"], statuses["sdk.request"]) == ("pass", "skip")
    assert any("the SDK's own request" in note and "--timeout" in note for note in report["notes"])
