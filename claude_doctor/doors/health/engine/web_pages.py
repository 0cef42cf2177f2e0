"""Web pages and other words of a proxy, firewall or login page where the API would answer JSON."""

from __future__ import annotations

from claude_doctor.doors.health.engine import edge
from claude_doctor.doors.health.engine.between import between

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

SIGN_IN = "Sign in to the network (captive portal) in a browser, then run this again."


def page(state: State, answer: Answer) -> Outcome | None:
    """Return the failure a web page is, None when the answer is none."""
    if not answer.is_html:
        return None
    if answer.status >= 500:
        return _failing_page(state, answer)
    if answer.status >= 400:
        return _refusing_page(state, answer)
    words = (
        f"A web page came back instead of the API ({answer.status}, by {answer.speaker}): a login page of "
        "the network, or a wrong base URL."
    )
    fix = (
        SIGN_IN
        if state.base.source == "default"
        else f"{SIGN_IN[:-1]}; or correct the gateway in {state.base.source}."
    )
    return between(
        state,
        answer,
        words,
        fix,
        entry="intercepted_response",
        says="AttributeError: 'str' object has no attribute '_set_private_attributes'",
    )


def _failing_page(state: State, answer: Answer) -> Outcome:
    who = answer.speaker
    if edge.is_edge_status(answer.status) and who == "Cloudflare":
        return edge.unreachable(state, answer)
    if answer.status == 511:
        return between(
            state,
            answer,
            f"The network wants you to log in first (511, by {who}).",
            SIGN_IN,
            entry="intercepted_response",
        )
    words = f"{who} answers {answer.status} with a web page: it cannot reach what is behind it."
    entry = {502: "bad_gateway_502", 503: "service_unavailable_503", 504: "gateway_html_error"}.get(
        answer.status, "gateway_html_error"
    )
    return between(
        state,
        answer,
        words,
        (
            f"Look at the proxy or gateway in front of the API ({who}): its upstream is down, slow or not "
            "trusted."
        ),
        entry=entry,
    )


def _refusing_page(state: State, answer: Answer) -> Outcome:
    who = answer.speaker
    if answer.status == 413:
        words = f"{who} refuses the size of the request (413)."
        return between(
            state, answer, words, f"Raise the body limit of {who}.", entry="gateway_body_limit_413"
        )
    if answer.status in (401, 403, 429):
        return refused_before(state, answer)
    words = f"{who} answers {answer.status} with a web page: that is not the API."
    fix = (
        f"Correct {state.base.source}: host or path prefix."
        if not state.base.is_first_party
        else "Find out what answers in place of the API."
    )
    return between(
        state,
        answer,
        words,
        fix,
        entry="wrong_base_url_404",
        fault="between" if state.base.is_first_party else "yours",
    )


def refused_before(state: State, answer: Answer) -> Outcome:
    """Return the failure of a refusal in words that are not the API's."""
    who = answer.speaker
    words = (
        f"{who} refuses this machine ({answer.status}) before the API sees the request: a gateway, "
        "firewall or proxy."
    )
    wait = ", or wait: it counts requests" if answer.status == 429 else ""
    return between(
        state,
        answer,
        words,
        f"Ask who runs that gateway or firewall to allow this network{wait}.",
        entry="gateway_html_error",
    )
