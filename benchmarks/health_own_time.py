"""The own time of `health` when all is well: wall time of the whole process against `import anthropic` in the
same run.

A loopback server answers at once, so wall time is own time (its own answering is measured by it and taken
off). Limits: 1.3 times the import with the SDK's request, 0.5 times without. Run: python
benchmarks/health_own_time.py [--runs N] [--check]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODEL = {
    "id": "claude-opus-5-5",
    "type": "model",
    "display_name": "Claude Opus 5.5",
    "created_at": "2026-09-22T00:00:00Z",
    "lifecycle": "active",
    "retires_at": None,
    "max_tokens": 128_000,
    "max_input_tokens": 1_000_000,
}
ERROR = {
    "type": "error",
    "error": {"type": "authentication_error", "message": "no key"},
    "request_id": "req_011CSHoEeqs5C35K2UUqR7Fy",
}
WITH_SDK, WITHOUT_SDK = 1.3, 0.5


class Api(BaseHTTPRequestHandler):
    """As much of the API as a healthy run asks for."""

    protocol_version = "HTTP/1.1"
    busy = 0.0

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer the models, or 401 without a key."""
        if not self.headers.get("authorization"):
            self._answer(401, ERROR)
        elif self.path.startswith("/v1/models/"):
            self._answer(200, MODEL)
        else:
            self._answer(
                200, {"data": [MODEL], "has_more": False, "first_id": MODEL["id"], "last_id": MODEL["id"]}
            )

    def do_POST(self) -> None:
        """Count tokens."""
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self._answer(200, {"input_tokens": 8})

    def _answer(self, status: int, body: object) -> None:
        started = time.perf_counter()
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (
            ("content-type", "application/json"),
            ("content-length", str(len(data))),
            ("request-id", "req_011CSHoEeqs5C35K2UUqR7Fy"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
        Api.busy += time.perf_counter() - started


def timed(command: list[str], environment: dict[str, str]) -> float:
    """Return the wall time of a process minus the time the server was busy."""
    Api.busy = 0.0
    started = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{command}: exit {done.returncode}\n{done.stdout.decode()}\n{done.stderr.decode()}")
    return seconds - Api.busy


def main() -> int:
    """Measure, print, and with --check return 1 when a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as home:
        environment = {
            name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ
        }
        environment |= {
            "HOME": home,
            "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{server.server_port}",
            "ANTHROPIC_API_KEY": "sk-ant-api03-" + "a" * 95,
        }
        health = [sys.executable, "-m", "claude_doctor", "health"]
        commands = {
            "import anthropic": [sys.executable, "-c", "import anthropic"],
            "health": health,
            "health --skip sdk.request": [*health, "--skip", "sdk.request"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for round_ in range(given.runs + 1):
            for name, command in commands.items():
                seconds = timed(command, environment)
                if round_:  # the first round warms the caches
                    times[name].append(seconds)
    return report({name: statistics.median(row) for name, row in times.items()}, check=given.check)


def report(medians: dict[str, float], *, check: bool) -> int:
    """Print the medians and their ratios."""
    base = medians["import anthropic"]
    limits = {"health": WITH_SDK, "health --skip sdk.request": WITHOUT_SDK}
    is_broken = False
    for name, seconds in medians.items():
        limit = limits.get(name)
        verdict = (
            "" if limit is None else f"  limit {limit}  {'ok' if seconds / base <= limit else 'TOO SLOW'}"
        )
        is_broken |= limit is not None and seconds / base > limit
        print(f"{name:28} {seconds * 1000:7.0f} ms  {seconds / base:5.2f}{verdict}")
    return int(check and is_broken)


if __name__ == "__main__":
    sys.exit(main())
