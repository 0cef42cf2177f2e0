"""One message of one token on the cloud: quota, billing, permissions that only a message shows."""

from __future__ import annotations

from claude_doctor.doors.health.engine import clouds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, COST, OPTION = "cloud.message", "cloud", 262, "billed", "--deep"
NEEDS = ("cloud.identity", "cloud.access")
VERIFIES = "a message with max_tokens 1 on the platform: quota, agreement, permission (billed)"
ON_CLOUD, ON_DIRECT, IS_LONG = True, False, True


def run(state: State) -> Outcome:
    """Send it with each model."""
    return clouds.asked(state, "message")
