"""`--bundle` holds what a ticket needs and nothing that says who and where; it says so before it writes."""

from __future__ import annotations

import getpass
import json
import stat

import pytest

from claude_doctor.doors.health.engine import bundle as _bundle
from tests.health.lab import reply, secret
from tests.health.lab.api import Api
from tests.health.lab.server import Server

KEY = secret.KEY
ORGANIZATION = reply.ORGANIZATION


def talk(connection):
    while request := connection.request():
        connection.send(Api().answer(request))


@pytest.fixture
def bundled(run, tmp_path):
    def call(*args: str, code: int = 1) -> dict:
        home = tmp_path / "home" / "carla.beispiel"
        home.mkdir(parents=True, exist_ok=True)
        (home / "bundle.pem").write_text("")
        with Server(talk) as server:
            environment = {
                "HOME": str(home),
                "ANTHROPIC_API_KEY": KEY,
                "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{server.port}",
                "NO_PROXY": "127.0.0.1,git.intern.example",
            }
            if code:
                environment["SSL_CERT_FILE"] = str(home / "bundle.pem")  # which is empty
            done = run("health", "--bundle", str(tmp_path / "out.json"), *args, env=environment)
        assert done.returncode == code, done.stdout + done.stderr
        return {
            "stderr": done.stderr,
            "text": (tmp_path / "out.json").read_text(encoding="utf-8"),
            "mode": stat.S_IMODE((tmp_path / "out.json").stat().st_mode),
        }

    return call


def test_a_bundle_names_nobody(bundled):
    found = bundled()
    data = json.loads(found["text"])
    assert data["verdict"]["check"] == "cfg.tls_store"
    assert found["mode"] == 0o600
    for name in (KEY, KEY[20:60], "carla.beispiel", ORGANIZATION, "git.intern.example"):
        assert name not in found["text"]
    assert getpass.getuser() not in json.dumps(data["checks"]).replace("usr", "")
    assert "~/bundle.pem" in found["text"]
    assert "holds: the verdict" in found["stderr"]
    assert "left out: keys, user name, home path" in found["stderr"]


def test_ids_stay_when_asked(bundled):
    found = bundled("--bundle-include", "ids", code=0)
    assert ORGANIZATION in found["text"]
    assert KEY not in found["text"]
    assert "carla.beispiel" not in found["text"]


def test_ids_are_left_out_otherwise(bundled):
    text = bundled(code=0)["text"]
    assert ORGANIZATION not in text
    assert "key accepted" in text


@pytest.mark.parametrize(("include", "is_there"), [((), False), (("--bundle-include", "ids"), True)])
def test_an_id_of_any_shape_is_left_out(include, is_there, run, tmp_path):
    with Server(talk) as server:
        environment = {
            "HOME": str(tmp_path),
            "ANTHROPIC_API_KEY": KEY,
            "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{server.port}",
        }
        words = (
            "--skip",
            "sdk.request",
            "--expect-workspace",
            "acme-blue",
            "--bundle",
            str(tmp_path / "out.json"),
        )
        assert run("health", *words, *include, env=environment).returncode == 1
    assert ("acme-blue" in (tmp_path / "out.json").read_text(encoding="utf-8")) is is_there


def test_nothing_is_overwritten(run, tmp_path):
    (tmp_path / "there.json").write_text("mine")
    done = run("health", "--no-auth", "--only", "env", "--bundle", str(tmp_path / "there.json"))
    assert (done.returncode, (tmp_path / "there.json").read_text()) == (2, "mine")
    assert (
        run(
            "health",
            "--no-auth",
            "--only",
            "env",
            "--bundle",
            str(tmp_path / "new.json"),
            "--bundle-include",
            "all",
        ).returncode
        == 2
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://10.1.2.3:8080", "http://<address>:8080"),
        ("fd00::1 and ::1 and 127.0.0.1", "<address> and ::1 and 127.0.0.1"),
        ("160.79.104.10", "160.79.104.10"),
        ("proxy.corp.example said no", "<host> said no"),
        ("PROXY.corp.example:3128", "<host>:3128"),
        ("db.internal", "<host>"),
        ("wrkspc_01ABCDEF", "<id>"),
        ("version 2.10.0, 12:34:56", "version 2.10.0, 12:34:56"),
        ("/home/carla/x", "~/x"),
    ],
)
def test_redaction(text, expected):
    assert (
        _bundle.redacted(text, {"proxy.corp.example": "<host>", "/home/carla": "~"}, frozenset()) == expected
    )
