"""Network namespaces break as was observed: a bare socket, told to reach api.anthropic.com:443, fails as it
did in the field.
"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.health.lab import namespace
from tests.health.lab.running import ROOT

PROBE = """
import socket, ssl, sys
try:
    found = socket.create_connection(("api.anthropic.com", 443), timeout=1.5)
    ssl.create_default_context(cafile=sys.argv[1]).wrap_socket(found, server_hostname="api.anthropic.com").close()
except OSError as error:
    print(repr(error))
else:
    print("connected")
"""
OBSERVED = [
    ("healthy", "connected"),
    ("healthy_ipv6", "connected"),
    ("dns_aaaa_servfail", "connected"),
    ("dns_slow", "connected"),
    ("ipv6_blackhole_ipv4_ok", "connected"),
    ("dns_nxdomain", "gaierror(-2"),
    ("dns_servfail", "gaierror(-3"),
    ("dns_refused", "gaierror(-3"),
    ("dns_no_address_record", "gaierror(-5"),
    ("dns_resolver_drops", "gaierror(-3"),
    ("dns_resolver_port_closed", "gaierror(-3"),
    ("dns_no_resolver_configured", "gaierror(-3"),
    ("dns_hosts_file_override", "ConnectionRefusedError(111"),
    ("dns_hijack_block_page", "unable to get local issuer certificate"),
    ("tcp_refused_443", "ConnectionRefusedError(111"),
    ("tcp_silent_drop", "timed out"),
    ("tcp_silent_drop_two_addresses", "timed out"),
    ("tcp_local_route_blackhole", "OSError(22"),
    ("tcp_local_route_unreachable", "OSError(113"),
    ("tcp_local_route_prohibit", "PermissionError(13"),
    ("tcp_no_default_route", "OSError(101"),
    ("link_down", "OSError(101"),
    ("ipv6_only_no_v6_route", "OSError(101"),
]


def probed(lab, net):
    command = [sys.executable, "-c", PROBE, lab.ca]
    job = {
        "net": net,
        "command": command,
        "env": {},
        "cwd": "/",
        "certificates": lab.namespace_certificates(),
    }
    inside = [*namespace.unshare(), sys.executable, "-m", "tests.health.lab.namespace"]
    done = subprocess.run(
        inside, input=json.dumps(job), cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout)["stdout"]


@pytest.fixture(scope="module")
def outputs(lab):
    """What the probe said in each namespace; four are open at a time, as most only wait."""
    if lab.namespaces:
        pytest.skip(lab.namespaces)
    names = [net for net, _ in OBSERVED]
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(names, pool.map(lambda net: probed(lab, net), names), strict=True))


@pytest.mark.parametrize(("net", "text"), OBSERVED)
def test_a_namespace_breaks_as_observed(outputs, net, text):
    assert text in outputs[net]
