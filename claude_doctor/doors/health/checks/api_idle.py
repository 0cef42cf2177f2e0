"""A connection left idle and used again: do boxes on the way forget it? Only with --idle."""

from __future__ import annotations

import time

from claude_doctor.doors.health.engine.outcome import MissingNeedError, Outcome, passed, skipped, warned
from claude_doctor.doors.health.settings import headers as _config_headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "api.idle", "stream", 290, ("auth.models",), "credential", "--idle"
VERIFIES = (
    "a connection idle for the given seconds can be used again (60 s limits of load balancers and firewalls)"
)
IS_LONG = True


def run(state: State) -> Outcome:
    """Wait, ask again on the same connection, and see whether it still was the same."""
    if state.options.no_auth:
        raise MissingNeedError("auth.models")
    web = state.web()
    headers = _config_headers.request_headers(state.credential, state.custom)
    first = web.ask("GET", "/v1/models?limit=1", headers)
    if first.error or first.status >= 500:
        return skipped("the request before the wait failed")
    made, seconds = web.dials(), min(state.options.idle, max(state.budget.left() - state.budget.step, 0))
    if first.header("connection").lower() == "close":
        return skipped("the server closes the connection after each answer")
    time.sleep(seconds)
    second = web.ask("GET", "/v1/models?limit=1", headers)
    if second.error:
        words = f"A connection idle for {seconds:.0f} s is dead: {type(second.error).__name__}."
        return warned(
            words,
            "Raise the idle timeout on the way, or send TCP keep-alives more often than that.",
            "sysctl net.ipv4.tcp_keepalive_time",
            idle_s=seconds,
        )
    if web.dials() > made:
        words = f"The connection was closed during {seconds:.0f} s of silence; a new one was made."
        return warned(
            words, "Nothing to do for short requests; long silent answers need streaming.", "", idle_s=seconds
        )
    return passed(f"the connection survives {seconds:.0f} s of silence", idle_s=seconds)
