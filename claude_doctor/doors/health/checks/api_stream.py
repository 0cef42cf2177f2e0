"""A real stream: does it come event by event, and to its end? Only with --deep."""

from __future__ import annotations

import json

from claude_doctor.doors.health.engine import api_faults
from claude_doctor.doors.health.engine.http_faults import foreign
from claude_doctor.doors.health.engine.outcome import (
    FAIL,
    MissingNeedError,
    Outcome,
    passed,
    skipped,
    warned,
)
from claude_doctor.doors.health.settings import headers as _config_headers
from claude_doctor.doors.health.wire import sse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

ID, STAGE, RANK, NEEDS, COST, OPTION = (
    "api.stream",
    "stream",
    270,
    ("auth.models", "api.message"),
    "billed",
    "--deep",
)
VERIFIES = (
    "the same message as a stream: content type, events, message_stop, not buffered on the way (billed, "
    "about 30 tokens)"
)
IS_LONG = True
_BUFFERED_SHARE, _LONG_ENOUGH_MS = 0.1, 300


def run(state: State) -> Outcome:
    """Stream one short answer of the first model."""
    if state.options.no_auth:
        raise MissingNeedError("auth.models")
    if not state.models:
        return skipped("no model to ask: name one with --model")
    body = {
        "model": state.models[0],
        "max_tokens": 24,
        "stream": True,
        "messages": [{"role": "user", "content": "Count from 1 to 9."}],
    }
    headers = _config_headers.request_headers(state.credential, state.custom)
    headers["content-type"] = "application/json"
    arrivals: list[float] = []
    answer = state.web().ask(
        "POST", "/v1/messages", headers, content=json.dumps(body).encode(), arrivals=arrivals
    )
    if answer.status != 200:
        return api_faults.refused(state, answer) or _cut(answer, sse.events(answer.body))
    return _judged(state, answer, arrivals)


def _judged(state: State, answer: Answer, arrivals: list[float]) -> Outcome:
    events = sse.events(answer.body)
    kind = answer.header("content-type")
    if "text/event-stream" not in kind:
        return _not_sse(state, answer, kind)
    error = sse.error(events)
    if error:
        words = f"The stream broke with an error event: {error[0]} ({error[1]})."
        fix = "Wait and try again; the SDK does not retry a stream that has begun."
        return _failure(
            answer, words, fix, f"event: error\ndata: {error[2]}", "stream_error_event", fault="theirs"
        )
    if answer.error or not events or "message_stop" not in sse.kinds(events):
        return _cut(answer, events)
    if any(not event.name for event in events):
        words = (
            "The events come without their `event:` lines: something on the way strips them, and the SDK "
            "then reads nothing."
        )
        return _failure(
            answer,
            words,
            "Let the gateway pass the stream unchanged.",
            "builtins.AssertionError: ",
            "stream_not_sse",
        )
    spread = (arrivals[-1] - arrivals[0]) if len(arrivals) > 1 else 0.0
    if answer.total_ms >= _LONG_ENOUGH_MS and spread < answer.total_ms * _BUFFERED_SHARE:
        words = (
            f"All events came at once after {answer.total_ms:.0f} ms: something on the way buffers the "
            "stream."
        )
        return warned(
            words,
            "Switch buffering off there (nginx: proxy_buffering off; mitmproxy: stream_large_bodies).",
            "",
            events=len(events),
        )
    state.timings["first event"] = arrivals[0] if arrivals else 0.0
    return passed(
        (
            f"{len(events)} events, the first after {arrivals[0] if arrivals else 0:.0f} "
            f"of {answer.total_ms:.0f} ms, message_stop seen"
        ),
        events=len(events),
    )


def _not_sse(state: State, answer: Answer, kind: str) -> Outcome:
    problem = foreign(state, answer) if answer.is_html or not answer.body.strip() else None
    if problem:
        return problem
    words = (
        f"A stream was asked for and {kind or 'no content type'} came back (by {answer.speaker}): the "
        "gateway ignores `stream`."
    )
    return _failure(
        answer,
        words,
        "Use a gateway that streams, or do not stream through this one.",
        "builtins.AssertionError: ",
        "stream_not_sse",
    )


def _cut(answer: Answer, events: list[sse.Event]) -> Outcome:
    if answer.error is not None:
        return _broken_off(answer, answer.error, len(events))
    if not events:
        return _failure(
            answer,
            "The stream ended without a single event.",
            "Look at the proxy or gateway on the way: it must pass the stream on.",
            "builtins.AssertionError: ",
            "stream_not_sse",
        )
    if any(event.is_broken for event in events):
        says = "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"
        return _failure(
            answer,
            "An event of the stream is no JSON.",
            "Look at the proxy or gateway that rewrites the stream.",
            says,
            "stream_json_decode_error",
        )
    words = (
        f"The stream ended without message_stop after {len(events)} events: something cut it cleanly, and "
        "the SDK does not notice."
    )
    return _failure(
        answer,
        words,
        "Raise the idle timeout of the proxy or gateway that ends it, and check stop_reason in your program.",
        "",
        "stream_ended_without_message_stop",
    )


def _broken_off(answer: Answer, error: BaseException, count: int) -> Outcome:
    """Return the failure of a stream whose connection broke or stalled after so many events."""
    seconds = answer.total_ms / 1000
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        words = f"The stream stalled: nothing more came until {seconds:.1f} s, after {count} events."
        fix = "Look at the proxy or gateway on the way; a stream of the API sends pings."
        entry = "request_timeout"
    else:
        words = f"The stream was cut after {seconds:.1f} s and {count} events."
        fix = (
            "Raise the idle and read timeouts of the proxy or gateway on the way (nginx: "
            "proxy_read_timeout), and let pings pass."
        )
        entry = "stream_truncated"
    facts = (*api_faults.facts(answer), ("events", count))
    return Outcome(FAIL, words, fix, "", "between", facts, error=error, entry=entry)


def _failure(
    answer: Answer, words: str, fix: str, says: str, entry: str, *, fault: str = "between"
) -> Outcome:  # the parts
    return Outcome(FAIL, words, fix, "", fault, api_faults.facts(answer), says=says, entry=entry)
