"""`claude_doctor.diagnose` for applications: real exceptions of the installed SDK, raised against a loopback
server.
"""

from __future__ import annotations

import http.server
import subprocess
import sys
import threading

import anthropic
import pytest

import claude_doctor
from tests.conftest import clean_environment

ANSWERS = {
    "/529": (
        529,
        (
            '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},'
            '"request_id":"req_011CAbCdEfGhIj"}'
        ),
    ),
    "/401": (401, '{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}'),
    "/413": (
        413,
        "<html><head><title>413 Request Entity Too Large</title></head><hr><center>nginx</center></html>",
    ),
    "/404": (
        404,
        '{"type":"error","error":{"type":"not_found_error","message":"model: claude-3-opus-20240229"}}',
    ),
    "/429": (
        429,
        (
            '{"type":"error","error":{"type":"rate_limit_error","message":"x",'
            '"details":{"error_code":"enforced_spend_limit_reached"}}}'
        ),
    ),
}


@pytest.fixture(scope="module")
def server():
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            status, body = ANSWERS["/" + self.path.split("/")[1]]
            self.send_response(status)
            self.send_header("content-type", "text/html" if body[0] == "<" else "application/json")
            self.send_header("retry-after", "7")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None:
            pass

    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


def raised(base_url: str) -> Exception:
    with (
        anthropic.Anthropic(api_key="sk-ant-test", base_url=base_url, max_retries=0, timeout=5) as client,
        pytest.raises(Exception) as caught,  # noqa: PT011  # any of them
    ):
        client.messages.create(
            model="claude-opus-5-5", max_tokens=1, messages=[{"role": "user", "content": "x"}]
        )
    return caught.value


@pytest.mark.parametrize(
    ("path", "want"),
    [
        ("/529", "overloaded_529"),
        ("/401", "invalid_api_key"),
        ("/413", "gateway_body_limit_413"),
        ("/404", "model_retired"),
        ("/429", "enforced_spend_limit_reached"),
    ],
)
def test_exceptions_of_the_sdk(server, path, want):
    found = claude_doctor.diagnose(raised(server + path))
    assert found is not None
    assert found.entry.id == want


def test_a_hidden_cause_is_found():
    found = claude_doctor.diagnose(raised("http://127.0.0.1:9"))
    assert found is not None
    assert found.entry.id == "connection_refused"


@pytest.mark.parametrize(
    ("given", "want"),
    [
        (529, "overloaded_529"),
        ("OverloadedError", "overloaded_529"),
        ("API Error: 529 Overloaded", "overloaded_529"),
        ({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, "overloaded_529"),
        (
            ValueError("Streaming is required for operations that may take longer than 10 minutes."),
            "sdk_streaming_required",
        ),
    ],
)
def test_other_inputs(given, want):
    found = claude_doctor.diagnose(given)
    assert found is not None
    assert found.entry.id == want


def test_nothing_fits():
    assert claude_doctor.diagnose("all is well") is None
    assert claude_doctor.diagnose(KeyError("x")) is None
    assert claude_doctor.diagnose(299) is None


def test_it_says_what_explain_says():
    text = ANSWERS["/401"][1]
    from claude_doctor.doors.explain.command import explain

    assert claude_doctor.diagnose(text).entry == explain(text).main.diagnoses[0].entry


def test_importing_is_cheap_and_complete():
    code = (
        "import sys; import claude_doctor; assert len([m for m in sys.modules if "
        "m.startswith('claude_doctor')]) <= 3; claude_doctor.diagnose(529); assert not {'anthropic', "
        "'httpx', 'typing', 'rich'} & set(sys.modules)"
    )
    subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}"],
        check=True,
        env=clean_environment(),
    )
    assert all(getattr(claude_doctor, name) for name in claude_doctor.__all__)
    with pytest.raises(AttributeError):
        _ = claude_doctor.nothing
