"""From a row of the table to one run of the real command, and to what was wrong with its answer."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.health.lab import answers, homes, namespace, proxies, real_proxies, secret, tricks
from tests.health.lab.api import Api
from tests.health.lab.certificates import Authority
from tests.health.lab.server import Server, unused_port

if TYPE_CHECKING:
    from collections.abc import Iterator

FAULTS = Path(__file__).parent.parent / "faults"
ROOT = FAULTS.parent.parent.parent
FORMATS = ("text",)  # beside JSON
ALL_FORMATS = ("text", "markdown", "github", "junit")
SECRETIVE = {
    "config",
    "proxy",
    "auth_model",
}  # families whose faults are about secrets: looked for in every format
PATIENT = [
    "--timeout",
    "60",
    "--check-timeout",
    "15",
]  # where nothing hangs, a busy machine must not make a fault
_KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "PYTHONPATH", "SYSTEMROOT", "VIRTUAL_ENV_DISABLE_PROMPT")

Row = dict[str, Any]


def table() -> list[Row]:
    """Return the faults."""
    return list(tomllib.loads((FAULTS / "table.toml").read_text(encoding="utf-8"))["fault"])


def held_out() -> list[Row]:
    """Return the faults of the second table."""
    return list(tomllib.loads((FAULTS / "held_out.toml").read_text(encoding="utf-8"))["fault"])


def controls() -> list[Row]:
    """Return the runs that must not fail."""
    return list(tomllib.loads((FAULTS / "controls.toml").read_text(encoding="utf-8"))["control"])


@dataclass
class Run:
    """What came out of one run."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    files: dict[str, str] = field(default_factory=dict)
    seen: list[tuple[str, str, bool]] = field(default_factory=list)  # method, path, with a credential

    @property
    def report(self) -> Row:
        """The JSON report."""
        return dict(json.loads(self.stdout))

    def checks(self, status: str) -> list[Row]:
        """Return the checks that ended so."""
        return [check for check in self.report["checks"] if check["status"] == status]


class Lab:
    """What all runs share: the certificates and the real proxies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = Authority(folder)
        self.real = real_proxies.RealProxies(folder)
        self.ca = self.authority.file("root.pem", self.authority.root)
        self.mitm_ca = self.authority.file("mitm.pem", self.authority.mitm)
        self.lax_ca = self.authority.file("lax.pem", self.authority.lax)
        self.namespaces = namespace.missing()

    def missing(self, row: Row) -> str | None:
        """Return why a row cannot be run here, or None."""
        if "net" in row and self.namespaces:
            return self.namespaces
        for need in row.get("needs", ()):
            if reason := _missing(need):
                return reason
        return None

    def run(self, row: Row) -> Run:
        """Build what a row asks for, and run the command in it."""
        with ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=self.folder)))
            if "home" in row:
                homes.lay(row["home"], home, self.authority)
            server = None if "net" in row else stack.enter_context(self._server(row))
            values = self._values(row, home, server, stack)
            env = environment(row, values)
            run = self._inside(row, env, home) if "net" in row else _call(command(row), env, home)
            if server:
                run.seen = [request.summary for request in server.seen]
            run.files = {path.name: path.read_text(encoding="utf-8") for path in sorted(home.glob("out.*"))}
            return run

    @contextmanager
    def _server(self, row: Row) -> Iterator[Server]:
        tls = row.get("tls", "")
        if tls.startswith("trick_"):
            made = Server(getattr(tricks, tls))
        else:
            context = self.authority.context(tls) if tls else None
            made = Server(answers.talk(row.get("answer", "healthy"), Api()), context)
        with made as server:
            yield server

    def _values(self, row: Row, home: Path, server: Server | None, stack: ExitStack) -> dict[str, str]:
        port = server.port if server else 0
        return {
            "http": f"http://127.0.0.1:{port}",
            "https": f"https://localhost:{port}",
            "port": str(port),
            "dead": str(unused_port()),
            "home": str(home),
            "ca": self.ca,
            "mitm_ca": self.mitm_ca,
            "lax_ca": self.lax_ca,
            "key": secret.KEY,
            "key_head": secret.KEY[:40],
            "key_tail": secret.KEY[40:],
            "body": secret.BODY,
            "password": secret.PASSWORD,
            "proxy_port": str(self._proxy(row["proxy"], stack)) if "proxy" in row else "",
        }

    def _proxy(self, name: str, stack: ExitStack) -> int:
        if name.startswith("real_"):
            return self.real.port(name)
        if name.startswith("inspecting"):
            answer = "mitmproxy_502" if name.endswith("_502") else "healthy"
            return stack.enter_context(
                Server(proxies.inspecting(self.authority.context("mitmproxy"), answer))
            ).port
        return stack.enter_context(Server(proxies.OWN[name])).port

    def namespace_certificates(self) -> dict[str, str]:
        """Return the files that a server inside a namespace speaks TLS with."""
        return {kind: self.authority.server_file(kind) for kind in ("good", "mitm")}

    def _inside(self, row: Row, env: dict[str, str], home: Path) -> Run:
        job = {
            "net": row["net"],
            "command": command(row),
            "env": env,
            "cwd": str(home),
            "certificates": self.namespace_certificates(),
        }
        inside = [*namespace.unshare(), sys.executable, "-m", "tests.health.lab.namespace"]
        done = subprocess.run(
            inside, input=json.dumps(job), cwd=ROOT, capture_output=True, text=True, check=True, timeout=150
        )
        found = json.loads(done.stdout)
        return Run(
            found["code"],
            found["stdout"],
            found["stderr"],
            found["seconds"],
            seen=[tuple(each) for each in found["seen"]],
        )


def _missing(need: str) -> str | None:
    if need == "no socksio":
        return "socksio is installed" if importlib.util.find_spec("socksio") else None
    if need == "python 3.13":
        return None if sys.version_info >= (3, 13) else "strict checks of SSL_CERT_FILE came with Python 3.13"
    return real_proxies.missing(need)


def command(row: Row) -> list[str]:
    """Return the command line of a row; the status page is never asked, other formats go to files."""
    args = list(row.get("args", ()))
    timeout = [] if "--timeout" in args else PATIENT
    skipped = ["--skip", "svc.status", *([] if row.get("full") else ["--skip", "sdk.request"])]
    formats = ALL_FORMATS if row.get("family") in SECRETIVE else FORMATS
    files = [word for name in row.get("formats", formats) for word in ("--format", f"{name}:out.{name}")]
    return [
        sys.executable,
        "-m",
        "claude_doctor",
        "health",
        "--format",
        "json",
        *files,
        *timeout,
        *skipped,
        *args,
    ]


def environment(row: Row, values: dict[str, str]) -> dict[str, str]:
    """Return a clean environment with what the row adds and takes away."""
    env = {name: os.environ[name] for name in _KEPT if name in os.environ}
    env |= {"HOME": values["home"], "PYTHONIOENCODING": "utf-8", "ANTHROPIC_API_KEY": values["key"]}
    if "net" in row:
        env["SSL_CERT_FILE"] = values["ca"]
    elif "tls" in row:
        env |= {"ANTHROPIC_BASE_URL": values["https"], "SSL_CERT_FILE": values["ca"]}
    else:
        env["ANTHROPIC_BASE_URL"] = values["http"]
    for name in row.get("unset", ()):
        env.pop(name, None)
    return env | {name: filled(text, values) for name, text in row.get("env", {}).items()}


def filled(text: str, values: dict[str, str]) -> str:
    """Return a text of the table with its {names} filled in; other braces stay."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def _call(line: list[str], env: dict[str, str], home: Path) -> Run:
    started = time.monotonic()
    done = subprocess.run(
        line, env=env, cwd=home, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120
    )
    seconds = time.monotonic() - started
    return Run(
        done.returncode,
        done.stdout.decode("utf-8", "replace"),
        done.stderr.decode("utf-8", "replace"),
        seconds,
    )
