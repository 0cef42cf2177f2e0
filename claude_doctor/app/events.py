"""What is told of an attempt or a call: to the log, the monitor, the program, `tail`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from claude_doctor.app import house
from claude_doctor.app.clock import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.app.failure import Failure

Kind = Literal["terminal", "retry", "partial", "ok", "alert", "resume", "fallback", "wait"]
_MESSAGE = 4096
_CONTEXT = 1024


@dataclass(frozen=True, slots=True)
class Attempt:
    """One HTTP attempt: its number, how it ended, and how long it took; `wait_s` is the wait after it."""

    number: int
    status: int | None
    type: str | None
    error_code: str | None
    request_id: str | None
    wait_s: float
    duration_ms: float


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log, named as in `tail --format events`.

    `ts` is ISO text in UTC. `kind`: terminal (the call failed), retry (this attempt failed, another follows),
    partial (a stream broke and was given up), ok, alert, resume, fallback, wait. `call` joins the attempts of
    one call, `seq` orders them. `retry` holds attempt, max and delay_ms. Texts are masked and cut; nothing of
    a prompt is ever in it.
    """

    ts: str = ""
    kind: Kind = "terminal"
    call: str | None = None
    seq: int | None = None
    pid: int | None = None
    status: int | None = None
    error_type: str | None = None
    error_code: str | None = None
    message: str | None = None
    request_id: str | None = None
    model: str | None = None
    retry: Mapping[str, float] = field(default_factory=dict)
    diagnosis: str | None = None
    retryable: str | None = None
    wait_s: float | None = None
    duration_ms: float | None = None
    usage: Mapping[str, int] = field(default_factory=dict)
    platform: str | None = None
    context: str | None = None
    gave_up: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether a failed attempt or call is told."""
        return self.kind in {"terminal", "retry", "partial"}

    def as_dict(self) -> dict[str, Any]:
        """Return the event as the log writes it: absent instead of null."""
        found: dict[str, Any] = {"claude_doctor": 1}
        for item in fields(self):
            value = getattr(self, item.name)
            if value is not None and value not in ("", {}):
                found[item.name] = dict(value) if item.name in {"retry", "usage"} else value
        return found


def stamp(seconds: float) -> str:
    """Return seconds since the epoch as ISO text in UTC with milliseconds."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"


def of_failure(failure: Failure, kind: Kind, **more: Any) -> Event:
    """Return the event of a failed attempt; `more` are other fields of Event."""
    return Event(
        ts=stamp(clock().wall()),
        kind=kind,
        status=failure.status,
        error_type=failure.type,
        error_code=failure.error_code,
        message=cut(failure.message, _MESSAGE),
        request_id=cut(failure.request_id, 200),
        diagnosis=failure.entry,
        retryable=failure.retryable,
        wait_s=failure.retry_after_s,
        **more,
    )


def context(value: object) -> str | None:
    """Return what a program says of a failure as text: masked, at most 1
    KiB; of a mapping only plain values.
    """
    if value is None or value == "":
        return None
    if isinstance(value, dict):
        value = ", ".join(
            f"{key}={item}" for key, item in value.items() if isinstance(item, (str, int, float, bool))
        )
    return cut(str(value), _CONTEXT)


def cut(text: str | None, most: int) -> str | None:
    """Return text masked and cut to so many bytes; masking first, so that no half of a secret is left."""
    if not text:
        return None
    text = house.masked(text[: 4 * most])
    raw = text.encode("utf-8", "replace")
    return text if len(raw) <= most else raw[: most - 3].decode("utf-8", "ignore") + "..."


def of_request(request: Mapping[str, Any] | None) -> tuple[str | None, dict[str, int]]:
    """Return the model of a request and its size in numbers; nothing else of it is kept."""
    if not request:
        return None, {}
    model = request.get("model")
    sizes: dict[str, int] = {}
    for name in ("max_tokens",):
        if isinstance(request.get(name), int):
            sizes[name] = request[name]
    for name in ("messages", "tools"):
        if isinstance(request.get(name), (list, tuple)):
            sizes[name] = len(request[name])
    return (cut(model, 200) if isinstance(model, str) else None), sizes
