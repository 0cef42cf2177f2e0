"""Checks and helpers on real sockets that no fault of the table reaches: idle connections, the status page,
TLS in TLS, deadlines.
"""

from __future__ import annotations

import json
import select
import socket
import ssl
import time
from contextlib import suppress

import pytest
import trustme

from claude_doctor.base import registry
from claude_doctor.doors.health import checks
from claude_doctor.doors.health.checks.contract import HealthCheck
from claude_doctor.doors.health.engine import run as _run
from claude_doctor.doors.health.engine.board import Listing
from claude_doctor.doors.health.engine.budget import Budget, BudgetError, Task, bounded
from claude_doctor.doors.health.engine.report import reported
from claude_doctor.doors.health.engine.state import Options, State
from claude_doctor.doors.health.wire import dial
from claude_doctor.doors.health.wire.answer import Answer
from tests.health.lab import reply, secret
from tests.health.lab.api import Api
from tests.health.lab.server import Server

KEY = secret.KEY


def state(url: str, **options) -> State:
    return State(
        Options(base_url=url, **options), {"HOME": "/nonexistent", "ANTHROPIC_API_KEY": KEY}, time.time
    )


def run_all(found: State, *only: str, options=()) -> dict:
    chosen = _run.selected(_run.members(), only, ["sdk.request"], options)
    return {report.id: report for report in _run.run(chosen, found)}


def serve(answers):
    """Answer each request of a connection with the next bytes; None closes it."""

    def talk(connection):
        while request := connection.request():
            data = answers(request)
            if data is None:
                return
            connection.send(data)

    return Server(talk)


def healthy(request):
    return Api().answer(request)


def test_api_idle_passes_when_the_connection_survives():
    with serve(healthy) as server:
        found = run_all(state(f"http://127.0.0.1:{server.port}", idle=0.2), "api.idle", options=["--idle"])[
            "api.idle"
        ]
    assert (found.status, "survives" in found.summary) == ("pass", True)


def test_api_idle_warns_when_a_box_closes_it():
    def talk(connection):
        while request := connection.request():
            connection.send(healthy(request))
            if request.target.partition("?")[2] == "limit=1":
                return

    with Server(talk) as server:
        found = run_all(state(f"http://127.0.0.1:{server.port}", idle=0.3), "api.idle", options=["--idle"])[
            "api.idle"
        ]
    assert (found.status, "closed during" in found.summary) == ("warn", True)


def status_page(**api) -> bytes:
    component = {
        "id": "k8w3r06qmzrp",
        "name": "Claude API (api.anthropic.com)",
        "status": "operational",
        **api,
    }
    return reply.answer(
        200,
        json.dumps({"page": {"id": "tymt9n04zgry"}, "components": [component], "incidents": []}).encode(),
        {"content-type": "application/json"},
    )


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (status_page(), "pass", "operational"),
        (status_page(status="partial_outage"), "warn", "partial outage"),
        (reply.page(405, "<html>challenge</html>"), "skip", "unknown"),
        (reply.answer(200, b"not json", {}), "skip", "unknown"),
        (b"", "skip", "unknown"),
    ],
    ids=["operational", "partial outage", "a web page", "not JSON", "nothing"],  # the answers hold a date
)
def test_svc_status_never_fails(body, status, words):
    with serve(lambda _: body or None) as server:
        asked = state("http://127.0.0.1:1", status_url=f"http://127.0.0.1:{server.port}/api/v2/summary.json")
        module = registry.load(checks, "svc_status", HealthCheck)
        found = reported(module, asked, module.run(asked), 0.0)
    assert (found.status, words in found.summary) == (status, True)


def test_svc_status_asks_nobody_about_a_gateway():
    module = registry.load(checks, "svc_status", HealthCheck)
    assert module.run(state("http://127.0.0.1:1")).status == "skip"


def test_a_hanging_status_page_delays_a_good_run_by_a_second_at_most():
    def hang(connection):
        connection.request()
        connection.wait()

    with serve(healthy) as api, Server(hang) as page:
        asked = state(f"http://127.0.0.1:{api.port}", status_url=f"http://127.0.0.1:{page.port}/x")
        started = time.monotonic()
        found = run_all(asked)
    assert found["svc.status"].status == "skip"
    assert found["api.count_tokens"].status == "pass"
    assert time.monotonic() - started < 4


def test_tls_goes_through_the_tls_of_an_https_proxy(tmp_path):
    authority = trustme.CA()
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(server_context)

    def inside(connection):
        while request := connection.request():
            connection.send(healthy(request))

    with Server(inside, server_context) as api:

        def proxy(connection):
            request = connection.request()
            assert request.method == "CONNECT"
            with socket.create_connection(("127.0.0.1", api.port)) as upstream:
                connection.sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                relay(connection.sock, upstream)

        with Server(proxy, server_context) as middle:
            authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
            environment = {
                "HOME": str(tmp_path),
                "ANTHROPIC_API_KEY": KEY,
                "SSL_CERT_FILE": str(tmp_path / "ca.pem"),
                "HTTPS_PROXY": f"https://localhost:{middle.port}",
            }
            asked = State(Options(base_url=f"https://localhost:{api.port}"), environment, time.time)
            found = run_all(asked)
    assert {found[name].status for name in ("net.proxy", "net.tls", "net.http", "auth.models")} == {"pass"}, (
        found
    )


def relay(tls, plain):
    """Pass on both ways until one side ends; in one thread, as a TLS socket is not to be used by two."""
    other = {tls: plain, plain: tls}
    with suppress(OSError):
        while ready := [tls] if tls.pending() else select.select([tls, plain], [], [], 5)[0]:
            for source in ready:
                data = source.recv(65536)
                if not data:
                    return
                other[source].sendall(data)


def test_a_socks_proxy_is_spoken_to():
    def proxy(connection):
        connection.sock.recv(3)
        connection.sock.sendall(b"\x05\x00")
        connection.sock.recv(300)
        connection.sock.sendall(b"\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00")

    from claude_doctor.doors.health.settings.proxy import parsed

    with Server(proxy) as server:
        made = socket.create_connection(("127.0.0.1", server.port))
        answer = dial.socks(
            made,
            parsed(f"socks5://127.0.0.1:{server.port}", "x"),
            "api.anthropic.com",
            443,
            Budget(2, 2).until(),
        )
        made.close()
    assert (answer.status, answer.reason) == (502, "connection refused")


def test_a_budget_counts_down_and_never_gives_zero():
    now = [100.0]
    budget = Budget(10, 4, lambda: now[0], spent=1)
    assert (round(budget.left(), 6), budget.limit(), budget.limit(2)) == (8.9, 4, 2)
    now[0] = 107.0
    assert (round(budget.left(), 6), round(budget.limit(), 6)) == (1.9, 1.9)
    deadline = budget.until(1)
    now[0] = 120.0
    assert (budget.left(), budget.limit()) == (0, 0.001)
    with pytest.raises(BudgetError):
        deadline.left()


def test_what_cannot_be_told_a_timeout_is_given_up():
    started = time.monotonic()
    with pytest.raises(BudgetError):
        bounded(lambda: time.sleep(5), 0.1)
    assert time.monotonic() - started < 1


def test_a_task_hands_on_what_was_raised():
    with pytest.raises(ZeroDivisionError):
        Task(lambda: 1 // 0, "x").result(1)


def test_a_check_that_breaks_is_an_error_and_not_a_failure(monkeypatch):
    module = registry.load(checks, "cfg_base_url", HealthCheck)
    monkeypatch.setattr(module, "run", lambda _: {}["gone"])
    found = run_all(state("http://127.0.0.1:1"), "cfg.base_url,net.dns")
    assert found["cfg.base_url"].status == "error"
    assert found["net.dns"].status == "skip"


HEALTHY = {
    "net_dns": "pass",
    "net_tcp": "pass",
    "net_proxy": "skip",
    "net_tls": "skip",
    "net_http": "pass",
    "net_clock": "pass",
    "auth_models": "pass",
    "auth_workspace": "skip",
    "model_exists": "pass",
    "api_count_tokens": "pass",
    "api_batches": "pass",
    "api_message": "pass",
    "api_stream": "pass",
    "api_size": "pass",
    "api_limits": "pass",
}


@pytest.fixture(scope="module")
def healthy_run():
    with serve(healthy) as server:
        found = run_all(state(f"http://127.0.0.1:{server.port}"), options=["--deep", "--batch", "--size"])
        return found, [request.summary for request in server.seen]


@pytest.mark.parametrize("name", HEALTHY)
def test_every_check_of_a_healthy_api(name, healthy_run):
    module = registry.load(checks, name, HealthCheck)
    found = healthy_run[0][module.ID]
    assert found.status == HEALTHY[name], found.summary


def test_each_request_is_sent_once(healthy_run):
    asked = [f"{method} {path}" for method, path, _ in healthy_run[1]]
    assert asked == [
        "GET /v1/models",
        "GET /v1/models",
        "GET /v1/models/claude-opus-5-5",
        "POST /v1/messages/count_tokens",
        "GET /v1/messages/batches",
        "POST /v1/messages",
        "POST /v1/messages",
        "POST /v1/messages/count_tokens",
    ]


def test_sdk_request_says_that_the_sdk_alone_fails(monkeypatch):
    module = registry.load(checks, "sdk_request", HealthCheck)
    asked = state(
        "https://127.0.0.1:1", timeout=300.0, check_timeout=60.0
    )  # the SDK is imported here, however busy the machine is
    asked.board.listing = Listing(Answer("GET", "/v1/models"), [], is_api=True)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    outcome = module.run(asked)
    found = reported(module, asked, outcome, 0.0)
    assert (found.status, found.fault, found.diagnosis) == ("fail", "yours", "connection_refused")
    assert "raw request passed" in found.summary
