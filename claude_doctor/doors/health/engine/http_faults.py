"""Answers that are not the API's: broken on the way, or given by somebody in between."""

from __future__ import annotations

from claude_doctor.doors.health.engine import edge, web_pages
from claude_doctor.doors.health.engine.between import between
from claude_doctor.doors.health.engine.broken import broken
from claude_doctor.doors.health.settings import url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

_TLS_WANTED = (
    "plain http",
    "https port",
    "http request to an https server",
    "ssl-enabled server port",
    "requires tls",
)


def foreign(state: State, answer: Answer) -> Outcome | None:
    """Return why an answer is not the API's, None when it may be."""
    if answer.error is not None:
        return broken(state, answer, answer.error)
    if answer.is_truncated:
        words = f"The body did not end within {len(answer.body) // 1_000_000} MB: no API sends that."
        return between(
            state,
            answer,
            words,
            "Find out what answers there.",
            entry="intercepted_response",
            says="json.decoder.JSONDecodeError",
        )
    if 300 <= answer.status < 400:
        return _redirect(state, answer)
    if answer.status == 407:
        words = "The proxy wants user and password (407). The API key is not what is wrong."
        return _proxy_auth(state, answer, words)
    return (
        _tls_port(state, answer)
        or edge.refused(state, answer)
        or web_pages.page(state, answer)
        or edge.failed(state, answer)
        or _not_json(state, answer)
    )


def _proxy_auth(state: State, answer: Answer, words: str) -> Outcome:
    proxy = state.route.proxy
    source = proxy.source if proxy else "HTTPS_PROXY"
    fix = (
        f"Put them, percent-encoded, into {source}; or name {state.base.host} in NO_PROXY if it needs no "
        "proxy."
    )
    command = f"export {source}=http://USER:PASSWORD@{proxy.host}:{proxy.port}" if proxy else ""
    return between(
        state, answer, words, fix, command, entry="proxy_auth_required_407", says="httpx2.ProxyError: 407"
    )


def _redirect(state: State, answer: Answer) -> Outcome:
    from urllib.parse import urlsplit

    target = urlsplit(answer.header("location"))
    where = target.hostname or "another page of the same host"
    if state.base.scheme == "http" and target.scheme == "https" and target.hostname == state.base.host:
        return _write_https(
            state,
            answer,
            f"Redirected ({answer.status}) to https on the same host: {state.base.host} wants TLS.",
        )
    words = (
        f"Redirected ({answer.status}) to {where}: the API never redirects. A login page of the network, "
        "or a wrong base URL."
    )
    fix = (
        web_pages.SIGN_IN
        if state.base.is_first_party or target.hostname != state.base.host
        else f"Correct {state.base.source}."
    )
    says = "AttributeError: 'str' object has no attribute '_set_private_attributes'"
    return between(state, answer, words, fix, entry="intercepted_response", says=says)


def _tls_port(state: State, answer: Answer) -> Outcome | None:
    """Return the failure when a TLS port says in words that it got plain http: nginx, Apache, Tomcat, servers
    in Go.
    """
    text = answer.text[:4000].lower()
    if (
        answer.status not in (400, 426)
        or state.base.scheme != "http"
        or not any(words in text for words in _TLS_WANTED)
    ):
        return None
    words = f"{state.base.host} port {state.base.port} wants TLS, and the base URL says http://."
    return _write_https(state, answer, words)


def _write_https(state: State, answer: Answer, words: str) -> Outcome:
    command = url.export(state.base.source, url.secured(state.base))
    return between(
        state,
        answer,
        words,
        f"Write https:// in {state.base.source}.",
        command,
        entry="wrong_base_url_404",
        fault="yours",
    )


def _not_json(state: State, answer: Answer) -> Outcome | None:
    if answer.status != 200 or isinstance(answer.json, dict):
        return None
    what = "an empty body" if not answer.body.strip() else "a body that is no JSON object"
    words = f"200 with {what} (by {answer.speaker}): that is not the API."
    fix = (
        f"Correct {state.base.source}, or look at the gateway's log."
        if not state.base.is_first_party
        else "Find out what answers in place of the API: a proxy or a login page."
    )
    return between(
        state,
        answer,
        words,
        fix,
        entry="intercepted_response",
        says="json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    )
