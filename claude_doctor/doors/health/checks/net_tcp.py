"""A connection to each address at once; the SDK tries them one after the other."""

from __future__ import annotations

import errno
import time
from functools import partial

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine.budget import BudgetError, Task
from claude_doctor.doors.health.engine.outcome import (
    MissingNeedError,
    Outcome,
    Problem,
    failed_by,
    passed,
    warned,
)
from claude_doctor.doors.health.engine.pace import Pace
from claude_doctor.doors.health.settings import url
from claude_doctor.doors.health.wire import dial
from claude_doctor.doors.health.wire import hosts as _hosts

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.ground import Address

ID, STAGE, RANK, NEEDS, COST, OPTION = "net.tcp", "tcp", 120, ("net.dns",), "network", ""
VERIFIES = "a connection to each address (at most 4), both families"
ON_CLOUD = True
_MOST_ADDRESSES = 4
_SECONDS = 3.0
# How much longer the others may take once one address is connected.
_OTHERS = 1.0


def run(state: State) -> Outcome:
    """Connect and keep the first socket in the resolver's order."""
    if not state.addresses:
        raise MissingNeedError("net.dns")
    chosen = state.addresses[:_MOST_ADDRESSES]
    seconds = state.budget.limit(_SECONDS)
    pace, started = Pace(), time.perf_counter()
    tries = [(address, Task(partial(_timed, address, seconds), "connect")) for address in chosen]
    results = _collected(tries, seconds)
    own = pace.end()
    good = [(address, made, took) for address, (made, took, _) in results if made is not None]
    if not good:
        return _failed(state, results, time.perf_counter() - started)
    address, made, took = good[0]
    for _, other, _ in good[1:]:
        other.close()
    state.board.socket = made
    state.timings["tcp"] = took * 1000
    state.addresses = (address, *(other for other in state.addresses if other != address))
    return _judged(address, min(took, own), results)


def _timed(address: Address, seconds: float) -> tuple[socket.socket, float]:
    started = time.perf_counter()
    for last in (False, False, True):
        try:
            made = dial.connect(address, seconds)
        except ConnectionResetError:
            # Accepted and reset at once: which of the two is seen first is a race, and the next stage says
            # more about it.
            if last:
                raise
        else:
            break
    return made, time.perf_counter() - started


Result = tuple["socket.socket | None", float, "BaseException | None"]


def _collected(
    tries: list[tuple[Address, Task[tuple[socket.socket, float]]]], seconds: float
) -> list[tuple[Address, Result]]:
    """Wait for the first address in order; for those after a good one only a moment."""
    results: list[tuple[Address, Result]] = []
    is_connected = False
    started = time.perf_counter()
    for address, task in tries:
        left = _OTHERS if is_connected else max(seconds + 0.1 - (time.perf_counter() - started), 0.01)
        try:
            made, took = task.result(left)
        except OSError as error:  # BudgetError is one too
            results.append((address, (None, time.perf_counter() - started, error)))
        else:
            is_connected = True
            results.append((address, (made, took, None)))
    return results


def _judged(address: Address, took: float, results: list[tuple[Address, Result]]) -> Outcome:
    before = [
        (other, error)
        for other, (made, _, error) in results[: [a for a, _ in results].index(address)]
        if made is None
    ]
    facts: dict[str, object] = {"address": address.ip, "family": address.family, "seconds": round(took, 4)}
    facts["failed"] = [
        f"{other.ip}: {_reason(error)}"
        for other, (made, _, error) in results
        if made is None and not isinstance(error, BudgetError)
    ]
    where = f"{address.ip} port {address.port}"
    if before:
        other, error = before[0]
        words = (
            f"{where} connects, but {other.family} {other.ip} comes first and does not ({_reason(error)}): "
            "the SDK waits for it on every new connection."
        )
        return warned(
            words,
            f"Repair or disable {other.family} on this network.",
            _disable(other.family),
            **facts,
        )
    lost = _lost_family(address, results)
    if lost:
        words = f"{where} connects; {lost} does not, and programs that try {lost} first wait for it."
        return warned(words, f"Repair or disable {lost} on this network.", _disable(lost), **facts)
    if took > 1:
        return warned(
            f"{where} connects only after {took:.1f} s.",
            "Find out what is slow: route, VPN, firewall.",
            f"traceroute {address.ip}",
            **facts,
        )
    return passed(where, **facts)


def _lost_family(address: Address, results: list[tuple[Address, Result]]) -> str:
    families = {other.family for other, _ in results if other.family != address.family}
    alive = {other.family for other, (made, _, _) in results if made is not None}
    return next(iter(sorted(families - alive)), "")


def _disable(family: str) -> str:
    return "sysctl -w net.ipv6.conf.all.disable_ipv6=1" if family == "IPv6" else ""


def _reason(error: BaseException | None) -> str:
    if isinstance(error, (BudgetError, TimeoutError)):
        return "no answer"
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def _failed(state: State, results: list[tuple[Address, Result]], seconds: float) -> Outcome:
    address, (_, _, error) = results[0]
    assert error is not None  # no socket means an error
    proxy = state.route.proxy
    what = (
        f"the proxy {proxy.shown} (from {proxy.source})"
        if proxy
        else f"{state.base.host} port {state.base.port}"
    )
    code = error.errno if isinstance(error, OSError) else None
    facts = (
        ("addresses", [f"{other.ip}: {_reason(failure)}" for other, (_, _, failure) in results]),
        ("errno", code),
        ("seconds", round(seconds, 3)),
    )
    if isinstance(error, TimeoutError):
        found = _dropped(state, f"{what} within {seconds:.1f} s")
    elif code == errno.ECONNREFUSED:
        found = _refused(state, what)
    elif code == errno.ECONNRESET:
        words = f"{what} accepts the connection and resets it at once."
        fix, entry = _refused_fix(state), "connection_reset"
        found = Problem(words, fix, _command(state), entry=entry, fault="between")
    else:
        words = f"No way to {what} ({_reason(error)})."
        fix = "Check link, route and VPN: this machine cannot send there."
        command = f"ip route get {address.ip}"
        found = Problem(words, fix, command, entry="tcp_unreachable", fault="between")
    made = replace(failed_by(found), details=facts)
    return made if found.says else replace(made, error=error)


def _dropped(state: State, what: str) -> Problem:
    proxy = state.route.proxy
    fix = (
        "Open the port in the firewall; if the network wants a proxy, set HTTPS_PROXY."
        if not proxy
        else f"Correct {proxy.source} or open the way to the proxy."
    )
    return Problem(
        f"No answer from {what}: packets are dropped on the way.",
        fix,
        _command(state),
        "httpx2.ConnectTimeout: timed out",
        entry="connection_timeout",
        fault="between",
    )


def _refused(state: State, what: str) -> Problem:
    words = f"Connection refused by {what}: nothing listens there, or a firewall rejects it."
    # A gateway of this machine that was named and is gone is the configuration's fault.
    is_own = state.base.is_loopback and state.base.source == url.VARIABLE and not state.route.proxy
    command = f"unset {url.VARIABLE}" if is_own else _command(state)
    fault = "yours" if is_own else "between"
    return Problem(words, _refused_fix(state), command, entry="connection_refused", fault=fault)


def _refused_fix(state: State) -> str:
    if state.route.proxy:
        return f"Start the proxy or correct {state.route.proxy.source}."
    if state.board.pinned:
        return (
            f"Remove the line for {state.base.host} from the hosts file ({_hosts.PATH}): it sends the name "
            f"to {state.addresses[0].ip}."
        )
    if state.base.is_loopback:
        other = (
            f"; unset {state.base.source} if there is none any more" if state.base.source.isupper() else ""
        )
        return f"Start the gateway, or correct the port in {state.base.source}{other}."
    return "Check host and port; ask who runs the firewall."


def _command(state: State) -> str:
    proxy = state.route.proxy
    if state.board.pinned:
        return f"grep -n {state.base.host} {_hosts.PATH}"
    if proxy:
        return f"curl -sv --connect-timeout 3 {proxy.shown} -o /dev/null"
    return f"curl -sv --connect-timeout 3 {state.base.url('')} -o /dev/null"
