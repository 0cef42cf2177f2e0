"""`Doctor`: the middleware behind `protect()`. It drives the attempt loop, sync and async, and keeps what
calls share.
"""

from __future__ import annotations

import copy
import os
import threading
import warnings
from collections import OrderedDict
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import anthropic
import httpx2

from claude_doctor.app import drive, events, guard, headers, loop, telemetry
from claude_doctor.app.classify import failure_of_words
from claude_doctor.app.clock import clock
from claude_doctor.app.fallback import Fallback, Ladder
from claude_doctor.app.groups import Group, Groups, bucket_of, platform_of
from claude_doctor.app.one_call import Call
from claude_doctor.app.policy import Policy
from claude_doctor.app.resume import Resume
from claude_doctor.app.scope import COLLECT, INSIDE
from claude_doctor.app.stats import Stats

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from claude_doctor.app.error_log import ErrorLog
    from claude_doctor.app.events import Event
    from claude_doctor.app.failure import Failure
    from claude_doctor.app.interrupted import StreamInterrupted
    from claude_doctor.app.monitor import Monitor

_REMEMBERED = 64
# The SDK's loop calls a middleware again for a request without a key (a GET) in the same context: this
# remembers what it gave up.
_LAST: ContextVar[tuple[str, str, BaseException] | None] = ContextVar("claude_doctor_last", default=None)


class Doctor(anthropic.Middleware):
    """Guards the calls of a client: deadline, retries, pace, streams, log. Share one between clients to share
    all of that.

    For people who build their client themselves: `Anthropic(middleware=[Doctor()], max_retries=0)`. It cannot
    see the address and credential of a client: all clients of one Doctor that are not made by `protect` count
    as one place.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        resume: Resume | None = Resume(),  # noqa: B008  # immutable
        fallbacks: Sequence[Fallback] = (),
        log: ErrorLog | None = None,
        monitor: Monitor | None = None,
        on_event: Callable[[Event], None] | None = None,
    ) -> None:
        self.policy = policy or Policy()
        self.resume = resume
        self._groups = Groups(self.policy)
        self._ladder = Ladder(fallbacks) if fallbacks else None
        self._log = log
        self._monitor = monitor
        self._on_event = on_event
        self._listens = log is not None or monitor is not None or on_event is not None
        self._lock = threading.Lock()
        self._counts = dict.fromkeys(
            ("calls", "attempts", "failed_attempts", "given_up", "resumed", "interrupted"), 0
        )
        self._waited = 0.0
        self._given: OrderedDict[str, BaseException] = OrderedDict()
        self._metrics = telemetry.Metrics(self._groups.rates)

    # -- the middleware

    def handle(self, request: anthropic.APIRequest, call_next: Any) -> Any:
        """Run one call of a sync client."""
        return self.run(request, call_next, "")

    async def handle_async(self, request: anthropic.APIRequest, call_next: Any) -> Any:
        """Run one call of an async client."""
        return await self.arun(request, call_next, "")

    def run(
        self, request: anthropic.APIRequest, call_next: Callable[[anthropic.APIRequest], Any], place: str
    ) -> Any:
        """Run one sync call; `place` names address and credential."""
        mode = INSIDE.get()
        if mode == "doctor":
            return call_next(request)
        call, first = self._begun(request, place, once=mode == "retry")
        response = drive.drive(loop.attempts(call, first), call_next)
        if request.stream and guard.is_guarded(request, response):
            state = guard.Connections(call, response.http_response)
            guard.replace(
                response,
                guard.GuardedStream(state, lambda again: drive.drive(loop.attempts(call, again), call_next)),
            )
        return response

    async def arun(
        self,
        request: anthropic.APIRequest,
        call_next: Callable[[anthropic.APIRequest], Awaitable[Any]],
        place: str,
    ) -> Any:
        """Run one async call; `place` names address and credential."""
        mode = INSIDE.get()
        if mode == "doctor":
            return await call_next(request)
        call, first = self._begun(request, place, once=mode == "retry")
        response = await drive.adrive(loop.attempts(call, first), call_next)
        if request.stream and guard.is_guarded(request, response):
            state = guard.Connections(call, response.http_response)
            guard.replace(
                response,
                guard.AsyncGuardedStream(
                    state, lambda again: drive.adrive(loop.attempts(call, again), call_next)
                ),
            )
        return response

    def _begun(
        self, request: anthropic.APIRequest, place: str, *, once: bool
    ) -> tuple[Call, anthropic.APIRequest]:
        if request.retries_taken:
            self._raise_known(request)
        call = Call(self, request, place, once=once)
        call.span = telemetry.current()
        collected = COLLECT.get()
        if collected is not None:
            collected.append(call)
        if self._ladder is None:
            return call, request
        call.step = self._ladder.start(call.group.name, call.body)
        if not call.step:
            return call, request
        fallback = self._ladder.fallbacks[call.step - 1]
        if fallback.client is not None or fallback.answer is not None:
            # another place is asked after this one: it costs one attempt, and finds out when it is back
            call.step = 0
            return call, request
        return call, self._patched(call, request, fallback)

    def _patched(self, call: Call, request: anthropic.APIRequest, fallback: Fallback) -> anthropic.APIRequest:
        body = fallback.patched(call.body)
        call.model = body.get("model", call.model)
        call.group = self.group(call.place, request.url, call.model)
        return request.copy(body=body)

    def _raise_known(self, request: anthropic.APIRequest) -> None:
        """Raise again what was given up: the SDK's own loop cannot be told to
        stop after a connection error.
        """
        key = request.options.idempotency_key
        if key is not None:
            known = self._given.get(key)
        else:
            last = _LAST.get()
            known = last[2] if last is not None and last[:2] == (request.method, request.url) else None
        if known is not None:
            raise known.with_traceback(None)

    # -- what the loop asks and tells

    def now(self) -> float:
        """Return the time of the clock in force."""
        return clock().now()

    def group(self, place: str, path: str, model: str | None) -> Group:
        """Return the limit group of a request."""
        return self._groups.of(place, bucket_of(path, model))

    def next_fallback(self, call: Call, failure: Failure) -> tuple[Fallback, dict[str, Any]] | None:
        """Return the next fallback of a call and the body it sends."""
        if self._ladder is None or call.left <= 0:
            return None
        group = self.group(call.place, call.request.url, call.body.get("model"))
        number = self._ladder.next(call.step, failure, group.name, stream=call.request.stream)
        if number is None:
            return None
        call.step = number
        fallback = self._ladder.fallbacks[number - 1]
        return fallback, fallback.patched(call.body)

    def arrived(self, call: Call) -> None:
        """Count a call."""
        group = call.group
        with group.lock:
            if group.pacer is not None and call.number == 0:
                group.pacer.arrived(call.started)
        if call.number == 0:
            self._count("calls")

    def sent(self, call: Call) -> None:
        """Count an attempt when it is sent."""
        group = call.group
        with group.lock:
            if group.pacer is not None:
                group.pacer.sent(clock().now())
        self._count("attempts")

    def succeeded(self, call: Call, result: Any, began: float) -> None:
        """Count a success."""
        group, now = call.group, clock().now()
        http = getattr(result, "http_response", None)
        with group.lock:
            group.bucket.earn()
            if group.pacer is not None:
                if group.pacer.rate is not None:
                    group.pacer.success(now)
                if http is not None and headers.is_used_up(http.headers, clock().wall()):
                    group.pacer.refused(now)
        self._metrics.attempt(None, call.model)
        self._metrics.call("ok", None, call.model)
        if self._log is not None and self._log.successes:
            request_id = http.headers.get("request-id") if http is not None else None
            status, took = getattr(http, "status_code", None), round((now - began) * 1000, 3)
            self.emit(loop.event_of(call, "ok", request_id=request_id, status=status, duration_ms=took))

    def failed(self, call: Call) -> None:
        """Count a failed attempt."""
        self._count("failed_attempts")
        self._metrics.attempt(call.failure, call.model)

    def waited(self, call: Call, seconds: float) -> None:
        """Count a wait."""
        with self._lock:
            self._waited += seconds
        self._metrics.wait(seconds, call.model)

    def gave_up(self, call: Call, error: BaseException) -> None:
        """Tell of a call that failed."""
        self._count("given_up")
        failure = call.failure
        assert failure is not None
        self._metrics.call("failed", failure, call.model)
        telemetry.gave_up(call.span, failure, call.number)
        key = call.request.options.idempotency_key
        if not isinstance(error, anthropic.APIStatusError):
            if key is None:
                _LAST.set((call.request.method, call.request.url, error))
            else:
                with self._lock:
                    self._given[key] = error
                    while len(self._given) > _REMEMBERED:
                        self._given.popitem(last=False)
        if self._listens:
            because = call.decision.because if call.decision else None
            took = call.attempts[-1].duration_ms if call.attempts else None
            retry = {"attempt": call.number, "max": self.policy.max_attempts}
            self.emit(
                loop.event_of(
                    call, "terminal", failure, gave_up=events.cut(because, 400), duration_ms=took, retry=retry
                )
            )

    def resumed(self, call: Call) -> None:
        """Count a stream that was sent again or continued."""
        self._count("resumed")
        self._metrics.stream("resumed", call.model)

    def in_stream(
        self, call: Call, body: dict[str, Any], request: httpx2.Request, *, passed_on: bool
    ) -> None:
        """Take note of an error event; one that is `passed_on` ends the call with the SDK's own exception."""
        failure = failure_of_words(body)
        with call.group.lock:
            if call.group.pacer is not None and failure.overload:
                call.group.last = httpx2.Response(failure.status or 529, json=body, request=request)
                call.group.pacer.refused(clock().now())
        self._metrics.attempt(failure, call.model)
        if passed_on:
            call.failure = failure
            self._count("given_up")
            self._metrics.call("failed", failure, call.model)
            telemetry.gave_up(call.span, failure, call.number)
        self.emit(loop.event_of(call, "terminal" if passed_on else "retry", failure))

    def interrupted(self, call: Call, error: StreamInterrupted) -> None:
        """Tell of a stream that was given up."""
        self._count("interrupted")
        self._metrics.stream("interrupted", call.model)
        if self._listens:
            found = error.diagnosis
            call.seq += 1
            self.emit(
                events.Event(
                    ts=events.stamp(clock().wall()),
                    kind="partial",
                    call=call.id,
                    seq=call.seq,
                    pid=os.getpid(),
                    model=events.cut(call.model, 200),
                    platform=platform_of(call.place),
                    message=guard.message_of(error),
                    request_id=error.request_ids[-1] if error.request_ids else None,
                    diagnosis=found.entry.id if found else "stream_incomplete",
                )
            )

    def emit(self, event: Event) -> None:
        """Hand an event to the log, the monitor and the program; what they raise is a warning, never the
        call's failure.
        """
        if not self._listens:
            return
        if self._log is not None:
            self._log.write(event)
        if self._monitor is not None and event.is_error:
            self._monitor.record(event)
        if self._on_event is not None:
            try:
                self._on_event(event)
            except Exception as error:  # noqa: BLE001  # a callback of the program must not fail its calls
                warnings.warn(f"on_event raised {type(error).__name__}: {error}", stacklevel=2)

    def with_resume(self, resume: Resume | None) -> Doctor:
        """Return a Doctor that shares everything with this one but what it does when a stream breaks."""
        other = copy.copy(self)
        other.resume = resume
        return other

    def stats(self) -> Stats:
        """Return the counts so far, with pace and budget by limit group."""
        with self._lock:
            counts, waited = dict(self._counts), self._waited
        groups = {}
        for group in self._groups.all():
            with group.lock:
                pacer = group.pacer
                groups[group.name] = (
                    pacer.rate if pacer else None,
                    pacer.waiting if pacer else 0,
                    group.bucket.left,
                )
        return Stats(**counts, waited_s=waited, groups=groups)

    def _count(self, name: str) -> None:
        with self._lock:
            self._counts[name] += 1
