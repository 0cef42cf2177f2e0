"""Answers that are not the API's: broken on the way, or given by somebody in between."""

from __future__ import annotations

from claude_doctor.doors.health.engine.outcome import FAIL, Outcome
from claude_doctor.doors.health.settings import url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

_EDGE = range(520, 531)
_TLS_WANTED = (
    "plain http",
    "https port",
    "http request to an https server",
    "ssl-enabled server port",
    "requires tls",
)
_SIGN_IN = "Sign in to the network (captive portal) in a browser, then run this again."


def foreign(state: State, answer: Answer) -> Outcome | None:
    """Return why an answer is not the API's, None when it may be."""
    if answer.error is not None:
        return _broken(state, answer, answer.error)
    if answer.is_truncated:
        words = f"The body did not end within {len(answer.body) // 1_000_000} MB: no API sends that."
        return _between(
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
        or _refused_at_the_edge(state, answer)
        or _web_page(state, answer)
        or _edge_error(state, answer)
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
    return _between(
        state, answer, words, fix, command, entry="proxy_auth_required_407", says="httpx2.ProxyError: 407"
    )


def _facts(answer: Answer) -> tuple[tuple[str, object], ...]:
    shown = {
        "status": answer.status or None,
        "answered_by": answer.speaker if answer.status else None,
        "content_type": answer.header("content-type") or None,
        "request_id": answer.request_id or None,
        "cf_ray": answer.header("cf-ray") or None,
    }
    return tuple((name, value) for name, value in shown.items() if value is not None)


def _between(  # noqa: PLR0913  # the parts of an Outcome
    state: State,
    answer: Answer,
    words: str,
    fix: str,
    command: str = "",
    *,
    entry: str,
    says: str = "",
    fault: str = "between",
) -> Outcome:
    command = command or curl(state, answer.path)
    return Outcome(
        FAIL, words, fix, command, fault, _facts(answer), says=says or answer.as_sdk_text, entry=entry
    )


def curl(state: State, path: str) -> str:
    """Return the command that shows the answer."""
    return f"curl -sv {state.base.url(path)}"


def _broken(state: State, answer: Answer, error: BaseException) -> Outcome:
    text = f"{type(error).__name__}: {error}"
    facts = (*_facts(answer), ("received_bytes", answer.received), ("error", text))
    words, fix, entry = _broken_words(state, answer, error)
    return Outcome(FAIL, words, fix, curl(state, answer.path), "between", facts, error=error, entry=entry)


def _broken_words(
    state: State, answer: Answer, error: BaseException
) -> tuple[str, str, str]:  # one return a kind
    text = f"{type(error).__name__}: {error}"
    who = "gateway" if not state.base.is_first_party else "proxy, filter or network on the way"
    ask = f"Look at the {who}: its log says why."
    seconds = answer.total_ms / 1000
    if isinstance(error, TimeoutError) or "Timeout" in text:
        if answer.status or answer.received:
            return (
                (
                    f"The answer did not end within {seconds:.1f} s: it drips or stalls ({answer.received} "
                    "bytes came)."
                ),
                ask,
                "request_timeout",
            )
        return f"The request was sent, but no answer came within {seconds:.1f} s.", ask, "request_timeout"
    if "Decoding" in text or "incorrect header check" in text:
        return (
            "The answer says it is compressed and is not: something on the way rewrote it.",
            ask,
            "http_bad_encoding",
        )
    if "complete message body" in text or "incomplete chunked" in text:
        return (
            f"The answer was cut off: {answer.received} bytes came and then the connection ended.",
            ask,
            "http_body_cut",
        )
    if "CERTIFICATE_REQUIRED" in text:
        return (
            "The server wants a client certificate (mTLS).",
            "Give the SDK one with http_client=DefaultHttpxClient(cert=(…)).",
            "tls_client_cert_required",
        )
    if "Receive buffer" in text or "headers" in text.lower():
        return (
            "The headers of the answer have no end (over 100 KB).",
            f"Look at the {who}: some server there adds headers.",
            "http_not_http",
        )
    words, fix, entry = _refused_words(state, text, ask)
    if state.base.scheme != "http":
        return f"{words}.", fix, entry
    # Whether plain http to a port that wants TLS ends in a reset, a close or a TLS alert is a matter of
    # timing: all are answered alike.
    return (
        f"{words}: the port may want TLS.",
        f"Write https:// in {state.base.source} if it does. {fix}",
        entry,
    )


def _refused_words(state: State, text: str, ask: str) -> tuple[str, str, str]:
    if "ReadError" in text or "WriteError" in text or "reset" in text.lower():
        return "The connection was reset when the request was sent", ask, "connection_reset"
    if "without sending" in text:
        return (
            "The connection was closed without an HTTP answer",
            f"Check that host and port in {state.base.source} speak HTTP. {ask}",
            "server_disconnected",
        )
    return (
        f"What came back is no HTTP/1.1 answer ({text[:80]})",
        f"Check host and port in {state.base.source}: another protocol is spoken there.",
        "http_not_http",
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
        _SIGN_IN
        if state.base.is_first_party or target.hostname != state.base.host
        else f"Correct {state.base.source}."
    )
    says = "AttributeError: 'str' object has no attribute '_set_private_attributes'"
    return _between(state, answer, words, fix, entry="intercepted_response", says=says)


def _refused_at_the_edge(state: State, answer: Answer) -> Outcome | None:
    if answer.status != 403:
        return None
    if answer.header("x-deny-reason"):
        words = f"The sandbox this runs in forbids {state.base.host} ({answer.header('x-deny-reason')})."
        return _between(
            state,
            answer,
            words,
            f"Allow {state.base.host} in the network policy of the environment.",
            entry="cloud_session_host_not_allowed",
        )
    if "just a moment" in answer.text[:4000].lower() or answer.header("cf-mitigated"):
        words = "Cloudflare challenges this IP address (403, Just a moment). The key is not what is wrong."
        return _between(
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
        return _between(state, answer, words, fix, entry="request_not_allowed_403")
    return None


def _web_page(state: State, answer: Answer) -> Outcome | None:
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
        _SIGN_IN
        if state.base.source == "default"
        else f"{_SIGN_IN[:-1]}; or correct the gateway in {state.base.source}."
    )
    return _between(
        state,
        answer,
        words,
        fix,
        entry="intercepted_response",
        says="AttributeError: 'str' object has no attribute '_set_private_attributes'",
    )


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
    return _between(
        state,
        answer,
        words,
        f"Write https:// in {state.base.source}.",
        command,
        entry="wrong_base_url_404",
        fault="yours",
    )


def _failing_page(state: State, answer: Answer) -> Outcome:
    who = answer.speaker
    if answer.status in _EDGE and who == "Cloudflare":
        return _edge(state, answer)
    if answer.status == 511:
        return _between(
            state,
            answer,
            f"The network wants you to log in first (511, by {who}).",
            _SIGN_IN,
            entry="intercepted_response",
        )
    words = f"{who} answers {answer.status} with a web page: it cannot reach what is behind it."
    entry = {502: "bad_gateway_502", 503: "service_unavailable_503", 504: "gateway_html_error"}.get(
        answer.status, "gateway_html_error"
    )
    return _between(
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
        return _between(
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
    return _between(
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
    return _between(
        state,
        answer,
        words,
        f"Ask who runs that gateway or firewall to allow this network{wait}.",
        entry="gateway_html_error",
    )


def _edge_error(state: State, answer: Answer) -> Outcome | None:
    if answer.status in _EDGE and not answer.is_api_error:
        return _edge(state, answer)
    return None


def _edge(state: State, answer: Answer) -> Outcome:
    ray = answer.header("cf-ray")
    words = (
        f"The API's edge (Cloudflare) cannot reach the API: {answer.status}"
        f"{f', cf-ray {ray}' if ray else ''}."
    )
    return _between(
        state,
        answer,
        words,
        "Wait and try again; https://status.claude.com says whether it is known.",
        entry="edge_cloudflare_5xx",
        fault="theirs",
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
    return _between(
        state,
        answer,
        words,
        fix,
        entry="intercepted_response",
        says="json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    )
