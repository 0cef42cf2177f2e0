"""One scenario: health and the SDK's own client, each a process, against the same loopback host."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT, clean_environment
from tests.health.clouds import host
from tests.health.clouds.scenarios import Scenario

CLOUDS = ("AWS_", "ANTHROPIC", "GOOGLE_", "GCE_", "CLOUD", "AZURE_", "CLAUDE_", "NO_GCE")


@dataclass
class Result:
    report: dict
    code: int
    text: str
    sdk: str
    requests: list[tuple[str, str]]
    billed: int
    has_run_helper: bool


def service_account(url: str) -> str:
    """Return a key file whose tokens come from the lab."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()).decode()
    made = {"type": "service_account", "project_id": "lab-sa", "private_key_id": "1", "private_key": pem}
    more = {"client_email": "x@lab-sa.iam.gserviceaccount.com", "client_id": "1", "token_uri": f"{url}/token"}
    return json.dumps(made | more)


def run(scenario: Scenario, *, with_sdk: bool = True) -> Result:
    """Run both, health first, and count what each asked for."""
    with host.serving(scenario.mode) as lab, tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        values = {"{url}": lab.url, "{home}": folder, "{host}": lab.url.removeprefix("http://")}
        for name, text in scenario.files.items():
            path = home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(filled(text, values), encoding="utf-8")
            path.chmod(0o700)
        if "{home}/sa.json" in scenario.env.values():
            (home / "sa.json").write_text(service_account(lab.url), encoding="utf-8")
        env = {name: value for name, value in clean_environment().items() if not name.startswith(CLOUDS)}
        env |= {"HOME": folder, "AWS_EC2_METADATA_DISABLED": "true"}
        env |= {name: filled(value, values) for name, value in scenario.env.items()}
        line = [
            sys.executable,
            "-m",
            "claude_doctor",
            "health",
            "--json",
            "--timeout",
            "60",
            "--check-timeout",
            "15",
        ]
        model = () if "--model" in scenario.args else ("--model", scenario.model)
        done = called([*line, *model, *scenario.args], env, folder)
        requests, billed = list(lab.seen), lab.billed
        ran = (home / "ran").exists()
        sdk = (
            called(
                [sys.executable, "-m", "tests.health.clouds.client", scenario.platform, scenario.model],
                env,
                str(ROOT),
            )
            if with_sdk
            else None
        )
        assert done.stdout, done.stderr[-2000:]
        text = done.stdout + done.stderr
        return Result(
            json.loads(done.stdout),
            done.returncode,
            text,
            sdk.stdout.strip() if sdk else "",
            requests,
            billed,
            ran,
        )


def called(line: list[str], env: dict[str, str], folder: str) -> subprocess.CompletedProcess[str]:
    env = {**env, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), env.get("PYTHONPATH", ""))))}
    return subprocess.run(
        line,
        env=env,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def mistakes(scenario: Scenario, result: Result) -> list[str]:
    """Return what health got wrong about a scenario."""
    found = []
    report, verdict = result.report, result.report["verdict"]
    statuses = {check["id"]: check for check in report["checks"]}
    kind, _, name = scenario.check.rpartition(":")
    if report["target"]["platform"] != scenario.platform:
        found.append(f"platform {report['target']['platform']}")
    if kind or not name:
        if not report["healthy"] or result.code:
            found.append(f"not healthy: {verdict}")
        if kind and statuses[name]["status"] != kind:
            found.append(f"{name} is {statuses[name]['status']}: {statuses[name]['summary']}")
    else:
        failed = [check["id"] for check in report["checks"] if check["status"] == "fail"]
        if failed != [name]:
            found.append(f"fails {[(each, statuses[each]['summary']) for each in failed]}, not {name}")
        if verdict["check"] != name or (scenario.page and verdict["diagnosis"] != scenario.page):
            found.append(f"verdict {verdict}")
        if not verdict["fix"]:
            found.append("no fix")
    found += [f"{secret[:6]}… is printed" for secret in SECRETS if secret in result.text]
    return found


SECRETS = (host.SECRET, host.BEARER, host.KEY, host.GOOGLE, host.FOUNDRY, "labtoken")
