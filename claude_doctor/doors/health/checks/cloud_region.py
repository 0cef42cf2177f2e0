"""The region, project, workspace or resource of the cloud, by the rules of its client."""

from __future__ import annotations

from claude_doctor.doors.health.engine.cloud_calls import cloud
from claude_doctor.doors.health.engine.outcome import Outcome, failed_by, passed, warned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cloud.region", "cloud", 34, (), "none", ""
VERIFIES = (
    "region, project, workspace or resource: set, well-formed, and the same for the SDK and Claude Code"
)
ON_CLOUD, ON_DIRECT = True, False


def run(state: State) -> Outcome:
    """Judge the place."""
    found = cloud(state)
    facts = {name: value for name, value in found.place if value}
    if found.problem:
        return failed_by(found.problem, **facts)
    words = (
        ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in facts.items()) or "no place needed"
    )
    if found.remarks:
        return warned(f"{found.remarks[0]}.", "Set the variable, so that both use the same.", "", **facts)
    return passed(words, **facts)
