"""The recipes of docs/health.md, executed as they stand where they can be: against the lab, in a shell, in Python."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT, clean_environment
from tests.health.lab import secret
from tests.health.lab.answers import talk
from tests.health.lab.api import Api
from tests.health.lab.server import Server

TEXT = (ROOT / "docs" / "health.md").read_text(encoding="utf-8")
PATIENT = {"CLAUDE_DOCTOR_TIMEOUT": "60", "CLAUDE_DOCTOR_CHECK_TIMEOUT": "20"}


def blocks(title, kind="sh"):
    section = re.search(rf"^### {re.escape(title)}\n(.*?)(?=^##)", TEXT, re.M | re.S)
    assert section, title
    return re.findall(rf"^```{kind}\n(.*?)^```", section[1], re.M | re.S)


@pytest.fixture
def shell(tmp_path):
    """Run a block in a shell in which `claude-doctor` is the one under test."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "claude-doctor"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claude_doctor "$@"\n', encoding="utf-8")
    program.chmod(0o755)

    def call(block, **env):
        environment = {**clean_environment(), **PATIENT, "HOME": str(tmp_path), **env}
        environment["PATH"] = f"{folder}:{environment['PATH']}"
        environment["PYTHONPATH"] = str(ROOT)
        return subprocess.run(
            ["sh", "-ec", block],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    return call


@pytest.fixture
def gateway():
    with Server(talk("healthy", Api())) as server:
        yield {"ANTHROPIC_API_KEY": secret.KEY, "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{server.port}"}


def test_as_the_service_by_hand(shell, gateway, tmp_path):
    lines = {**gateway, **PATIENT, "PYTHONPATH": str(ROOT)}
    (tmp_path / "app.env").write_text(
        "".join(f"{name}={value}\n" for name, value in lines.items()), encoding="utf-8"
    )
    _unit, by_hand = blocks("As the service (systemd)")
    done = shell(by_hand, ANTHROPIC_API_KEY="sk-ant-of-the-shell")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Healthy" in done.stdout


def test_as_the_service_without_the_file_of_variables(shell, gateway, tmp_path):
    """What the shell has does not reach the service, which is the point of the recipe."""
    (tmp_path / "app.env").write_text(
        f"PYTHONPATH={ROOT}\nANTHROPIC_BASE_URL={gateway['ANTHROPIC_BASE_URL']}\n", encoding="utf-8"
    )
    done = shell(blocks("As the service (systemd)")[1], **gateway)
    assert done.returncode == 1
    assert "cfg.credential" in done.stdout


def test_the_job_of_kubernetes(shell, gateway):
    (text,) = blocks("Kubernetes", "yaml")
    words = json.loads(re.search(r"command: (\[.*\])", text)[1]) + json.loads(
        re.search(r"args: (\[.*\])", text)[1]
    )
    done = shell(" ".join(words), **gateway)
    assert done.returncode == 0, done.stdout + done.stderr


def test_github_actions(shell, gateway, tmp_path):
    (block,) = blocks("GitHub Actions")
    summary = tmp_path / "summary.md"
    summary.write_text("# before\n", encoding="utf-8")
    done = shell(block, **gateway, GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "::notice" in done.stdout
    assert summary.read_text(encoding="utf-8").startswith("# before\n")
    assert "Healthy" in summary.read_text(encoding="utf-8")


def test_lambda(gateway, monkeypatch):
    (code,) = blocks("AWS Lambda", "python")
    space: dict = {}
    exec(compile(code, "handler.py", "exec"), space)
    for name, value in {**gateway, "PYTHONPATH": str(ROOT)}.items():
        monkeypatch.setenv(name, value)

    class Context:
        @staticmethod
        def get_remaining_time_in_millis():
            return 60_000

    found = space["handler"]({}, Context())
    assert found["healthy"] is True, found
    assert secret.KEY not in json.dumps(found)


def test_behind_inspection(shell, lab, tmp_path):
    """The inspecting authority is trusted only by the bundle that the recipe makes."""
    shutil.copy(lab.mitm_ca, tmp_path / "company-root.pem")
    (block,) = blocks("Behind TLS inspection")
    with Server(talk("healthy", Api()), lab.authority.context("mitmproxy")) as server:
        env = {
            "ANTHROPIC_API_KEY": secret.KEY,
            "ANTHROPIC_BASE_URL": f"https://localhost:{server.port}",
            "SYSTEM_STORE": lab.ca,
        }
        without = shell("claude-doctor health --only connectivity", **env, SSL_CERT_FILE=lab.ca)
        done = shell(block, **env)
    assert without.returncode == 1
    assert "net.tls" in without.stdout
    assert done.returncode == 0, done.stdout + done.stderr


def test_with_claude_code(shell, tmp_path):
    (tmp_path / ".claude").mkdir()
    values = {"env": {"CLAUDE_CODE_USE_VERTEX": "1", "ANTHROPIC_AUTH_TOKEN": "token-of-the-file"}}
    (tmp_path / ".claude" / "settings.json").write_text(json.dumps(values), encoding="utf-8")
    (block,) = blocks("With Claude Code")
    done = shell(block, ANTHROPIC_API_KEY=secret.KEY)
    assert "CLAUDE_CODE_USE_VERTEX" in done.stdout
    assert "Google Vertex AI" in done.stdout
    assert "token-of-the-file" not in done.stdout
