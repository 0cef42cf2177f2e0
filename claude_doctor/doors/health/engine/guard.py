"""Before a credential goes out: may it go there, and is it there."""

from __future__ import annotations

import ipaddress

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine.budget import BudgetError
from claude_doctor.doors.health.engine.outcome import FAIL, SKIP, UNSENT, Outcome, skipped
from claude_doctor.doors.health.settings import url

_INSIDE = (".local", ".internal", ".svc", ".cluster.local", ".lan", ".home.arpa", ".localdomain")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State


def clear_text(state: State) -> Outcome | None:
    """Refuse to send a credential over plain http to another machine, unless that was asked for.

    Inside a network of one's own that is no failure: nothing was proven, and the skip says so.
    """
    base = state.base
    if base.scheme != "http" or state.options.insecure_http:
        return None
    proxy = state.route.proxy
    is_here = is_unspecified(base.host) or (
        bool(state.addresses)
        and all(ipaddress.ip_address(address.ip.split("%")[0]).is_loopback for address in state.addresses)
    )
    if is_here and (proxy is None or base.is_loopback):  # a proxy here would carry the key on in clear text
        return None
    hop = f"the proxy {proxy.shown}" if proxy and not url.is_loopback(proxy.host) else base.url("")
    return unsent(base, hop, is_inside=is_inside(state))


def unsent(base: url.BaseUrl, hop: str, *, is_inside: bool) -> Outcome:
    """Return what an unsent credential is: a skip inside a network of one's own, else a failure."""
    words = (
        f"The credential was not sent: {hop} is reached by plain http, and whoever is on the way could "
        "read it."
    )
    if is_inside:
        return Outcome(
            SKIP,
            f"{words} Whether it is accepted is not known; --insecure-http sends it.",
            "Allow it with --insecure-http where you trust everybody on that network.",
            "claude-doctor health --insecure-http",
            details=(("host", base.host), (UNSENT, True)),
        )
    return Outcome(
        FAIL,
        words,
        f"Write https:// in {base.source}, or allow it with --insecure-http.",
        f"{url.export(base.source, url.secured(base))}   # or: claude-doctor health --insecure-http",
        "yours",
        (("host", base.host),),
        entry="credential_over_plain_http",
    )


def is_unspecified(host: str) -> bool:
    """Whether a host is 0.0.0.0 or ::, which mean this machine when they are dialled."""
    return host in ("0.0.0.0", "::")  # noqa: S104  # compared, not bound


def is_inside(state: State) -> bool:
    """Whether the host lies in a network of one's own: a bare name, one of a cluster, private addresses."""
    host, proxy = state.base.host, state.route.proxy
    if proxy and not url.is_loopback(proxy.host):
        return False
    if "." not in host and ":" not in host:
        return True
    if host.endswith(_INSIDE):
        return True
    if proxy:  # then the addresses are the proxy's
        return False
    found = [ipaddress.ip_address(address.ip.split("%")[0]) for address in state.addresses]
    return bool(found) and all(address.is_private or address.is_link_local for address in found)


def obtain(state: State) -> Outcome | None:
    """Get the access token of a profile or federation from the SDK; the failure when there is none."""
    if state.credential.way not in ("profile", "federation") or state.credential.value:
        return None
    from claude_doctor.doors.health.engine import sdk

    try:
        prepared = state.sdk()
    except BudgetError:
        return skipped(
            "not run: this machine did not import the SDK, which gets the token, within the budget",
            budget_s=state.budget.total,
        )
    try:
        token, headers = sdk.token(state.budget.limit(), prepared)
    except Exception as error:  # noqa: BLE001  # whatever the SDK raises is the answer
        words = f"No access token from {state.credential.source}: {error}"
        fix = (
            "Log in again."
            if state.credential.way == "profile"
            else (
                "Compare the federation rule, the organization and the identity token's audience and "
                "subject with the Console's history."
            )
        )
        command = "ant auth login" if state.credential.way == "profile" else "ant auth status"
        status = getattr(error, "status_code", None)
        if isinstance(error, BudgetError) or (isinstance(status, int) and not 400 <= status < 500):
            fix = (
                "Look at the proxy, gateway or login page in front of /v1/oauth/token: what answers there "
                "is not the token endpoint."
            )
            return Outcome(FAIL, words, fix, command, "between", error=error, entry="cred_wif_endpoint")
        return Outcome(FAIL, words, fix, command, "yours", error=error, entry="cred_wif_exchange_denied")
    state.credential = replace(state.credential, value=token)
    for name, value in headers.items():
        state.custom = replace(state.custom, pairs=(*state.custom.pairs, (name, value)))
    return None
