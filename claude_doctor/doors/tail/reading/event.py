"""What a log format hands back: events, or what stands inside a wrapper and is still to be read."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claude_doctor.base.model import Signal

    Key = tuple[object, ...]

# The kinds that are outcomes of an attempt or a request; partial, noise and duplicate are not.
OUTCOMES = frozenset(("terminal", "retry", "attempt", "ok", "batch_canceled", "batch_expired"))


class Event:
    """One thing a log line says. Readers fill it in, the runner adds time, place and diagnosis.

    `wall` is the line's own time in microseconds, a naive one counted as UTC; `at` is the instant it is
    counted under. `looks` are the keys under which the request may be known that this attempt belongs to,
    `gives` those under which it is known from now on; a key that begins with `open` finds requests still
    being retried only. `same` marks copies of one line. `link` is the line's part in its logger's sequence:
    new, response, retrying, final, result, closes (an answer that counts only where it ends retries) or seems
    (a calm line after a loop; a later attempt shows that it was no end); `took` is the number of attempts
    that the line says were made. `block` is the number of the text record that the line belongs to, `stream`
    the container or task whose line it is, `text` the beginning of that line, `units` the pieces of work that
    its record names. `signal` is what the text readers saw. Of noise, `maybe` marks a failure that counts
    where the file speaks of Claude, `other` names the service whose failure it is, `unread` holds the words
    of an error that nobody understood. `fields` are the values of the record that were asked for by name,
    `duration_ms` how long the request took, `limits` what its headers say of rate limits, as (limit, what,
    value), `worker` the process that wrote the line.
    `headless` marks the first line of a block that ends one written in pieces: nobody knows how much of it
    stands before the block.
    """

    __slots__ = (
        "api_message",
        "at",
        "block",
        "cc_category",
        "code",
        "custom_id",
        "diagnosis",
        "duration_ms",
        "exceptions",
        "fields",
        "file",
        "format",
        "gives",
        "headless",
        "hint",
        "is_error",
        "joined",
        "kind",
        "limits",
        "line",
        "link",
        "looks",
        "maybe",
        "message",
        "model",
        "naive",
        "network",
        "other",
        "platform",
        "request_id",
        "resends",
        "retry",
        "retryable",
        "same",
        "signal",
        "status",
        "status_inferred",
        "stream",
        "text",
        "time",
        "took",
        "type",
        "units",
        "unread",
        "usage",
        "wall",
        "worker",
    )

    def __init__(self, kind: str = "terminal", **given: Any) -> None:
        self.kind = kind
        self.is_error: bool = kind in {"terminal", "retry", "attempt", "batch_canceled", "batch_expired"}
        self.time: object = None  # as the line writes it
        self.at: int | None = None
        self.wall: int | None = None
        self.naive = False
        self.status: int | None = None
        self.status_inferred: int | None = None
        self.type: str | None = None
        self.code: str | None = None
        self.message: str | None = None
        self.api_message: str | None = None
        self.request_id: str | None = None
        self.model: str | None = None
        self.retry: dict[str, float] | None = None
        self.usage: dict[str, int] | None = None
        self.cc_category: str | None = None
        self.network: str | None = None
        self.custom_id: str | None = None
        self.platform: str | None = None
        self.exceptions: tuple[str, ...] = ()
        self.signal: Signal | None = None
        self.resends = 0
        self.units: tuple[Key, ...] = ()
        self.looks: tuple[Key, ...] = ()
        self.gives: tuple[Key, ...] = ()
        self.same: str | None = None
        self.link = ""
        self.took = 0
        self.fields: dict[str, Any] | None = None
        self.hint: str | None = None
        self.headless = False
        self.format = ""
        self.diagnosis: str | None = None
        self.retryable: str | None = None
        self.file = ""
        self.line = 0
        self.joined = False
        self.block = 0
        self.stream = ""
        self.text = ""
        self.maybe = False
        self.other: str | None = None
        self.unread: str | None = None
        self.duration_ms: float | None = None
        self.limits: tuple[tuple[str, str, object], ...] = ()
        self.worker = ""
        for name, value in given.items():
            setattr(self, name, value)

    def __repr__(self) -> str:
        fields = ((name, getattr(self, name)) for name in self.__slots__ if name != "signal")
        shown = [f"{name}={value!r}" for name, value in fields if value not in (None, "", (), 0, False)]
        return f"Event({', '.join(shown)})"


class Inner:
    """What a wrapper holds: a record or text still to be read, with the wrapper's time and fields as a
    fallback.

    `part` is set for a piece of a longer line: pieces of the same `stream` are joined up to the one with part
    False. `otherwise` is the event of a wrapper that says something itself, where nobody can read what it
    holds.
    """

    __slots__ = ("format", "item", "model", "otherwise", "part", "stream", "time")

    def __init__(self, item: object, time: object = None, part: bool | None = None, stream: str = "") -> None:
        self.item = item
        self.time = time
        self.model: str | None = None
        self.otherwise: Event | None = None
        self.part = part
        self.stream = stream
        self.format = ""
