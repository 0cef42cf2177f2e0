"""Proxies that nobody here wrote: proxy.py from PyPI and tinyproxy from Debian, started once and used by many
runs.
"""

from __future__ import annotations

import importlib.util
import shutil
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

from tests.health.lab import secret
from tests.health.lab.server import unused_port

if TYPE_CHECKING:
    from pathlib import Path

_START = 10.0


def missing(name: str) -> str | None:
    """Return why a real proxy cannot be used, or None."""
    if name == "proxy.py" and importlib.util.find_spec("proxy") is None:
        return "proxy.py is not installed (pip install proxy.py)"
    if name == "tinyproxy" and shutil.which("tinyproxy") is None:
        return "tinyproxy is not installed (apt-get install tinyproxy-bin)"
    return None


class RealProxies:
    """Starts each proxy when it is first wanted; all are ended with the lab."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports: dict[str, int] = {}
        self._started: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()

    def port(self, name: str) -> int:
        """Return the port of the proxy of this name, started if need be."""
        with self._lock:
            if name not in self._ports:
                self._ports[name] = self._start(name)
            return self._ports[name]

    def close(self) -> None:
        """End what was started."""
        for process in self._started:
            process.terminate()
        for process in self._started:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)

    def _start(self, name: str) -> int:
        port = unused_port()
        command = self._proxypy(port) if name == "real_proxypy_auth" else self._tinyproxy(name, port)
        quiet = subprocess.DEVNULL
        self._started.append(
            subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=self._folder)
        )
        _wait_for(port)
        return port

    def _proxypy(self, port: int) -> list[str]:
        auth = f"labuser:{secret.PASSWORD}"
        few = ["--num-workers", "1", "--num-acceptors", "1"]
        return [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "proxy",
            "--hostname",
            "127.0.0.1",
            "--port",
            str(port),
            *few,
            "--basic-auth",
            auth,
        ]

    def _tinyproxy(self, name: str, port: int) -> list[str]:
        rule = "ConnectPort 443" if name == "real_tinyproxy_port" else f"BasicAuth labuser {secret.PASSWORD}"
        lines = [f"Port {port}", "Listen 127.0.0.1", "Timeout 20", "MaxClients 20", "Allow 127.0.0.1", rule]
        path = self._folder / f"{name}.conf"
        path.write_text("\n".join(lines) + "\n")
        return ["tinyproxy", "-d", "-c", str(path)]


def _wait_for(port: int) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"the proxy on port {port} did not start")
