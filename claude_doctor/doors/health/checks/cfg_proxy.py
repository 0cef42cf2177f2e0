"""Which proxy applies to this base URL, and whether the SDK can use it."""

from __future__ import annotations

import re

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine.outcome import Outcome, failed_by, passed, skipped, warned
from claude_doctor.doors.health.settings import proxy as _config_proxy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cfg.proxy", "config", 100, ("cfg.base_url",), "none", ""
VERIFIES = "the proxy of this base URL, NO_PROXY, the encoding of its password, SOCKS support"
ON_CLOUD = True


# What a proxy that should not be in the way breaks.
_EXPLAINS = ("net.dns", "net.tcp", "net.proxy", "net.tls", "net.http")
_PLAIN = re.compile(r"[\w.,:/*-]*")


def run(state: State) -> Outcome:
    """Judge the route."""
    proxy, remarks = state.route.proxy, state.route.remarks
    facts: dict[str, object] = {
        "proxy": proxy.shown if proxy and not proxy.problem else None,
        "no_proxy_entry": state.route.by or None,
    }
    if proxy and proxy.problem:
        return failed_by(proxy.problem, source=proxy.source)
    if proxy and proxy.is_socks:
        problem = _config_proxy.socks_missing()
        if problem:
            return failed_by(problem, **facts)
    if remarks:
        found = warned(f"{remarks[0]}.", _fix(state), _command(state), **facts, remarks=list(remarks))
        return replace(found, explains=_EXPLAINS if proxy else ("net.dns", "net.tcp"))
    if proxy:
        return passed(
            f"{proxy.shown} from {proxy.source}{' with a password' if proxy.password else ''}", **facts
        )
    return skipped(
        f"none (NO_PROXY: {state.route.by})" if state.route.by else "no proxy for this base URL", **facts
    )


def _fix(state: State) -> str:
    """Return what to do about the first remark."""
    if state.route.proxy and state.base.is_loopback:
        return f"Take {state.base.host} off the proxy with NO_PROXY."
    return "Correct NO_PROXY." if state.route.proxy else "Set HTTPS_PROXY where a proxy is wanted."


def _command(state: State) -> str:
    entries = state.environment.get("no_proxy") or state.environment.get("NO_PROXY") or ""
    if entries and "," not in entries and any(mark in entries for mark in " ;"):
        entries = ",".join(entries.replace(";", " ").split())
        return f"export NO_PROXY={entries}" if _PLAIN.fullmatch(entries) else "export NO_PROXY=HOST,HOST"
    is_plain = (
        _PLAIN.fullmatch(entries) is not None
    )  # anything else (user information, what a shell acts on) is not repeated
    if state.route.proxy and state.base.is_loopback:
        return (
            f"export NO_PROXY={','.join(filter(None, (entries, state.base.host)))}"
            if is_plain
            else f'export NO_PROXY="$NO_PROXY,{state.base.host}"'
        )
    if not state.route.proxy and not state.route.by:
        return 'export HTTPS_PROXY="$HTTP_PROXY"'
    return ""
