"""Whether the credential may use the model: asked for free, by the platform's own way."""

from __future__ import annotations

from claude_doctor.doors.health.engine import clouds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, COST, OPTION = "cloud.access", "cloud", 245, "credential", ""
NEEDS = ("cloud.identity", "cloud.model")
VERIFIES = "the credential may use the model: availability on Bedrock, count_tokens elsewhere (free)"
ON_CLOUD, ON_DIRECT, IS_LONG = True, False, True


def run(state: State) -> Outcome:
    """Ask what stands between the account and the model."""
    return clouds.asked(state, "access")
