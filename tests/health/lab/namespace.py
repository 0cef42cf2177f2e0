"""Inside a network namespace of its own: the real name api.anthropic.com, our resolver, our routes; then the
real command.

Run as `unshare --net --mount python -m tests.health.lab.namespace` with a job as JSON on stdin; the result is
JSON on stdout. Everything it changes ends with the process.
"""

from __future__ import annotations

import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.health.lab import answers
from tests.health.lab.api import Api
from tests.health.lab.name_server import AAAA as V6
from tests.health.lab.name_server import NXDOMAIN, REFUSED, SERVFAIL, A, NameServer
from tests.health.lab.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "160.79.104.10"
OTHER = "160.79.104.11"
HOST6 = "2607:6bc0::10"
BLOCK_PAGE = "10.20.30.40"
NETWORK = "160.79.104.0/23"
_LOCAL = "127.0.0.1 localhost\n"


@dataclass
class Net:
    """What a recipe changes: addresses that are ours, what the resolver says, shell commands, hosts and
    resolv.conf.
    """

    ours: tuple[str, ...] = (HOST,)
    serves: bool = True
    resolver: Callable[[], NameServer] | None = lambda: NameServer((HOST,))
    commands: tuple[str, ...] = ()
    hosts: str = _LOCAL
    resolv: str = "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n"
    certificate: str = field(default="good")


_VETH = (
    "link add v0 type veth peer name v1",
    "link set v1 up",
    "link set v0 up",
    "addr add 10.9.0.1/24 dev v0",
    "route add default via 10.9.0.2",
)
_DEAD_NEIGHBOUR = "neigh replace 10.9.0.2 lladdr 02:00:00:00:00:99 dev v0 nud permanent"
_VETH6 = (
    "link add v0 type veth peer name v1",
    "link set v1 up",
    "link set v0 up",
    "-6 addr add fd00::1/64 dev v0 nodad",
    "-6 route add default via fd00::2",
    "-6 neigh replace fd00::2 lladdr 02:00:00:00:00:99 dev v0 nud permanent",
)


def _failing(code: int) -> Callable[[], NameServer]:
    return lambda: NameServer((), codes={A: code, V6: code})


def _route(kind: str) -> Net:
    return Net(ours=(), serves=False, commands=(f"route add {kind} {NETWORK}",))


RECIPES: dict[str, Net] = {
    "healthy": Net(),
    "healthy_ipv6": Net(ours=(HOST6,), resolver=lambda: NameServer((HOST6,))),
    "dns_nxdomain": Net(resolver=_failing(NXDOMAIN)),
    "dns_servfail": Net(resolver=_failing(SERVFAIL)),
    "dns_refused": Net(resolver=_failing(REFUSED)),
    "dns_no_address_record": Net(resolver=lambda: NameServer(())),
    "dns_resolver_drops": Net(resolver=lambda: NameServer((), silent=True)),
    "dns_resolver_port_closed": Net(resolver=None),
    "dns_no_resolver_configured": Net(resolver=None, resolv="# none\n"),
    "dns_hosts_file_override": Net(hosts=_LOCAL + "0.0.0.0 api.anthropic.com\n"),
    "hosts_loopback": Net(hosts=_LOCAL + "127.0.0.1 api.anthropic.com\n"),
    "dns_hijack_block_page": Net(
        ours=(BLOCK_PAGE,), resolver=lambda: NameServer((BLOCK_PAGE,)), certificate="mitm"
    ),
    "dns_aaaa_servfail": Net(resolver=lambda: NameServer((HOST,), codes={V6: SERVFAIL})),
    "dns_slow": Net(resolver=lambda: NameServer((HOST,), delay=0.8), resolv="nameserver 127.0.0.1\n"),
    "dns_hang": Net(
        resolver=lambda: NameServer((), silent=True),
        resolv="nameserver 127.0.0.1\noptions timeout:10 attempts:3\n",
    ),
    "tcp_refused_443": Net(serves=False),
    "tcp_silent_drop": Net(ours=(), serves=False, commands=(*_VETH, _DEAD_NEIGHBOUR)),
    "tcp_silent_drop_two_addresses": Net(
        ours=(), serves=False, commands=(*_VETH, _DEAD_NEIGHBOUR), resolver=lambda: NameServer((HOST, OTHER))
    ),
    "tcp_arp_no_answer": Net(ours=(), serves=False, commands=_VETH),
    "tcp_local_route_blackhole": _route("blackhole"),
    "tcp_local_route_unreachable": _route("unreachable"),
    "tcp_local_route_prohibit": _route("prohibit"),
    "tcp_no_default_route": Net(ours=(), serves=False),
    "link_down": Net(ours=(), serves=False, commands=(*_VETH, "link set v0 down")),
    "ipv6_only_no_v6_route": Net(ours=(), serves=False, resolver=lambda: NameServer((HOST6,))),
    "ipv6_blackhole_ipv4_ok": Net(commands=_VETH6, resolver=lambda: NameServer((HOST6, HOST))),
}


def unshare() -> list[str]:
    """Return the command that opens a namespace, with or without root."""
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *user, "--net", "--mount"]


def missing() -> str | None:
    """Return why namespaces cannot be used here, or None."""
    if sys.platform != "linux" or not shutil.which("unshare") or not shutil.which("ip"):
        return "network namespaces need Linux with unshare and ip"
    probe = [*unshare(), "ip", "link", "set", "lo", "up"]
    done = subprocess.run(probe, capture_output=True, check=False, timeout=20)
    return (
        None
        if done.returncode == 0
        else "this account may open no network namespace (root, or unprivileged user namespaces)"
    )


def _ip(command: str) -> None:
    subprocess.run(["ip", *command.split()], check=True, capture_output=True)


def _over(path: str, text: str) -> None:
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    subprocess.run(["mount", "--bind", file.name, path], check=True, capture_output=True)
    os.unlink(file.name)


def _lay(net: Net) -> None:
    _ip("link set lo up")
    for address in net.ours:
        _ip(
            (
                f"addr add {address}/{128 if ':' in address else 32} dev "
                f"lo {'nodad' if ':' in address else ''}"
            ).strip()
        )
    for command in net.commands:
        _ip(command)
    _over("/etc/resolv.conf", net.resolv)
    _over("/etc/hosts", net.hosts)
    if net.resolver:
        net.resolver().start()


def main() -> None:
    """Do one job."""
    job = json.load(sys.stdin)
    net = RECIPES[job["net"]]
    _lay(net)
    with ExitStack() as stack:
        servers = []
        if net.serves:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(job["certificates"][net.certificate])
            talk = answers.talk("healthy", Api())
            servers = [stack.enter_context(Server(talk, context, (address, 443))) for address in net.ours]
            servers += [stack.enter_context(Server(talk, None, (address, 80))) for address in net.ours]
        started = time.monotonic()
        done = subprocess.run(
            job["command"],
            env=job["env"],
            cwd=job["cwd"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=60,
        )
        seconds = time.monotonic() - started
        seen = [request.summary for server in servers for request in server.seen]
    outputs = {
        "stdout": done.stdout.decode("utf-8", "replace"),
        "stderr": done.stderr.decode("utf-8", "replace"),
    }
    print(json.dumps({"code": done.returncode, "seconds": seconds, "seen": seen, **outputs}))
    sys.stdout.flush()
    threading.Timer(0, lambda: os._exit(0)).start()


if __name__ == "__main__":
    main()
