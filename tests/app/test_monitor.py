"""APP 11.29: thresholds, cool-down, `resolved`, receivers that fail; APP 11.28: secrets and prompts."""

from __future__ import annotations

import http.server
import json
import threading

import pytest

from claude_doctor.app import Event, Monitor, Webhook
from claude_doctor.app import clock as clocks
from claude_doctor.app.alert import Alert
from claude_doctor.base.errors import UsageError

OVERLOADED = Event(kind="terminal", status=529, error_type="overloaded_error", diagnosis="overloaded_529")


class Hand(clocks.Clock):
    """A clock that is moved by hand."""

    def __init__(self):
        self.at = 1000.0

    def now(self):
        return self.at

    def sleep(self, seconds):
        pass


@pytest.fixture
def time():
    hand = Hand()
    before = clocks.install(hand)
    yield hand
    clocks.install(before)


def test_an_alert_fires_at_the_threshold_once_per_cool_down_and_is_resolved(time):
    got = []
    monitor = Monitor(("overloaded_529 > 2 in 10m",), cooldown_s=3600, to=got.append)
    for _ in range(2):
        monitor.record(OVERLOADED)
    assert monitor.flush()
    assert got == []
    monitor.record(OVERLOADED)
    assert monitor.flush()
    assert [alert.rule for alert in got] == ["overloaded_529 > 2 in 10m"]
    assert got[0].value == 3
    for _ in range(50):
        time.at += 1
        monitor.record(OVERLOADED)
    assert monitor.flush()
    assert len(got) == 1
    time.at += 700
    assert monitor.flush()
    assert [alert.resolved for alert in got] == [False, True]
    time.at += 3600
    for _ in range(3):
        monitor.record(OVERLOADED)
    assert monitor.flush()
    assert [alert.resolved for alert in got] == [False, True, False]
    monitor.close()


def test_the_window_slides(time):
    got = []
    monitor = Monitor(("any > 5 in 1h",), to=got.append)
    for _ in range(40):
        time.at += 1000
        monitor.record(OVERLOADED)
    assert monitor.flush()
    assert got == []
    assert monitor.stats()["overloaded_529"].count == 40
    monitor.close()


def test_patterns_are_the_last_causes():
    monitor = Monitor()
    for _ in range(3):
        monitor.record(OVERLOADED)
    monitor.record(Event(status=401, diagnosis="authentication_error"))
    assert monitor.patterns() == [("overloaded_529", 3), ("authentication_error", 1)]
    assert monitor.patterns(last=1) == [("authentication_error", 1)]
    monitor.close()


def test_a_receiver_that_raises_is_tried_three_times_and_told_once(time, caplog):
    tries = []

    def broken(alert):
        tries.append(alert)
        raise RuntimeError("no")

    monitor = Monitor(("any > 0 in 1h", "529 > 0 in 1h"), to=broken)
    monitor.record(OVERLOADED)
    assert monitor.flush()
    monitor.close()
    assert len(tries) == 6
    assert len([row for row in caplog.records if "receiver" in row.message]) == 1


def test_a_receiver_that_hangs_does_not_hold_up_the_caller():
    gate = threading.Event()
    monitor = Monitor(("any > 0 in 1h",), to=lambda _: gate.wait(30))
    for _ in range(20_000):
        monitor.record(OVERLOADED)  # more than are held: dropped and counted, never waited for
    assert monitor.flush(timeout=0.1) is False
    monitor.close(timeout=0.1)
    gate.set()
    assert monitor.dropped >= 0


def test_a_rule_that_is_wrong_says_where():
    with pytest.raises(UsageError, match="expected"):
        Monitor(("overloaded_529 >> 2",))


def test_a_webhook_is_signed_and_https_or_this_machine():
    import hashlib
    import hmac

    got = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(
                (
                    self.headers["x-claude-doctor-signature"],
                    self.rfile.read(int(self.headers["content-length"])),
                )
            )
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    Webhook(f"http://127.0.0.1:{server.server_port}/hook", secret="s3")(
        Alert("any > 0 in 1h", "2026-11-30T20:00:00.000Z", 1.0)
    )
    thread.join(10)
    server.server_close()
    ((signature, body),) = got
    assert json.loads(body)["rule"] == "any > 0 in 1h"
    assert signature == "sha256=" + hmac.new(b"s3", body, hashlib.sha256).hexdigest()
    for url in ("http://example.com/hook", "ftp://localhost/x", "file:///etc/passwd"):
        with pytest.raises(ValueError, match="https"):
            Webhook(url)
    assert "secret" not in repr(Webhook("https://hooks.example.com/secret"))
