"""What a line says beside its outcome: how long it took, tokens, limits, which container, fields asked for.

Only outcomes are looked at, and never what stands in a prompt. A number without a unit is no duration.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import limits
from claude_doctor.doors.tail.reading.numbers import count, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from claude_doctor.doors.tail.reading.event import Event

    Take = Callable[["_Found", str, Any], None]

# Names of durations without case and separators, with milliseconds in one of their unit.
_DURATIONS = {
    **dict.fromkeys(
        (
            "durationms",
            "latencyms",
            "elapsedms",
            "tookms",
            "responsetimems",
            "requesttimems",
            "timetakenms",
            "totaltimems",
            "requestdurationms",
            "llmlatencyms",
            "responsetime",
            "invocationlatency",
            "httpdurationms",
            "eventdurationms",
            "durationmilliseconds",
        ),
        1.0,
    ),
    **dict.fromkeys(
        (
            "durations",
            "durationsec",
            "durationseconds",
            "latencys",
            "latencysec",
            "latencyseconds",
            "elapseds",
            "elapsedsec",
            "elapsedseconds",
            "requesttime",
            "upstreamresponsetime",
            "responsetimes",
            "responsetimeseconds",
            "totaltimes",
        ),
        1000.0,
    ),
    **dict.fromkeys(("durationns", "elapsedns", "latencyns", "durationnanos"), 1e-6),
    **dict.fromkeys(("durationus", "elapsedus", "latencyus", "durationmicros"), 1e-3),
}
# What a logger's `context` may say of it; the hot path leaves lines that have any of these to us.
IN_CONTEXT = ("duration_ms", "durationMs", "latency_ms", "latencyMs", "elapsed_ms", "elapsedMs", "took_ms")
# Names whose values say their unit themselves: `"took": "529ms"`, `"latency": "0.81s"`.
_SAID = frozenset(("duration", "latency", "elapsed", "took", "responsetime", "requesttime", "timetaken"))
_SPAN = re.compile(r"(\d{1,9}(?:\.\d{1,9})?) ?(ns|us|µs|ms|s|sec|seconds)?")
_UNITS = {"ns": 1e-6, "us": 1e-3, "µs": 1e-3, "ms": 1.0, "s": 1000.0, "sec": 1000.0, "seconds": 1000.0}
# Two durations of one session, not of a request.
_SESSION = frozenset(("num_turns", "total_cost_usd"))
_HOLDERS = (
    "fields",
    "attributes",
    "extra",
    "data",
    "context",
    "meta",
    "metrics",
    "response",
    "http",
    "httpRequest",
    "labels",
    "mdc",
    "metadata",
    "kubernetes",
    "docker",
    "request",
    "body",
    "result",
)
_TIMED = ("fields", "attributes", "extra", "data", "meta", "metrics", "response", "http", "httpRequest")
_INPUT = ("input_tokens", "prompt_tokens", "inputTokens", "promptTokens", "gen_ai.usage.input_tokens")
_OUTPUT = (
    "output_tokens",
    "completion_tokens",
    "outputTokens",
    "completionTokens",
    "gen_ai.usage.output_tokens",
)
_COUNTED = frozenset((*_INPUT, *_OUTPUT))
_USING = ("response", "body", "data", "result")
_LIMITLESS = frozenset(("meta", "metrics", "httpRequest", "body", "result"))
_USAGES = ("usage", "token_usage", "tokenUsage", "tokens", "llm_usage")
_STREAMS = ("pod_name", "container_name", "kubernetes.pod_name", "kubernetes.container_name", "k8s.pod.name")
_PODS = ("pod_name", "pod", "container_name", "container")
_WORKERS = ("pid", "process_id", "processId", "worker", "worker_id", "workerId", "process", "hostname")
_NOT_ASKED = frozenset(("content", "prompt", "input", "system", "messages", "text", "title"))
_LONGEST = 200
_KINDS = 5000
_IN_TEXT = 4096


def fill(events: list[Event], item: object, asked: str) -> None:
    """Add to the outcomes of a line what its record or text says beside them; `asked` is a field's name."""
    held = [event for event in events if event.is_error or event.kind == "ok" or event.link]
    if isinstance(item, dict):
        if held:
            _from_record(held, item, asked)
        elif item.get("type") == "rate_limit_event":
            for event in events:
                event.limits = limits.of_plan(item)
    elif isinstance(item, str) and held:
        _from_text(held, item, asked)


def _from_record(events: list[Event], record: dict[str, Any], asked: str) -> None:
    found = _Found()
    for key, take in _shape(record):
        take(found, key, record[key])
    one = len(events) == 1  # what a record says of several requests nobody can divide
    value = field(record, asked) if asked else None
    for event in events:
        event.limits = event.limits or tuple(found.limits)
        event.stream = event.stream or found.stream
        event.worker = event.worker or found.worker
        if one and event.duration_ms is None:
            event.duration_ms = found.duration
        if one and not event.usage:
            event.usage = found.usage or _tokens(record)
        if value is not None and event.fields is None:
            event.fields = {asked: value}


class _Found:
    """What the keys of one record gave so far."""

    __slots__ = ("duration", "limits", "stream", "usage", "worker")

    def __init__(self) -> None:
        self.duration: float | None = None
        self.limits: list[tuple[str, str, object]] = []
        self.stream = ""
        self.usage: dict[str, int] | None = None
        self.worker = ""


def _from_text(events: list[Event], text: str, asked: str) -> None:
    named = limits.of_text(text)
    found = _in_text(text[:_IN_TEXT], asked) if asked else None
    for event in events:
        event.limits = event.limits or named
        if found is not None and event.fields is None:
            event.fields = {asked: found}


def field(record: dict[str, Any], name: str) -> str | None:
    """Return the value of a field, at the top or in what loggers nest, as text; None for lists and objects,
    and for what a prompt holds.
    """
    if name.rpartition(".")[2] in _NOT_ASKED:
        return None
    value = _value(record, name)
    if value is None:
        for holder in _HOLDERS:
            inner = record.get(holder)
            if isinstance(inner, dict) and (value := _value(inner, name)) is not None:
                break
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)[:_LONGEST] if isinstance(value, str | int | float) and value != "" else None


def _value(record: dict[str, Any], name: str) -> object:
    if name in record:
        return record[name]
    value: Any = record
    for part in name.split("."):
        if not isinstance(value, dict) or part in _NOT_ASKED:
            return None
        value = value.get(part)
    return value


def _in_text(text: str, name: str) -> str | None:
    """Return the value of `name=value` or `name: value` in a line of text."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if (at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "_-.")) and text[end : end + 1] == "=":
            quote = text[end + 1 : end + 2]
            if quote in {'"', "'"}:
                close = text.find(quote, end + 2)
                return text[end + 2 : close][:_LONGEST] if close > 0 else None
            return re.split(r"[\s,;\]})]", text[end + 1 : end + 1 + _LONGEST], maxsplit=1)[0] or None
        at = text.find(name, end)
    return None


def _shape(record: dict[str, Any]) -> tuple[tuple[str, Take], ...]:
    """Return the keys of a record that are of interest, and what takes each; a log has few kinds."""
    keys = tuple(record)
    found = _shapes.get(keys)
    if found is None:
        if len(_shapes) > _KINDS:
            _shapes.clear()
        session = not _SESSION.isdisjoint(record)
        taken = ((key, _taker(key)) for key in keys if isinstance(key, str))
        found = _shapes[keys] = tuple(
            (key, take) for key, take in taken if take and not (session and take is _take_duration)
        )
    return found


def _taker(key: str) -> Take | None:
    for names, take in _TAKERS:
        if key in names:
            return take
    if _unit(key) is not None:
        return _take_duration
    return _take_header if key[:19] == "anthropic-ratelimit" else None


def _take_duration(found: _Found, key: str, value: Any) -> None:
    if found.duration is not None:
        return
    unit = _unit(key)
    if isinstance(value, str):
        match = _SPAN.fullmatch(value.strip()[:24])
        said = _UNITS.get(match[2] or "", unit) if match else None
        found.duration = float(match[1]) * said if match and said else None
    elif unit:
        size = number(value)
        found.duration = size * unit if size is not None and size >= 0 else None


def _take_held(found: _Found, key: str, value: Any) -> None:
    """Take the durations and the usage inside what loggers nest."""
    if not isinstance(value, dict):
        return
    if key in _TIMED and found.duration is None and _SESSION.isdisjoint(value):
        for name, inner in value.items():
            if isinstance(name, str) and _unit(name) is not None:
                _take_duration(found, name, inner)
    if key in _USING and found.usage is None:
        for name in _USAGES:
            _take_usage(found, name, value.get(name))
    if key not in _LIMITLESS:
        found.limits += limits.of_record(value)


def _take_context(found: _Found, _: str, value: Any) -> None:
    if isinstance(value, dict) and found.duration is None:
        for name in IN_CONTEXT:
            if name in value:
                _take_duration(found, name, value[name])


def _take_usage(found: _Found, _: str, value: Any) -> None:
    if found.usage is None and isinstance(value, dict):
        found.usage = _tokens(value)


def _take_headers(found: _Found, key: str, value: Any) -> None:
    found.limits += limits.of_record({key: value})


def _take_header(found: _Found, key: str, value: Any) -> None:
    found.limits += limits.of_record({"headers": {key: value}})


def _take_stream(found: _Found, _: str, value: Any) -> None:
    if not found.stream and isinstance(value, str):
        found.stream = value[:_LONGEST]


def _take_pod(found: _Found, _: str, value: Any) -> None:
    for name in _PODS if isinstance(value, dict) and not found.stream else ():
        inner = value.get(name)
        inner = inner.get("name") if isinstance(inner, dict) else inner
        if isinstance(inner, str):
            found.stream = inner[:_LONGEST]
            return


def _take_worker(found: _Found, key: str, value: Any) -> None:
    if not found.worker and isinstance(value, str | int) and not isinstance(value, bool) and value != "":
        found.worker = f"{key}={value}"[:80]


# Which keys are taken by what, the first that names one.
_TAKERS: tuple[tuple[tuple[str, ...] | frozenset[str], Take], ...] = (
    (("kubernetes",), _take_pod),
    (_STREAMS, _take_stream),
    (_WORKERS, _take_worker),
    (_USAGES, _take_usage),
    (("headers", "response_headers", "responseHeaders", "resp_headers"), _take_headers),
    (("context",), _take_context),
    (frozenset((*_TIMED, *_USING, "err", "error", "details", "cause")), _take_held),
)
_shapes: dict[tuple[str, ...], tuple[tuple[str, Take], ...]] = {}
_folded: dict[str, float | None] = {}


def _unit(key: str) -> float | None:
    """Return the milliseconds in one of a key's unit, 0 where its value says it, None for other keys."""
    if key in _folded:
        return _folded[key]
    if len(_folded) > _KINDS:
        _folded.clear()
    bare = key[:60].lower().replace("_", "").replace(".", "").replace("-", "")
    found = _folded[key] = _DURATIONS.get(bare, 0.0 if bare in _SAID else None)
    return found


def _tokens(record: dict[str, Any]) -> dict[str, int] | None:
    if _COUNTED.isdisjoint(record):
        return None
    found: dict[str, int] = {}
    for name, keys in (("input_tokens", _INPUT), ("output_tokens", _OUTPUT)):
        value = next((record[key] for key in keys if key in record), None)
        if value is not None and (said := count(value)) is not None:
            found[name] = said
    if found:
        for name in ("cache_creation_input_tokens", "cache_read_input_tokens"):
            if (said := count(record.get(name))) is not None:
                found[name] = said
    return found or None
