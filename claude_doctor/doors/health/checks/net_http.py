"""Does the API answer, and is it the API that answers? No credential is sent."""

from __future__ import annotations

from claude_doctor.doors.health.engine.http_faults import foreign
from claude_doctor.doors.health.engine.outcome import Outcome, passed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

ID, STAGE, RANK, NEEDS, COST, OPTION = (
    "net.http",
    "http",
    150,
    ("net.tcp", "net.proxy", "net.tls"),
    "network",
    "",
)
VERIFIES = "an HTTP answer without a credential, and who gave it; redirects are not followed"
ON_CLOUD = True
# Who answers in place of a cloud.
_IN_BETWEEN = ("squid", "mitmproxy", "tinyproxy", "HAProxy", "Cloudflare")


def run(state: State) -> Outcome:
    """Ask without a credential; a 401 of the API proves the whole way."""
    answer = state.web().ask(
        "GET", _path(state), {"user-agent": "claude-doctor", "accept": "application/json"}
    )
    state.board.http = answer
    if answer.ttfb_ms is not None:
        state.timings["ttfb"] = answer.ttfb_ms
    problem = _of_cloud(state, answer) if state.cloud else foreign(state, answer)
    if problem:
        return problem
    facts: dict[str, object] = {
        "status": answer.status,
        "answered_by": answer.speaker,
        "request_id": answer.request_id or None,
    }
    facts |= {
        name: answer.header(name)
        for name in ("server", "via", "cf-ray", "content-type")
        if answer.header(name)
    }
    return passed(_words(answer), **facts)


def _path(state: State) -> str:
    # The API has an address for exactly this; a gateway need not have it. Without a credential the 401 says
    # more.
    if state.cloud:
        return "/"
    has_key = state.credential.way != "none"
    return "/api/hello" if state.base.is_first_party and has_key else "/v1/models"


def _of_cloud(state: State, answer: Answer) -> Outcome | None:
    """Return why it is not the cloud that answers: its own errors are pages and XML too, so only what no
    cloud sends is a failure here.
    """
    is_ours = answer.error is None and (400 <= answer.status < 500 or answer.status == 200)
    if is_ours and answer.status != 407 and answer.speaker not in _IN_BETWEEN:
        return foreign(state, answer) if answer.status == 200 and answer.is_html else None
    return foreign(state, answer)


def _words(answer: Answer) -> str:
    if answer.status == 401 and answer.is_api_error:
        return "the API answers 401 without a key: the whole way to it works"
    if answer.status == 200:
        return f"200 by {answer.speaker}"
    return f"{answer.status} {answer.error_type or ''}".strip() + f" by {answer.speaker}: reachable"
