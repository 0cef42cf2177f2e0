"""`health` against servers none of us wrote: what is healthy is healthy, what they inject is named.

    python -m tests.health.peers --mock-ai-api PATH --litellm PATH --aimock PATH --nginx PATH --haproxy PATH

Each peer is optional; at least one must be given. nginx and haproxy stand as gateways before the lab's own
API.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from tests.health.lab import secret
from tests.health.lab.api import Api
from tests.health.lab.server import Server, unused_port

# (address below the peer, arguments, key, the failing check, its fault); a check of None: healthy.
Case = tuple[str, list[str], str, str | None, str | None]
MASTER = "sk-Kx82mQpZ71vTfLwR93"
OLD = "claude-sonnet-4-20250514"
MOCK: list[Case] = [
    ("", ["--deep"], secret.KEY, None, None),
    *(
        (
            "",
            ["--deep", "--skip", "model.exists,api.count_tokens", "--model", f"{OLD}:mock-{name}"],
            secret.KEY,
            check,
            fault,
        )
        for name, check, fault in (
            ("400", "api.message", "yours"),
            ("401", "api.message", "yours"),
            ("429", "api.message", "yours"),
            ("500", "api.message", "theirs"),
            ("503", "api.message", "theirs"),
            ("stream-error", "api.stream", "theirs"),
        )
    ),
]
LITELLM: list[Case] = [
    ("", ["--model", "claude-opus-5-5"], MASTER, None, None),
    (
        "",
        ["--model", "claude-opus-5-5", "--deep"],
        MASTER,
        "api.stream",
        "between",
    ),  # its mock_response answers JSON where SSE was asked for
    (
        "",
        ["--model", "rate-limited", "--deep", "--timeout", "40", "--check-timeout", "20"],
        MASTER,
        "api.message",
        "yours",
    ),
    ("", [], "sk-wrong-key-000000000000", "auth.models", "yours"),
]
AIMOCK: list[Case] = [("", ["--model", "claude-opus-5-5", "--deep"], secret.KEY, None, None)]
NGINX: list[Case] = [
    ("/good", ["--model", "claude-opus-5-5"], secret.KEY, None, None),
    ("/good", ["--model", "claude-opus-5-5", "--size"], secret.KEY, None, None),
    ("/dead", [], secret.KEY, "net.http", "between"),
    ("/nothing", [], secret.KEY, "net.http", "yours"),
]
HAPROXY: list[Case] = [
    ("", ["--model", "claude-opus-5-5"], secret.KEY, None, None),
    ("/dead", [], secret.KEY, "net.http", "between"),
]


MARK = "DOCTOR_PEER"


@contextlib.contextmanager
def running(command: list[str], port: int, folder: Path, **environment: str) -> Iterator[None]:
    """Run a peer until its port answers; end it, and what it started, by their own numbers."""
    mark = uuid.uuid4().hex
    with (
        open(folder / "peer.log", "wb") as log,
        subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            cwd=folder,
            env={**os.environ, **environment, MARK: mark},
            start_new_session=True,
        ) as peer,
    ):
        try:
            for _ in range(600):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                    break
                if peer.poll() is not None:
                    raise SystemExit(
                        f"{command[0]} ended: {(folder / 'peer.log').read_text(errors='replace')[-800:]}"
                    )
                time.sleep(0.1)
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(peer.pid, signal.SIGTERM)
            for pid in marked(mark):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)


def marked(mark: str) -> list[int]:
    """Return the processes with a mark in their environment: a launcher may leave its servers behind, in
    sessions of their own.
    """
    found = []
    for folder in Path("/proc").glob(
        "[0-9]*"
    ):  # where there is no such folder, the group is all that is known
        with contextlib.suppress(OSError):
            if f"{MARK}={mark}\0".encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
    return found


def health(port: int, case: Case) -> list[str]:
    """Run one case and return what was wrong."""
    path, args, key, check, fault = case
    environment = {
        name: value for name, value in os.environ.items() if name in {"PATH", "PYTHONPATH", "LANG"}
    }
    environment |= {
        "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{port}{path}",
        "ANTHROPIC_API_KEY": key,
        "HOME": "/nonexistent",
    }
    command = [sys.executable, "-m", "claude_doctor", "health", "--json", *args]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=tempfile.gettempdir(), check=False
    )
    report = json.loads(done.stdout)
    failed = [each["id"] for each in report["checks"] if each["status"] in ("fail", "error")]
    wrong = []
    if failed != ([check] if check else []):
        wrong.append(f"failed {failed}, expected {check}: {report['verdict']['summary']}")
    elif check and report["verdict"]["fault"] != fault:
        wrong.append(f"{check}: fault {report['verdict']['fault']}, expected {fault}")
    return wrong + [
        f"a secret is in the output of {path or '/'}" for text in (done.stdout, done.stderr) if key in text
    ]


def litellm_files(folder: Path) -> str:
    """Write a configuration with models that answer, limit and break."""
    answers = {"claude-opus-5-5": "Hi", "rate-limited": "litellm.RateLimitError"}
    models = [
        {
            "model_name": n,
            "litellm_params": {"model": "anthropic/claude-opus-5-5", "api_key": "x", "mock_response": a},
        }
        for n, a in answers.items()
    ]
    (folder / "litellm.json").write_text(
        json.dumps({"model_list": models, "general_settings": {"master_key": MASTER}})
    )
    (folder / "litellm.yaml").write_text((folder / "litellm.json").read_text())  # JSON is YAML
    return "litellm.yaml"


def aimock_files(folder: Path) -> str:
    """Write fixtures for the two messages health sends."""
    said = {"Hi": "Hello", "Count": "1 2 3 4 5 6 7 8 9"}
    (folder / "fixtures.json").write_text(
        json.dumps(
            {"fixtures": [{"match": {"userMessage": a}, "response": {"content": b}} for a, b in said.items()]}
        )
    )
    return "fixtures.json"


def nginx_files(folder: Path, port: int, api: int) -> str:
    """Write a gateway with a good, a dead and no upstream, and a body limit of 1 MB."""
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    places = (
        f"location /good/ {{ proxy_pass http://127.0.0.1:{api}/; }} location /dead/ {{ proxy_pass "
        f"http://127.0.0.1:{unused_port()}/; }}"
    )
    server = (
        f"server {{ listen 127.0.0.1:{port}; client_max_body_size 1m; {places} location / {{ return "
        f"404; }} }}"
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/err; events {{}} http {{ access_log "
        f"off; {temporary} {server} }}"
    )
    return str(folder / "nginx.conf")


def haproxy_files(folder: Path, port: int, api: int) -> str:
    """Write a gateway with a good and a dead backend."""
    lines = [
        "defaults",
        "  mode http",
        *(f"  timeout {kind} 5s" for kind in ("connect", "client", "server")),
        "frontend all",
        f"  bind 127.0.0.1:{port}",
    ]
    lines += [
        "  use_backend dead if { path_beg /dead }",
        "  default_backend good",
        "backend good",
        f"  server a 127.0.0.1:{api}",
    ]
    lines += ["backend dead", f"  server b 127.0.0.1:{unused_port()}"]
    (folder / "haproxy.cfg").write_text("\n".join(lines) + "\n")
    return "haproxy.cfg"


def talk(connection) -> None:  # type: ignore[no-untyped-def]  # the lab's connection
    """Answer as the API would."""
    while request := connection.request():
        connection.send(Api().answer(request))


def main() -> int:
    """Run every peer that was given and print what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("mock-ai-api", "litellm", "aimock", "nginx", "haproxy"):
        parser.add_argument(f"--{name}")
    given = {name.replace("_", "-"): path for name, path in vars(parser.parse_args()).items() if path}
    if not given:
        parser.error("name at least one peer")
    wrong, count = [], 0
    with Server(talk) as api, tempfile.TemporaryDirectory() as place:
        for name, path in given.items():
            folder, port = Path(place) / name, unused_port()
            folder.mkdir()
            commands = {
                "mock-ai-api": lambda p=path, q=port: [
                    p,
                    "--anthropic-port",
                    str(q),
                    "--openai-port",
                    str(unused_port()),
                ],
                "litellm": lambda p=path, q=port, f=folder: [
                    p,
                    "--config",
                    litellm_files(f),
                    "--port",
                    str(q),
                ],
                "aimock": lambda p=path, q=port, f=folder: [p, "-p", str(q), "-f", aimock_files(f)],
                "nginx": lambda p=path, q=port, f=folder: [
                    p,
                    "-c",
                    nginx_files(f, q, api.port),
                    "-p",
                    str(f),
                ],
                "haproxy": lambda p=path, q=port, f=folder: [p, "-f", haproxy_files(f, q, api.port)],
            }
            cases = {
                "mock-ai-api": MOCK,
                "litellm": LITELLM,
                "aimock": AIMOCK,
                "nginx": NGINX,
                "haproxy": HAPROXY,
            }[name]
            with running(commands[name](), port, folder, LITELLM_LOCAL_MODEL_COST_MAP="True"):
                for case in cases:
                    count += 1
                    wrong += [f"{name} {case[0]} {' '.join(case[1])}: {each}" for each in health(port, case)]
    print("\n".join(wrong) or f"{count} runs against {', '.join(given)}: all as expected")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
