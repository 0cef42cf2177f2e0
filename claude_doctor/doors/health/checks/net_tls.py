"""The handshake with the SDK's own certificates; when it fails, who presented what."""

from __future__ import annotations

import time

from claude_doctor.doors.health.engine import tls_faults
from claude_doctor.doors.health.engine.budget import BudgetError
from claude_doctor.doors.health.engine.outcome import Outcome, passed, skipped, warned
from claude_doctor.doors.health.wire import certificate as _certificate
from claude_doctor.doors.health.wire import dial

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl

    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = (
    "net.tls",
    "tls",
    140,
    ("net.tcp", "net.proxy", "cfg.tls_store"),
    "network",
    "",
)
VERIFIES = (
    "TLS with the SDK's own context; on failure the certificate is read without trusting it and without "
    "sending anything"
)
ON_CLOUD = True
_NEAR_DAYS = 14


def run(state: State) -> Outcome:
    """Put TLS on the connection."""
    if state.base.scheme != "https":
        return skipped("plain http")
    made = state.connection()
    context = state.tls_context()
    started = time.perf_counter()
    try:
        secured = dial.handshake(made, context, state.base.host, state.budget.until())
    except (OSError, BudgetError) as error:
        made.close()
        return tls_faults.failed(state, error, time.perf_counter() - started)
    state.timings["tls"] = (time.perf_counter() - started) * 1000
    state.board.socket = secured
    return _judged(state, secured)


def _judged(state: State, secured: ssl.SSLSocket) -> Outcome:
    der = secured.getpeercert(binary_form=True) or b""
    found = _certificate.parsed(der)
    facts: dict[str, object] = {"version": secured.version(), "issuer": found.issuer, "sha256": found.sha256}
    words = f"{secured.version()}, certificate by {found.issuer or 'unknown'}"
    if state.base.is_first_party and found.issuer and not found.is_public_issuer:
        text = (
            f"{words}: no public authority, so TLS is inspected on the way; it is trusted here, other "
            "programs may not trust it."
        )
        return warned(
            text, "Nothing to do unless another program fails with a certificate error.", "", **facts
        )
    left = found.days_left(state.now())
    if left is not None and left < _NEAR_DAYS:
        return warned(
            f"{words}, which expires in {left} days.", "Renew it in time.", "", **facts, days_left=left
        )
    return passed(words, **facts, days_left=left)
