"""Answers of the API's own edge and of a sandbox in front of it: given before the API saw the request."""

from __future__ import annotations

from claude_doctor.doors.health.engine.between import between

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

_STATUSES = range(520, 531)


def refused(state: State, answer: Answer) -> Outcome | None:
    """Return the refusal of this place, address or sandbox; None when it is another 403 or no refusal."""
    if answer.status != 403:
        return None
    if answer.header("x-deny-reason"):
        words = f"The sandbox this runs in forbids {state.base.host} ({answer.header('x-deny-reason')})."
        return between(
            state,
            answer,
            words,
            f"Allow {state.base.host} in the network policy of the environment.",
            entry="cloud_session_host_not_allowed",
        )
    if "just a moment" in answer.text[:4000].lower() or answer.header("cf-mitigated"):
        words = "Cloudflare challenges this IP address (403, Just a moment). The key is not what is wrong."
        return between(
            state,
            answer,
            words,
            "Leave the VPN or data-centre exit, or ask support with the cf-ray.",
            entry="cloudflare_challenge_403",
        )
    if answer.error_type == "forbidden" and not answer.request_id:
        words = (
            "Refused at the edge before the API saw it (403 Request not allowed): this country or IP "
            "address is not served."
        )
        fix = (
            "Leave the VPN, or run it in a supported region: https://platform.claude.com/docs/en/api/"
            "supported-regions"
        )
        return between(state, answer, words, fix, entry="request_not_allowed_403")
    return None


def failed(state: State, answer: Answer) -> Outcome | None:
    """Return the failure of an edge that cannot reach the API, None for another answer."""
    if is_edge_status(answer.status) and not answer.is_api_error:
        return unreachable(state, answer)
    return None


def is_edge_status(status: int) -> bool:
    """Whether only Cloudflare's edge answers with this status."""
    return status in _STATUSES


def unreachable(state: State, answer: Answer) -> Outcome:
    """Return the failure of an edge that is there while the API behind it is not."""
    ray = answer.header("cf-ray")
    words = (
        f"The API's edge (Cloudflare) cannot reach the API: {answer.status}"
        f"{f', cf-ray {ray}' if ray else ''}."
    )
    return between(
        state,
        answer,
        words,
        "Wait and try again; https://status.claude.com says whether it is known.",
        entry="edge_cloudflare_5xx",
        fault="theirs",
    )
