"""Whether the key may use batches."""

from __future__ import annotations

from claude_doctor.doors.health.engine import api_faults
from claude_doctor.doors.health.engine.outcome import MissingNeedError, Outcome, passed
from claude_doctor.doors.health.settings import headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "api.batches", "api", 250, ("auth.models",), "credential", "--batch"
VERIFIES = "GET /v1/messages/batches?limit=1"


def run(state: State) -> Outcome:
    """List one batch."""
    if state.options.no_auth:
        raise MissingNeedError("auth.models")
    answer = state.web().ask(
        "GET", "/v1/messages/batches?limit=1", headers.request_headers(state.credential, state.custom)
    )
    return api_faults.refused(state, answer) or passed(
        "batches can be listed", request_id=answer.request_id or None
    )
