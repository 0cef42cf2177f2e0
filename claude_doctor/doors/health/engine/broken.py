"""Exchanges that ended on the way: cut, stalled, reset, or no HTTP at all."""

from __future__ import annotations

from claude_doctor.doors.health.engine.between import curl, facts
from claude_doctor.doors.health.engine.outcome import FAIL, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer


def broken(state: State, answer: Answer, error: BaseException) -> Outcome:
    """Return the failure of an exchange that ended with an error instead of an answer."""
    text = f"{type(error).__name__}: {error}"
    known = (*facts(answer), ("received_bytes", answer.received), ("error", text))
    who = "gateway" if not state.base.is_first_party else "proxy, filter or network on the way"
    ask = f"Look at the {who}: its log says why."
    if isinstance(error, TimeoutError) or "Timeout" in text:
        words, fix, entry = _late(answer), ask, "request_timeout"
    else:
        words, fix, entry = _damaged(text, answer, who) or _hung_up(state, text, ask)
    return Outcome(FAIL, words, fix, curl(state, answer.path), "between", known, error=error, entry=entry)


def _late(answer: Answer) -> str:
    seconds = answer.total_ms / 1000
    if answer.status or answer.received:
        return (
            f"The answer did not end within {seconds:.1f} s: it drips or stalls ({answer.received} "
            "bytes came)."
        )
    return f"The request was sent, but no answer came within {seconds:.1f} s."


def _damaged(text: str, answer: Answer, who: str) -> tuple[str, str, str] | None:
    """Return words, fix and page of an answer that began and cannot be read, None for another fault."""
    if "Decoding" in text or "incorrect header check" in text:
        return (
            "The answer says it is compressed and is not: something on the way rewrote it.",
            f"Look at the {who}: its log says why.",
            "http_bad_encoding",
        )
    if "complete message body" in text or "incomplete chunked" in text:
        return (
            f"The answer was cut off: {answer.received} bytes came and then the connection ended.",
            f"Look at the {who}: its log says why.",
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
    return None


def _hung_up(state: State, text: str, ask: str) -> tuple[str, str, str]:
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
