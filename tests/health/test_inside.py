"""Plain http inside a network of one's own is a warning: the credential stays here, and the run says what it could
not see. Addresses that mean this machine are this machine.
"""

from __future__ import annotations

import json
import time

import pytest

from claude_doctor.doors.health.engine import tls_faults
from claude_doctor.doors.health.engine.state import Options, State
from claude_doctor.doors.health.wire import dial
from claude_doctor.doors.health.wire.ground import Address
from tests.health.lab import secret
from tests.health.lab.answers import talk
from tests.health.lab.api import Api
from tests.health.lab.server import Server

PATIENT = ("--timeout", "60", "--check-timeout", "20", "--skip", "sdk.request", "--skip", "svc.status")


def forwarding(connection):
    """A forward proxy in front of a gateway that answers everything with 200."""
    while connection.request():
        body = b'{"data": []}'
        connection.send(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
            % (len(body), body)
        )


def through(server, address, run, *words):
    env = {
        "ANTHROPIC_API_KEY": secret.KEY,
        "ANTHROPIC_BASE_URL": address,
        "HTTP_PROXY": f"http://127.0.0.1:{server.port}",
    }
    return run("health", "--json", *PATIENT, *words, env=env)


@pytest.mark.parametrize(
    "host", ["litellm", "litellm.gateways.svc", "gateway.internal", "litellm.gateways.svc.cluster.local"]
)
def test_a_name_of_a_cluster_is_a_warning_and_sends_no_credential(host, run):
    with Server(forwarding) as server:
        done = through(server, f"http://{host}:4000", run)
    report = json.loads(done.stdout)
    statuses = {check["id"]: check["status"] for check in report["checks"]}
    assert (done.returncode, report["healthy"]) == (0, True)
    assert statuses["cfg.base_url"] == "warn"
    assert statuses["auth.models"] == "skip"
    assert {statuses[name] for name in ("model.exists", "api.count_tokens")} == {"skip"}
    assert "not sent over plain http" in report["verdict"]["summary"]
    assert "--insecure-http" in report["verdict"]["summary"]
    assert server.seen
    assert not any(request.summary[2] for request in server.seen)


def test_the_flag_sends_it(run):
    with Server(forwarding) as server:
        through(server, "http://litellm:4000", run, "--insecure-http")
    assert any(request.summary[2] for request in server.seen)


@pytest.mark.parametrize("host", ["gateway.example.com", "litellm.io"])
def test_another_name_is_a_failure_still(host, run):
    with Server(forwarding) as server:
        done = through(server, f"http://{host}", run)
    report = json.loads(done.stdout)
    assert [check["id"] for check in report["checks"] if check["status"] == "fail"] == ["auth.models"]
    assert not any(request.summary[2] for request in server.seen)


def test_any_address_means_this_machine(run):
    with Server(talk("healthy", Api())) as server:
        env = {"ANTHROPIC_API_KEY": secret.KEY, "ANTHROPIC_BASE_URL": f"http://0.0.0.0:{server.port}"}
        done = run("health", "--json", *PATIENT, env=env)
    report = json.loads(done.stdout)
    assert report["healthy"] is True, report["verdict"]
    assert any(request.summary[2] for request in server.seen)


def test_the_family_that_works_is_named(lab, monkeypatch):
    """IPv6 connects and is reset at the first TLS message, IPv4 works: a second handshake names it."""
    monkeypatch.setenv("SSL_CERT_FILE", lab.ca)
    with Server(talk("healthy", Api()), lab.authority.context("good")) as good:
        environment = {"ANTHROPIC_BASE_URL": f"https://localhost:{good.port}", "SSL_CERT_FILE": lab.ca}
        state = State(Options(timeout=60.0, check_timeout=20.0), environment, time.time)
        (works,) = dial.resolve("127.0.0.1", good.port)
        state.addresses = (Address("IPv6", "fd00::7", good.port, ("fd00::7", good.port, 0, 0)), works)
        found = tls_faults.failed(state, ConnectionResetError(104, "Connection reset by peer"), 0.1)
        state.addresses = state.addresses[:1]
        alone = tls_faults.failed(state, ConnectionResetError(104, "Connection reset by peer"), 0.1)
    assert "over IPv4 (127.0.0.1) TLS works" in found.summary
    assert "disable_ipv6" in found.command
    assert "IPv4" not in alone.summary


@pytest.mark.parametrize("name", ["ANTHROPIC_API_BASE", "ANTHROPIC_API_URL"])
def test_a_base_url_under_another_name_is_the_cause_of_the_wrong_key(name, run):
    env = {"ANTHROPIC_API_KEY": "sk-or-v1-" + "a" * 64, name: "https://openrouter.ai/api"}
    report = json.loads(run("health", "--json", "--only", "config", env=env).stdout)
    assert f"{name} is set, which the SDK does not read" in report["verdict"]["summary"]
    assert report["verdict"]["command"] == f'export ANTHROPIC_BASE_URL="${name}"'


def test_a_job_of_cron_is_told_where_its_variables_come_from():
    from claude_doctor.doors.health.settings import arrivals

    words, command = arrivals.words(
        {"PATH": "/usr/bin:/bin", "HOME": "/root", "LOGNAME": "root", "SHELL": "/bin/sh"}
    )
    assert "cron" in words
    assert command.startswith("crontab -e")
    assert arrivals.words({"PATH": "/usr/bin:/bin", "TERM": "xterm"}) == ("", "")
