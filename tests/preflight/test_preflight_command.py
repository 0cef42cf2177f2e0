"""`preflight` as CI runs it, against a server on this machine: one verdict and one exit code, in every
format.
"""

from __future__ import annotations

import json
import threading
import xml.etree.ElementTree as ET
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

KEY = "sk-ant-api03-" + "b" * 93 + "AA"
RETIRED = "claude-3-opus-20240229"
FORMATS = ("text", "json", "github", "gitlab", "junit", "sarif", "markdown")
REQUEST = {"model": "claude-opus-5-5", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}


class Answer(BaseHTTPRequestHandler):
    """What the API says of a key, of itself or as a proxy; `mode` is the server's."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def say(self, status: int, body: dict, **headers: str) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {
            "content-type": "application/json",
            "request-id": "req_011CSHoEeqs5C35K2UUqR7Fy",
            **headers,
        }.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def error(self, status: int, kind: str, message: str) -> None:
        self.say(
            status,
            {
                "type": "error",
                "error": {"type": kind, "message": message},
                "request_id": "req_011CSHoEeqs5C35K2UUqR7Fy",
            },
        )

    def do_GET(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        mode = self.server.mode
        if mode == "proxy" or (self.path.startswith("http") and mode != "well"):
            self.say(407, {}, proxy_authenticate='Basic realm="corp"')
        elif mode == "overloaded":
            self.error(529, "overloaded_error", "Overloaded")
        elif self.path == "/api/hello":
            self.say(200, {"message": "hello"})
        elif KEY not in (
            self.headers.get("x-api-key"),
            self.headers.get("authorization", "").removeprefix("Bearer "),
        ):
            self.error(401, "authentication_error", "invalid x-api-key")
        elif self.path.startswith("/v1/models/"):
            self.say(
                200,
                {
                    "type": "model",
                    "id": "claude-opus-5-5",
                    "display_name": "Opus",
                    "created_at": "2026-09-22T00:00:00Z",
                },
            )
        elif self.path.startswith("/v1/models"):
            model = {
                "type": "model",
                "id": "claude-opus-5-5",
                "display_name": "Opus",
                "created_at": "2026-09-22T00:00:00Z",
            }
            self.say(
                200, {"data": [model], "has_more": False, "first_id": model["id"], "last_id": model["id"]}
            )
        else:
            self.say(200, {"input_tokens": 8})

    do_POST = do_HEAD = do_CONNECT = do_GET  # noqa: N815 - names of the library


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    made.mode = "well"
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def place(tmp_path):
    (tmp_path / "fine.yaml").write_text("model: claude-opus-5-5\n")
    (tmp_path / "old.yaml").write_text(f"a: 1\nmodel: {RETIRED}\n")
    line = json.dumps({"custom_id": "row-1", "params": REQUEST}) + "\n"
    (tmp_path / "fine.jsonl").write_text(line)
    (tmp_path / "twice.jsonl").write_text(line + line)
    return tmp_path


@pytest.fixture
def preflight(run, server, place):
    def call(*args: str, mode: str = "well", env: dict[str, str] | None = None, key: str = KEY):
        server.mode = mode
        address = f"http://127.0.0.1:{server.server_port}"
        names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
        blank = {
            **dict.fromkeys(names, ""),
            "NO_PROXY": "",
            "no_proxy": "",
            "HOME": str(place),
            "ANTHROPIC_API_KEY": key,
            "ANTHROPIC_BASE_URL": address,
        }
        kept = {name: value.replace("ADDRESS", address) for name, value in {**blank, **(env or {})}.items()}
        return run("preflight", "--timeout", "60", *args, env=kept, cwd=place)

    return call


PROXY = {"ANTHROPIC_BASE_URL": "http://api.example.test", "HTTP_PROXY": "ADDRESS", "http_proxy": "ADDRESS"}
# What CI meets: (arguments, mode of the server, environment, key, ready, fault, exit code, words of the
# verdict).
RUNS = {
    "well": (("fine.jsonl", "--in", "fine.yaml"), "well", {}, KEY, True, "none", 0, "Ready"),
    "retired model": (("fine.jsonl", "--in", "old.yaml"), "well", {}, KEY, False, "yours", 1, "old.yaml:2:8"),
    "duplicate id": (
        ("twice.jsonl", "--in", "fine.yaml"),
        "well",
        {},
        KEY,
        False,
        "yours",
        1,
        "twice.jsonl:2",
    ),
    "wrong key": (
        ("fine.jsonl", "--in", "fine.yaml"),
        "well",
        {},
        KEY[:-3] + "cAA",
        False,
        "yours",
        1,
        "key",
    ),
    "overloaded": (("fine.jsonl", "--in", "fine.yaml"), "overloaded", {}, KEY, False, "theirs", 0, "529"),
    "proxy": (("fine.jsonl", "--in", "fine.yaml"), "proxy", PROXY, KEY, False, "between", 1, "407"),
}


@pytest.mark.parametrize("name", RUNS)
def test_one_verdict_each(preflight, name):
    args, mode, env, key, ready, fault, code, words = RUNS[name]
    done = preflight(*args, "--json", mode=mode, env=env, key=key)
    found = json.loads(done.stdout)
    assert (found["ready"], found["fault"], done.returncode) == (ready, fault, code), [
        step for step in found["steps"] if step["status"] == "fail"
    ]
    assert words in found["summary"]
    assert found["health"]["command"] == "health"
    assert found["batch"]["command"] == "batch-check"
    assert found["models"]["command"] == "models"
    assert key not in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["retired model", "overloaded"])
def test_the_verdict_is_the_same_in_every_format(preflight, place, name):
    args, mode, env, key, _, fault, code, words = RUNS[name]
    done = preflight(
        *args,
        *(part for form in FORMATS[1:] for part in ("--format", f"{form}:out.{form}")),
        "--format",
        "text",
        mode=mode,
        env=env,
        key=key,
    )
    assert done.returncode == code, done.stderr
    made = {form: (place / f"out.{form}").read_text() for form in FORMATS[1:]} | {"text": done.stdout}
    assert "Not ready" in made["text"].replace("\n", " ")
    level = "warning" if fault == "theirs" else "error"
    assert made["github"].startswith(f"::{level} title=claude-doctor preflight::Not ready")
    assert ("::error" in made["github"]) is (fault == "yours")
    assert made["markdown"].startswith("## ⚠️ Not ready" if fault == "theirs" else "## ❌ Not ready")
    suite = ET.fromstring(made["junit"]).find("testsuite")
    assert (suite.get("failures") != "0") is (fault == "yours")
    issues = json.loads(made["gitlab"])
    (sarif,) = json.loads(made["sarif"])["runs"]
    if fault == "yours":
        assert issues[0]["location"] == {"path": "old.yaml", "lines": {"begin": 2}}
        assert sarif["results"][0]["ruleId"] == "model-retired"
        assert "::error file=old.yaml,line=2,col=8,title=model-retired::" in made["github"]
    else:
        assert issues == []
        assert words in sarif["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


@pytest.mark.parametrize(("fail_on", "code"), [("yours", 0), ("any", 1), ("never", 0)])
def test_fail_on_decides_what_the_providers_trouble_is_worth(preflight, fail_on, code):
    assert preflight("--fail-on", fail_on, mode="overloaded").returncode == code


def test_what_is_yours_is_not_hidden_by_what_is_theirs(preflight):
    done = preflight("--in", "old.yaml", "--json", mode="overloaded")
    found = json.loads(done.stdout)
    assert (found["fault"], done.returncode) == ("yours", 1)
    assert "old.yaml" in found["summary"]


def test_offline_opens_no_connection_and_needs_no_key(run, place):
    done = run(
        "preflight",
        "--offline",
        "fine.jsonl",
        "--in",
        "fine.yaml",
        "--json",
        cwd=place,
        env={"ANTHROPIC_BASE_URL": "http://127.0.0.1:9"},
    )
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["health"] is None
    assert run("preflight", "--offline", "twice.jsonl", cwd=place).returncode == 1
    assert run("preflight", "--offline", cwd=place).returncode == 2
    assert run("preflight", "--offline", "missing.jsonl", cwd=place).returncode == 3
    assert run("preflight", "--offline", "--in", "missing", cwd=place).returncode == 3


def test_a_missing_key_is_yours(preflight):
    done = preflight("--json", key="")
    assert (json.loads(done.stdout)["fault"], done.returncode) == ("yours", 1)


def test_a_job_summary_is_appended_to(run, place):
    (place / "summary.md").write_text("before\n")
    done = run(
        "preflight",
        "--offline",
        "fine.jsonl",
        "--format",
        "markdown:summary.md",
        cwd=place,
        env={"GITHUB_STEP_SUMMARY": str(place / "summary.md")},
    )
    assert done.returncode == 0
    assert (place / "summary.md").read_text().startswith("before\n## ✅ Ready")


@pytest.mark.parametrize(
    ("mode", "fail_on", "code"), [("overloaded", "yours", 0), ("overloaded", "fail", 1), ("well", "yours", 1)]
)
def test_health_fails_on_yours_too(run, server, mode, fail_on, code):
    server.mode = mode
    key = KEY if mode == "overloaded" else KEY[:-3] + "cAA"
    env = {
        "ANTHROPIC_API_KEY": key,
        "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{server.server_port}",
        "NO_PROXY": "127.0.0.1",
    }
    assert run("health", "--timeout", "60", "--fail-on", fail_on, env=env).returncode == code


def test_what_refuses_the_whole_batch_is_named_before_what_fails_in_it(run, place):
    old = json.dumps({"custom_id": "row-0", "params": REQUEST | {"model": RETIRED}}) + "\n"
    twice = json.dumps({"custom_id": "row-1", "params": REQUEST}) + "\n"
    (place / "both.jsonl").write_text(old + twice + twice)
    done = run("preflight", "--offline", "both.jsonl", "--json", cwd=place)
    (step,) = json.loads(done.stdout)["steps"]
    assert done.returncode == 1
    assert step["summary"].startswith('both.jsonl:3: custom_id "row-1" is also on line 2. ')
    assert step["summary"].endswith("1 of 3 requests would fail hours later")
