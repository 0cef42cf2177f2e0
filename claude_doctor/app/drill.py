"""For tests of error handling: no waits and no chance inside `testing()`, and `Drill`, a transport that fails
as told.
"""

from __future__ import annotations

import contextlib
import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2

from claude_doctor.app.clock import Clock, clock, install
from claude_doctor.app.failure import STATUS_OF_TYPE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

_TYPES = {status: kind for kind, status in STATUS_OF_TYPE.items()}


class FakeClock(Clock):
    """A clock that stands still but for the waits, which take no time. `slept` holds each wait in seconds."""

    def __init__(self, *, sleeps: bool = False, start: float = 1000.0) -> None:
        self._sleeps = sleeps
        self._now = start
        self._wall = super().wall()
        self._lock = threading.Lock()
        self.slept: list[float] = []

    def now(self) -> float:
        """Return the seconds that were waited."""
        return super().now() if self._sleeps else self._now

    def wall(self) -> float:
        """Return the time of day it would be."""
        return super().wall() if self._sleeps else self._wall + self._now

    def random(self) -> float:
        """Return a half."""
        return 0.5

    def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self._passed(seconds)
        if self._sleeps:
            super().sleep(seconds)

    async def asleep(self, seconds: float) -> None:
        """Let the time pass, and other tasks run."""
        self._passed(seconds)
        await super().asleep(seconds if self._sleeps else 0)

    def _passed(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)
            self._now += seconds


@contextlib.contextmanager
def testing(*, sleep: bool = False) -> Iterator[FakeClock]:  # noqa: PT028  # no test itself
    """Replace time and chance while a block runs: no waits (unless `sleep`), every random number one half.

    Yields the clock: `slept` holds the waits in seconds. It is of the whole process: not for tests that run
    in threads beside it.
    """
    fake = FakeClock(sleeps=sleep)
    before = install(fake)
    try:
        yield fake
    finally:
        if clock() is fake:
            install(before)


testing.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test where it is imported


@dataclass(frozen=True, slots=True)
class Cut:
    """A stream that breaks after so many bytes: with an exception of httpx2,
    or, without one, by just ending.
    """

    after_bytes: int
    error: Exception | None = None


class _Body(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    def __init__(self, data: bytes, error: Exception | None) -> None:
        self._data = data
        self._error = error

    def __iter__(self) -> Iterator[bytes]:
        yield self._data
        if self._error is not None:
            raise self._error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._data
        if self._error is not None:
            raise self._error


class Drill(httpx2.MockTransport):
    """A transport for `http_client=`: answers one item of the script after the other, then the last one
    again.

    An item is a status, an exception to raise (httpx2.ConnectError, ...), a Cut, or a whole httpx2.Response.
    200 answers `text`, as a stream where one is asked for. `requests` holds what was sent.
    """

    def __init__(
        self,
        script: Sequence[int | Exception | Cut | httpx2.Response],
        *,
        text: str = "Hello from the drill.",
    ) -> None:
        if not script:
            raise ValueError("a drill needs at least one answer")
        self._script = list(script)
        self._text = text
        self.requests: list[httpx2.Request] = []
        super().__init__(self._answer)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        item = self._script[min(len(self.requests), len(self._script) - 1)]
        self.requests.append(request)
        if isinstance(item, Exception):
            raise item
        if isinstance(item, httpx2.Response):
            return item
        body = _body(request)
        if isinstance(item, Cut):
            return _streamed(_events(self._text, body)[: item.after_bytes], item.error)
        if item >= 400:
            error = {
                "type": _TYPES.get(item, "api_error" if item >= 500 else "invalid_request_error"),
                "message": f"drill {item}",
            }
            return httpx2.Response(
                item,
                json={"type": "error", "error": error},
                headers={"request-id": f"req_drill_{len(self.requests)}"},
            )
        if body.get("stream"):
            return _streamed(_events(self._text, body), None)
        message = {
            **_message(body),
            "content": [{"type": "text", "text": self._text}],
            "stop_reason": "end_turn",
        }
        return httpx2.Response(item, json=message, headers={"request-id": f"req_drill_{len(self.requests)}"})


def _body(request: httpx2.Request) -> dict[str, Any]:
    try:
        found = json.loads(request.content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _message(body: dict[str, Any]) -> dict[str, Any]:
    usage = {"input_tokens": 1, "output_tokens": 1}
    model = str(body.get("model", "claude"))
    return {
        "id": "msg_drill",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": usage,
    }


def _events(text: str, body: dict[str, Any]) -> bytes:
    """Return the stream of an answer; what the request's last assistant turn
    already says is not said again.
    """
    last = (body.get("messages") or [{}])[-1]
    if (
        last.get("role") == "assistant"
        and isinstance(last.get("content"), str)
        and text.startswith(last["content"])
    ):
        text = text[len(last["content"]) :]
    rows: list[dict[str, Any]] = [
        {"type": "message_start", "message": _message(body)},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        *(
            {
                "type": "content_block_delta",
                "index": 0,
                "delta": {"type": "text_delta", "text": text[at : at + 8]},
            }
            for at in range(0, len(text), 8)
        ),
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn", "stop_sequence": None},
            "usage": {"output_tokens": 9},
        },
        {"type": "message_stop"},
    ]
    return b"".join(f"event: {row['type']}\ndata: {json.dumps(row)}\n\n".encode() for row in rows)


def _streamed(data: bytes, error: Exception | None) -> httpx2.Response:
    return httpx2.Response(
        200,
        headers={"content-type": "text/event-stream", "request-id": "req_drill"},
        stream=_Body(data, error),
    )
