"""The name of the first hop: the API host, or the proxy when one applies."""

from __future__ import annotations

import ipaddress
import socket
import time

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine.budget import BudgetError, Task
from claude_doctor.doors.health.engine.outcome import FAIL, MissingNeedError, Outcome, passed, warned
from claude_doctor.doors.health.engine.pace import Pace
from claude_doctor.doors.health.wire import dial
from claude_doctor.doors.health.wire import hosts as _hosts
from claude_doctor.doors.health.wire.ground import Address

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "net.dns", "dns", 110, ("cfg.base_url", "cfg.proxy"), "network", ""
VERIFIES = "addresses of the API host (or of the proxy), time, hosts-file overrides, published ranges"
ON_CLOUD = True
_SLOW = 0.5


def run(state: State) -> Outcome:
    """Resolve as the SDK does, and IPv4 alone beside it, so that a broken IPv6 resolver shows."""
    proxy = state.route.proxy
    # nothing of a value that cannot be read is a name to look up, even where the check that says so was left
    # out
    if state.base.problem:
        raise MissingNeedError("cfg.base_url")
    if proxy and proxy.problem:
        raise MissingNeedError("cfg.proxy")
    host, port = (proxy.host, proxy.port) if proxy else (state.base.host, state.base.port)
    literal = _literal(host, port)
    if literal:
        state.addresses = (literal,)
        return passed(f"{host} is an address, no name to look up", addresses=[host])
    pace, started = Pace(), time.perf_counter()
    whole = Task(lambda: dial.resolve(host, port), "getaddrinfo")
    only_v4 = Task(lambda: dial.resolve(host, port, socket.AF_INET), "getaddrinfo IPv4")
    try:
        found = whole.result(state.budget.limit())
    except BudgetError:
        return _hanging(state, host, only_v4)
    except OSError as error:
        return _failed(state, host, error, time.perf_counter() - started)
    finally:
        own = pace.end()
    seconds = time.perf_counter() - started
    state.timings["dns"] = seconds * 1000
    state.addresses = found
    return _judged(state, host, min(seconds, own), only_v4)


def _literal(host: str, port: int) -> Address | None:
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return None
    sockaddr: tuple[object, ...] = (host, port) if ip.version == 4 else (host, port, 0, 0)
    return Address(f"IPv{ip.version}", host, port, sockaddr)


def _judged(state: State, host: str, seconds: float, only_v4: Task[tuple[Address, ...]]) -> Outcome:
    ips = [address.ip for address in state.addresses]
    facts: dict[str, object] = {"host": host, "addresses": ips, "seconds": round(seconds, 3)}
    more = f" and {len(ips) - 1} more" if len(ips) > 1 else ""
    words = f"{host} is {ips[0]}{more}"
    pinned = _hosts.line_of(host) if not state.base.is_loopback else ""
    if pinned:
        state.board.pinned = pinned
        return warned(
            f"{words}, pinned by the hosts file: {pinned}.",
            "Remove the line unless it is meant.",
            f"grep -n {host} {_hosts.PATH}",
            **facts,
        )
    if state.base.is_first_party and not state.route.proxy:
        odd = _hosts.odd_addresses(ips)
        if odd == "private":
            odd_words = f"{words}: not an address of the internet; a filter or the hosts file answers."
            return replace(
                warned(odd_words, "Ask another resolver.", _dig(host), **facts),
                explains=("net.tcp", "net.tls"),
            )
        facts["in_published_ranges"] = odd == ""
    if seconds > _SLOW:
        v4 = (
            "; IPv4 alone was there, IPv6 (AAAA) is what is slow: repair or disable it in the resolver"
            if only_v4.done()
            else ""
        )
        return warned(
            f"{words}, but it took {seconds:.1f} s{v4}.",
            "Repair the resolver: every new connection waits for it.",
            _dig(host),
            **facts,
        )
    return passed(words, **facts)


def _hanging(state: State, host: str, only_v4: Task[tuple[Address, ...]]) -> Outcome:
    seconds = state.budget.limit()
    try:
        found = only_v4.result(0)
    except (BudgetError, OSError):
        found = ()
    if found:
        state.addresses = found
        words = (
            f"{host} is {found[0].ip} by IPv4, but the IPv6 lookup (AAAA) is not answered "
            f"within {seconds:g} s"
        )
        return warned(
            f"{words}: the SDK waits for it.",
            "Repair or disable IPv6 in the resolver.",
            _dig(host, "AAAA"),
            host=host,
        )
    return Outcome(
        FAIL,
        f"The resolver does not answer within {seconds:g} s for {host}.",
        "Check the resolver: is it reachable, is a VPN needed?",
        _dig(host),
        "between",
        (("host", host),),
        says="socket.gaierror: [Errno -3] Temporary failure in name resolution",
        entry="dns_resolver_failed",
    )


def _failed(state: State, host: str, error: OSError, seconds: float) -> Outcome:
    whose = f"the proxy {host} (from {state.route.proxy.source})" if state.route.proxy else host
    code = error.errno
    if code == getattr(socket, "EAI_AGAIN", None):
        how = "at once: it refuses or fails" if seconds < 1 else f"after {seconds:.1f} s: it does not answer"
        words, fix, entry = (
            f"The resolver failed for {whose} {how}.",
            "Check the resolver: /etc/resolv.conf, VPN, container DNS.",
            "dns_resolver_failed",
        )
    elif code == getattr(socket, "EAI_NODATA", None):
        words, fix, entry = (
            f"{whose} exists but has no address.",
            "Check the name, and ask who runs the zone for an A or AAAA record (address).",
            "dns_no_address",
        )
    else:
        words, fix, entry = (
            f"The name of {whose} does not exist for this resolver.",
            "Check the spelling, VPN and split DNS; compare with a public resolver.",
            "dns_failure",
        )
    if state.route.proxy:
        fix = (
            f"Correct the proxy's name in {state.route.proxy.source}: it is the proxy that cannot be "
            "found, not the API."
        )
    return Outcome(
        FAIL,
        words,
        fix,
        _dig(host),
        "between",
        (("host", host), ("errno", code), ("seconds", round(seconds, 3))),
        error=error,
        entry=entry,
    )


def _dig(host: str, kind: str = "") -> str:
    kind = f" {kind}" if kind else ""
    return f"dig{kind} {host}; dig @1.1.1.1{kind} {host}"
