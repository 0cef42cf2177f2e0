"""Who the credential is, asked of the cloud's own host for that; or the token that it gives."""

from __future__ import annotations

from claude_doctor.doors.health.engine import clouds
from claude_doctor.doors.health.engine.outcome import Outcome, skipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, COST, OPTION = "cloud.identity", "cloud", 205, "credential", ""
NEEDS = ("net.http", "net.clock", "cloud.region", "cloud.source", "cloud.stores", "cfg.headers")
VERIFIES = "the credential is known: GetCallerIdentity of AWS, a token of Google or Entra (free)"
ON_CLOUD, ON_DIRECT, IS_LONG = True, False, True


def run(state: State) -> Outcome:
    """Ask the platform's own way."""
    if state.options.no_auth:
        return skipped("--no-auth: no credential is sent")
    return clouds.asked(state, "identity")
