"""What a line says beside its outcome: how long it took, tokens, limits, which container, fields asked for.

Only outcomes are looked at, and never what stands in a prompt. A number without a unit is no duration.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import limits
from claude_doctor.doors.tail.reading.numbers import count, mapping, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claude_doctor.doors.tail.reading.event import Event

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
_INPUT = ("input_tokens", "prompt_tokens", "inputTokens", "promptTokens", "gen_ai.usage.input_tokens")
_OUTPUT = (
    "output_tokens",
    "completion_tokens",
    "outputTokens",
    "completionTokens",
    "gen_ai.usage.output_tokens",
)
_USAGES = ("usage", "token_usage", "tokenUsage", "tokens", "llm_usage")
_STREAMS = ("pod_name", "container_name", "kubernetes.pod_name", "kubernetes.container_name", "k8s.pod.name")
_PODS = ("pod_name", "pod", "container_name", "container")
_WORKERS = ("pid", "process_id", "processId", "worker", "worker_id", "workerId", "process", "hostname")
_NOT_ASKED = frozenset(("content", "prompt", "input", "system", "messages", "text", "title"))
_LONGEST = 200
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
    named = limits.of_record(record)
    stream = _stream(record)
    value = field(record, asked) if asked else None
    duration = usage = None
    if len(events) == 1:  # what a record says of several requests nobody can divide
        duration = None if events[0].duration_ms is not None else _duration(record)
        usage = None if events[0].usage else _usage(record)
    worker = _worker(record)
    for event in events:
        event.limits = event.limits or named
        event.stream = event.stream or stream
        event.worker = event.worker or worker
        if duration is not None:
            event.duration_ms = duration
        event.usage = event.usage or usage
        if value is not None and event.fields is None:
            event.fields = {asked: value}


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


def _duration(record: dict[str, Any]) -> float | None:
    if not _SESSION.isdisjoint(record):
        return None
    found = _timed(record)
    if found is not None:
        return found
    for holder in _HOLDERS[:10]:
        inner = record.get(holder)
        if isinstance(inner, dict) and (found := _timed(inner)) is not None:
            return found
    return None


def _timed(record: dict[str, Any]) -> float | None:
    for key, value in record.items():
        unit = _unit(key)
        if unit is None:
            continue
        if unit and not isinstance(value, str):
            found = number(value)
            if found is not None and found >= 0:
                return found * unit
        if isinstance(value, str) and (match := _SPAN.fullmatch(value.strip()[:24])) is not None:
            said = _UNITS.get(match[2] or "", unit)
            if said:
                return float(match[1]) * said
    return None


_folded: dict[str, float | None] = {}


def _unit(key: object) -> float | None:
    """Return the milliseconds in one of a key's unit, 0 where its value says it, None for other keys."""
    if not isinstance(key, str):
        return None
    if key in _folded:
        return _folded[key]
    if len(_folded) > 5000:
        _folded.clear()
    bare = key[:60].lower().replace("_", "").replace(".", "").replace("-", "")
    found = _folded[key] = _DURATIONS.get(bare, 0.0 if bare in _SAID else None)
    return found


def _usage(record: dict[str, Any]) -> dict[str, int] | None:
    for holder in (record, *(mapping(record.get(name)) for name in ("response", "body", "data", "result"))):
        for name in _USAGES:
            inner = holder.get(name)
            if isinstance(inner, dict) and (found := _tokens(inner)):
                return found
    return _tokens(record)


def _tokens(record: dict[str, Any]) -> dict[str, int] | None:
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


def _stream(record: dict[str, Any]) -> str:
    for name in _STREAMS:
        value = record.get(name)
        if isinstance(value, str):
            return value[:_LONGEST]
    holder = record.get("kubernetes")
    if isinstance(holder, dict):
        for name in _PODS:
            value = holder.get(name)
            if isinstance(value, dict):
                value = value.get("name")
            if isinstance(value, str):
                return value[:_LONGEST]
    return ""


def _worker(record: dict[str, Any]) -> str:
    for name in _WORKERS:
        value = record.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return f"{name}={value}"[:80]
    return ""
