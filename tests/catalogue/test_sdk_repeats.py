"""What the pages say of the SDK and coded errors: it repeats every 409 and 5xx by itself, whatever the code
forbids.
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

anthropic = pytest.importorskip("anthropic")


@pytest.fixture
def server():
    """Yield a server on loopback that refuses every POST with `answer`, and what it was sent."""

    class Refusing(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.server.sent.append(self.headers.get("idempotency-key"))
            status, code = self.server.answer
            body = json.dumps(
                {
                    "type": "error",
                    "error": {
                        "type": "api_error",
                        "message": "Made in part.",
                        "details": {"error_code": code},
                    },
                }
            ).encode()
            self.send_response(status)
            for name, value in (
                ("content-type", "application/json"),
                ("content-length", str(len(body))),
                ("retry-after-ms", "1"),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Say nothing."""

    made = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    made.sent, made.answer = [], (503, "workspace_created_incomplete")
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.mark.parametrize(
    "answer",
    [(503, "workspace_created_incomplete"), (409, "storage_in_use"), (503, "a_code_of_tomorrow_unknown")],
)
@pytest.mark.parametrize(("options", "times"), [({}, 3), ({"max_retries": 0}, 1)])
def test_a_create_is_sent_three_times_by_default_and_once_without_retries(
    server, answer, options, times, monkeypatch
):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    server.answer = answer
    client = anthropic.Anthropic(api_key="none", base_url=f"http://127.0.0.1:{server.server_port}", **options)
    with pytest.raises(anthropic.APIStatusError) as caught:
        client.post("/v1/organizations/workspaces", body={"name": "x"}, cast_to=object)
    assert caught.value.status_code == answer[0]
    assert server.sent == [None] * times
