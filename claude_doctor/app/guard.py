"""The byte stream of an answer under guard: drives `Splice` sync and async, opens continuations, closes what
it opened.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import anthropic
import httpx2

from claude_doctor.app import events, house, loop, telemetry
from claude_doctor.app.interrupted import StreamInterrupted
from claude_doctor.app.splice import Splice

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from claude_doctor.app.one_call import Call
    from claude_doctor.app.splice import Step

_BROKEN = (httpx2.HTTPError, httpx2.StreamError, OSError)


def is_guarded(request: anthropic.APIRequest, response: Any) -> bool:
    """Whether an answer is a message's stream; Amazon's event-stream frames are passed on as they are."""
    http = getattr(response, "http_response", None)
    if not request.stream or http is None or not http.is_success:
        return False
    path = request.url.partition("?")[0].rstrip("/")
    kind = http.headers.get("content-type", "")
    return (path.endswith("/messages") or "awPredict" in path) and "amazon.eventstream" not in kind


class Connections:
    """What the sync and the async stream share: the splice, the connections, what is told of them."""

    def __init__(self, call: Call, http: httpx2.Response) -> None:
        self.call = call
        self.splice = Splice(call.body, call.doctor.resume)
        self.request = http.request
        self.first: Any = http.stream
        self.ids = [name for name in (http.headers.get("request-id"),) if name]
        self.current = _inner(http)
        self.opened: Any = None  # the response of a continuation
        self.began = call.doctor.now()
        self._limit(http)
        for name in ("content-encoding", "content-length"):
            if name in http.headers:
                del http.headers[name]

    def _limit(self, http: httpx2.Response) -> None:
        """Let the connection's reads end after `idle_s` without a byte; only this stream's, never later."""
        resume = self.call.doctor.resume
        limits = http.request.extensions.get("timeout")
        if resume is None or resume.idle_s is None or not isinstance(limits, dict):
            return
        read = limits.get("read")
        limits["read"] = resume.idle_s if read is None else min(read, resume.idle_s)

    def is_stream(self) -> bool:
        """Whether the current connection says that it carries events; nothing said counts as yes."""
        kind = self.current.headers.get("content-type", "")
        return "event-stream" in kind or not kind

    def again(self, step: Step) -> anthropic.APIRequest:
        """Return the request that goes on, and tell that it is sent."""
        call = self.call
        call.started = call.doctor.now()  # a continuation has a deadline of its own, from the break on
        call.doctor.resumed(call)
        telemetry.resume(call.span, step.how)
        call.doctor.emit(loop.event_of(call, "resume", context=step.how))
        return call.request.copy(body=step.body)

    def told(self, step: Step) -> None:
        """Take note of an error event: an overload slows this process down,
        one that is passed on is told of.
        """
        if step.error is not None:
            self.call.doctor.in_stream(self.call, step.error, self.request, passed_on=step.kind == "done")

    def use(self, response: Any) -> None:
        """Go on with the response of a continuation."""
        http = response.http_response
        self.opened = http
        self.current = http
        self._limit(http)
        if request_id := http.headers.get("request-id"):
            self.ids.append(request_id)

    def seams(self) -> None:
        """Tell of the seams of a continuation that was asked for."""
        for words in self.splice.seams:
            telemetry.resume(self.call.span, "ask", words)
            self.call.doctor.emit(loop.event_of(self.call, "resume", context=f"seam: {words}"))
        self.splice.seams.clear()

    def failed(
        self, step: Step, error: BaseException | None, refused: BaseException | None = None
    ) -> StreamInterrupted:
        """Return the exception of a stream that is not whole, and tell of it."""
        cause = step.cause or error
        found = house.diagnose(cause) if cause is not None else None
        why = (
            step.why
            if refused is None
            else f"{step.why or 'the stream broke'}; going on failed: {type(refused).__name__}"
        )
        partial = self.splice.partial()
        way = partial.how_to_continue()
        made = StreamInterrupted(
            (
                f"{why} ({len(partial.text)} characters of text, {len(partial.tool_calls)} tool calls "
                f"arrived; {way.because})"
            ),
            request=self.request,
            partial=partial,
            resumed=self.splice.resumed,
            request_ids=tuple(self.ids),
            diagnosis=found,
        )
        made.__cause__ = cause
        self.call.doctor.interrupted(self.call, made)
        return made


def _inner(http: httpx2.Response) -> httpx2.Response:
    # Decodes what the server compressed: the replaced response says no encoding any more.
    return httpx2.Response(http.status_code, headers=http.headers, stream=http.stream, request=http.request)


def replace(response: Any, stream: GuardedStream | AsyncGuardedStream) -> None:
    """Let a response read its bytes from the guarded stream."""
    http = response.http_response
    try:
        http.content  # noqa: B018  # asks whether it was read
    except httpx2.ResponseNotRead:
        http.stream = stream
    else:  # its bytes were there from the start (a test's transport): it would not look at another stream
        response.http_response = httpx2.Response(
            http.status_code, headers=http.headers, stream=stream, request=http.request
        )


class GuardedStream(httpx2.SyncByteStream):
    """The stream of a sync client."""

    def __init__(self, state: Connections, reopen: Callable[[anthropic.APIRequest], Any]) -> None:
        self._state = state
        self._reopen = reopen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._state.first, name)  # the SDK's tracing keeps its observer on the stream

    def __iter__(self) -> Iterator[bytes]:
        state, splice = self._state, self._state.splice
        while True:
            error: BaseException | None = None
            try:
                if state.is_stream():
                    for chunk in state.current.iter_bytes():
                        if out := splice.feed(chunk):
                            yield out
                        if splice.broken:
                            break
            except _BROKEN as caught:
                error = caught
            state.seams()
            step = splice.end(error)
            state.told(step)
            if step.out:
                yield step.out
            if step.kind == "done":
                return
            if step.kind == "fail":
                raise state.failed(step, error)
            state.current.close()
            try:
                response = self._reopen(state.again(step))
            except anthropic.APIError as refused:
                raise state.failed(step, error, refused) from (error or refused)
            state.use(response)

    def close(self) -> None:
        """Close what is open."""
        if self._state.opened is not None:
            self._state.opened.close()
        first: Any = self._state.first
        first.close()


class AsyncGuardedStream(httpx2.AsyncByteStream):
    """The stream of an async client."""

    def __init__(self, state: Connections, reopen: Callable[[anthropic.APIRequest], Awaitable[Any]]) -> None:
        self._state = state
        self._reopen = reopen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._state.first, name)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        state, splice = self._state, self._state.splice
        while True:
            error: BaseException | None = None
            try:
                if state.is_stream():
                    async with contextlib.aclosing(state.current.aiter_bytes()) as chunks:
                        async for chunk in chunks:
                            if out := splice.feed(chunk):
                                yield out
                            if splice.broken:
                                break
            except _BROKEN as caught:
                error = caught
            state.seams()
            step = splice.end(error)
            state.told(step)
            if step.out:
                yield step.out
            if step.kind == "done":
                return
            if step.kind == "fail":
                raise state.failed(step, error)
            await state.current.aclose()
            try:
                response = await self._reopen(state.again(step))
            except anthropic.APIError as refused:
                raise state.failed(step, error, refused) from (error or refused)
            state.use(response)

    async def aclose(self) -> None:
        """Close what is open."""
        if self._state.opened is not None:
            await self._state.opened.aclose()
        first: Any = self._state.first
        await first.aclose()


def message_of(error: StreamInterrupted) -> str:
    """Return the words of an interruption for the log."""
    return events.cut(str(error), 1000) or ""
