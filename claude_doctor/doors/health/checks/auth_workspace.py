"""Whether it is the key of the workspace that was meant."""

from __future__ import annotations

import shlex

from claude_doctor.doors.health.engine.board import needed
from claude_doctor.doors.health.engine.outcome import FAIL, Outcome, passed, skipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "auth.workspace", "workspace", 210, ("auth.models",), "credential", ""
VERIFIES = "the workspace of the answer is the one configured (ANTHROPIC_WORKSPACE_ID, --expect-workspace)"


def run(state: State) -> Outcome:
    """Compare; no request of its own."""
    wanted = state.options.expect_workspace or state.environment.get("ANTHROPIC_WORKSPACE_ID")
    source = "--expect-workspace" if state.options.expect_workspace else "ANTHROPIC_WORKSPACE_ID"
    if not wanted:
        return skipped("no workspace is configured")
    answer = needed(state.board.listing, "auth.models").answer
    found = answer.header("anthropic-workspace-id")
    if not found:
        return skipped("the answer names no workspace")
    if found == wanted:
        return passed(f"{found}, as {source} says", workspace=found)
    return Outcome(
        FAIL,
        f"The key belongs to workspace {found}, not to {wanted} ({source}).",
        f"Use a key of that workspace, or correct {source}.",
        f"export {source}={shlex.quote(found)}"
        if source.isupper()
        else f"claude-doctor health --expect-workspace {shlex.quote(found)}",
        "yours",
        (("workspace", found), ("expected", wanted)),
        entry="key_of_another_workspace",
    )
