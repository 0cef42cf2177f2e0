"""Plain http to a port that wants TLS: however the other side ends it, which is a matter of timing, the fix
says https.
"""

from __future__ import annotations

import json

import pytest

from tests.health.lab import secret
from tests.health.lab.server import Server


def reset(connection):
    connection.read()
    connection.reset()


def close(connection):
    connection.read()


def alert(connection):
    connection.read()
    connection.send(b"\x15\x03\x01\x00\x02\x02\x46")  # a fatal TLS alert: protocol version


def half_an_alert(connection):
    connection.read()
    connection.send(b"\x15\x03")


@pytest.mark.parametrize("end", [reset, close, alert, half_an_alert])
def test_every_ending_says_https(end, run):
    with Server(end) as server:
        environment = {
            "ANTHROPIC_API_KEY": secret.KEY,
            "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{server.port}",
        }
        done = run(
            "health",
            "--json",
            "--timeout",
            "50",
            "--check-timeout",
            "20",
            "--only",
            "net.http",
            env=environment,
        )
    failed = [check for check in json.loads(done.stdout)["checks"] if check["status"] == "fail"]
    assert [check["id"] for check in failed] == ["net.http"]
    assert "https://" in failed[0]["fix"]
    assert failed[0]["fault"] == "between"
