"""Before a credential goes out: may it go there, and is it there."""

from __future__ import annotations

import ipaddress

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine.budget import BudgetError
from claude_doctor.doors.health.engine.outcome import FAIL, Outcome, skipped
from claude_doctor.doors.health.settings import url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State


def clear_text(state: State) -> Outcome | None:
    """Refuse to send a credential over plain http to another machine, unless that was asked for."""
    base = state.base
    if base.scheme != "http" or state.options.insecure_http:
        return None
    proxy = state.route.proxy
    is_here = bool(state.addresses) and all(
        ipaddress.ip_address(address.ip.split("%")[0]).is_loopback for address in state.addresses
    )
    if is_here and (proxy is None or base.is_loopback):  # a proxy here would carry the key on in clear text
        return None
    hop = f"the proxy {proxy.shown}" if proxy and not url.is_loopback(proxy.host) else base.url("")
    return Outcome(
        FAIL,
        (
            f"The credential was not sent: {hop} is reached by plain http, and whoever is on the way could "
            "read it."
        ),
        f"Write https:// in {base.source}, or allow it with --insecure-http.",
        f"{url.export(base.source, url.secured(base))}   # or: claude-doctor health --insecure-http",
        "yours",
        (("host", base.host),),
        entry="credential_over_plain_http",
    )


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
