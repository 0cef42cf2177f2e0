"""Whether the name of the model is one on this platform and in this region."""

from __future__ import annotations

from claude_doctor.doors.health.engine import clouds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, COST, OPTION = "cloud.model", "cloud", 225, "credential", ""
NEEDS = ("net.http", "net.clock", "cloud.identity")
VERIFIES = "the model's name is a model or profile here; the right one when it is not (free)"
ON_CLOUD, ON_DIRECT, IS_LONG = True, False, True


def run(state: State) -> Outcome:
    """Look into the platform's listings."""
    return clouds.asked(state, "model")
