"""The tunnel: CONNECT through an HTTP proxy, or a SOCKS5 connection."""

from __future__ import annotations

import time

from claude_doctor.doors.health.engine.outcome import FAIL, Outcome, passed, skipped
from claude_doctor.doors.health.wire import dial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.settings.proxy import Proxy

ID, STAGE, RANK, NEEDS, COST, OPTION = "net.proxy", "proxy", 130, ("net.tcp",), "network", ""
VERIFIES = "what the proxy answers to CONNECT, and which authentication it offers"
ON_CLOUD = True


def run(state: State) -> Outcome:
    """Ask for the tunnel on the connection to the proxy."""
    proxy = state.route.proxy
    if proxy is None:
        return skipped("no proxy")
    if state.base.scheme == "http" and not proxy.is_socks:
        return passed(f"{proxy.shown} forwards http:// requests; no tunnel is needed")
    made = state.connection()
    where = f"{state.base.host}:{state.base.port}"
    started = time.perf_counter()
    deadline = state.budget.until()
    try:
        if proxy.scheme == "https":
            made = dial.handshake(made, state.tls_context(), proxy.host, deadline)
            state.board.socket = made
        ask = dial.socks if proxy.is_socks else dial.tunnel
        reply = ask(made, proxy, state.base.host, state.base.port, deadline)
    except OSError as error:
        made.close()
        return _broken(proxy, where, error, time.perf_counter() - started)
    state.timings["proxy"] = (time.perf_counter() - started) * 1000
    if reply.status // 100 == 2 and not reply.rest:
        return passed(f"{proxy.shown} opens the way to {where}", proxy=proxy.shown)
    made.close()
    return _refused(proxy, where, reply)


def _broken(proxy: Proxy, where: str, error: OSError, seconds: float) -> Outcome:
    facts = (("proxy", proxy.shown), ("seconds", round(seconds, 3)))
    if isinstance(error, TimeoutError):
        words = f"The proxy {proxy.shown} does not answer within {seconds:.1f} s."
        fix = f"Ask who runs the proxy; correct {proxy.source} if it is another."
        if proxy.scheme == "https":
            words += " Its URL begins with https://, which means TLS to the proxy itself."
            fix = f"Write http:// in {proxy.source}: most proxies speak plain HTTP to their clients."
        command = (
            f"export {proxy.source}=http://{proxy.host}:{proxy.port}"
            if proxy.scheme == "https"
            else _curl(proxy, where)
        )
        return Outcome(
            FAIL,
            words,
            fix,
            command,
            "between",
            facts,
            says="httpx2.ReadTimeout: timed out",
            entry="proxy_tunnel_failed",
        )
    words = f"The proxy {proxy.shown} broke off: {error.strerror or error}."
    if proxy.scheme == "https":
        fix, command = (
            f"Write http:// in {proxy.source}.",
            f"export {proxy.source}=http://{proxy.host}:{proxy.port}",
        )
        return Outcome(FAIL, words, fix, command, "between", facts, error=error, entry="proxy_tunnel_failed")
    return Outcome(
        FAIL,
        words,
        "Ask who runs the proxy.",
        _curl(proxy, where),
        "between",
        facts,
        error=error,
        entry="proxy_tunnel_failed",
    )


def _refused(proxy: Proxy, where: str, reply: dial.Reply) -> Outcome:
    facts: tuple[tuple[str, object], ...] = (
        ("proxy", proxy.shown),
        ("status", reply.status),
        ("reason", reply.reason),
    )
    says = f"httpx2.ProxyError: {reply.status} {reply.reason}"
    if reply.status in (401, 407):
        return _unauthorised(proxy, reply, facts, says)
    if reply.status == 403:
        words = f"The proxy {proxy.shown} forbids {where} (403 {reply.reason})."
        fix = f"Ask who runs the proxy to allow {where}."
        return Outcome(
            FAIL, words, fix, _curl(proxy, where), "between", facts, says=says, entry="proxy_denied"
        )
    if reply.status >= 500:
        words = f"The proxy {proxy.shown} cannot reach {where} itself ({reply.status} {reply.reason})."
        fix = "Ask who runs the proxy: name resolution and the way out, seen from there."
        return Outcome(
            FAIL, words, fix, _curl(proxy, where), "between", facts, says=says, entry="proxy_upstream_failed"
        )
    if reply.status // 100 == 2:
        words = (
            f"{proxy.shown} answers CONNECT with a web page instead of a tunnel: it is no proxy, or a "
            "login page stands before it."
        )
        fix = f"Correct {proxy.source}, or sign in to the network."
        says = "ssl.SSLEOFError: [SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol"
        return Outcome(
            FAIL, words, fix, _curl(proxy, where), "between", facts, says=says, entry="proxy_tunnel_failed"
        )
    what = f"{reply.status} {reply.reason}" if reply.status > 0 else f"no HTTP ({reply.reason!r})"
    words = f"The proxy {proxy.shown} answers {what} to CONNECT."
    return Outcome(
        FAIL,
        words,
        f"Correct {proxy.source}.",
        _curl(proxy, where),
        "between",
        facts,
        says=says,
        entry="proxy_tunnel_failed",
    )


def _unauthorised(
    proxy: Proxy, reply: dial.Reply, facts: tuple[tuple[str, object], ...], says: str
) -> Outcome:
    offered = [value.split()[0] for value in reply.values("proxy-authenticate") if value]
    basic = not offered or any(name.lower() == "basic" for name in offered)
    facts = (*facts, ("offers", offered))
    if not basic:
        words = (
            f"The proxy {proxy.shown} wants {' or '.join(offered)}, which the SDK's HTTP library cannot do "
            f"({reply.status})."
        )
        fix = "Put a helper in front that can (px, cntlm), and point the variable at it."
        return Outcome(
            FAIL,
            words,
            fix,
            f"export {proxy.source}=http://127.0.0.1:3128",
            "between",
            facts,
            says=says,
            entry="proxy_auth_required_407",
        )
    why = "refuses this user and password" if proxy.user is not None else "wants user and password"
    words = (
        f"The proxy {proxy.shown} {why} ({reply.status} {reply.reason}). The API key is not what is wrong."
    )
    fix = f"Put them, percent-encoded, into {proxy.source}."
    return Outcome(
        FAIL,
        words,
        fix,
        f"export {proxy.source}=http://USER:PASSWORD@{proxy.host}:{proxy.port}",
        "between",
        facts,
        says=says,
        entry="proxy_auth_required_407",
    )


def _curl(proxy: Proxy, where: str) -> str:
    return f"curl -sv -x {proxy.shown} https://{where} -o /dev/null"
