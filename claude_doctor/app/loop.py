"""The attempt loop as a generator: it says what it wants (`Send`, `Sleep`, `Other`) and is told the result.

It does no I/O and never waits itself, so the sync and the async driver in `doctor` run the same code.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

import anthropic

from claude_doctor.app import events, groups, raised, telemetry
from claude_doctor.app.clock import clock
from claude_doctor.app.decision import Decision, decide
from claude_doctor.app.failure import Failure, failure_of
from claude_doctor.app.one_call import Other, Send, Sleep
from claude_doctor.app.pace import Ticket

if TYPE_CHECKING:
    from collections.abc import Generator

    from claude_doctor.app.one_call import Call, Step


_SLICE_S = 1.0
_TOLD_S = 5.0  # a wait longer than this is an event


def attempts(call: Call, request: anthropic.APIRequest) -> Generator[Step, Any, Any]:
    """Send a request until it is answered or there is no use in going on; return the response, or raise the
    last error.

    Raised errors are the SDK's own, each with one note: diagnosis, attempts, wait, why no more.
    """
    call.doctor.arrived(call)
    begun = call.number
    while True:
        yield from _turn(call, request)
        call.number += 1
        call.doctor.sent(call)
        began = clock().now()
        result = yield Send(request if call.number == 1 else again(request, call.number - 1))
        if _is_answer(result):
            call.doctor.succeeded(call, result, began)
            return result
        decision = _judged(call, result, began, call.number - begun)
        if decision.goes_on:
            yield from _waited(call, decision)
            continue
        found = yield from _fallen(call, request)
        if isinstance(found, anthropic.APIRequest):
            request, begun = found, call.number
            continue
        if found is not None:
            return found
        raise _given_up(call, result)


def _is_answer(result: Any) -> bool:
    # What an inner middleware made up (a cached message) has no response; it is an answer.
    if isinstance(result, BaseException):
        return False
    response = getattr(result, "http_response", None)
    return response is None or bool(response.is_success)


def again(request: anthropic.APIRequest, number: int) -> anthropic.APIRequest:
    """Return a request as its repeat number `number`: the same body, the SDK's retry count in its headers."""
    return anthropic.APIRequest(
        options=request.options,
        cast_to=request.cast_to,
        stream=request.stream,
        stream_cls=request.stream_cls,
        retries_taken=number,
    )


def _turn(call: Call, request: anthropic.APIRequest) -> Generator[Step, Any, None]:
    """Wait for the call's turn where the group is in distress; raise where it cannot come before the
    deadline.
    """
    group = call.group
    if group.pacer is None or group.pacer.rate is None:
        return
    with group.lock:
        place = group.pacer.admit(clock().now(), call.left)
    if place is None:
        return
    if not isinstance(place, Ticket):
        raise _refused(call, request, place)
    open_ticket = True
    began = clock().now()
    try:
        while True:
            with group.lock:
                wait = group.pacer.due(place, clock().now())
            if wait <= 0:
                open_ticket = False
                break
            if call.left <= 0:
                raise _refused(call, request, wait)
            yield Sleep(min(wait, _SLICE_S, max(call.left, 0.0)))
    finally:
        waited = clock().now() - began
        call.waited += waited
        call.doctor.waited(call, waited)
        if open_ticket:
            with group.lock:
                group.pacer.back()
    if waited > _TOLD_S:
        call.doctor.emit(_event(call, "wait", wait_s=round(waited, 3)))


def _judged(call: Call, result: Any, began: float, number: int) -> Decision:
    """Return what to do after a failed attempt, and tell everybody."""
    error = result if isinstance(result, BaseException) else None
    group, policy = call.group, call.doctor.policy
    shown = call.error = error if error is not None else raised.status_error(result.http_response)
    failure = failure_of(shown, method=call.request.method, path=call.request.url, billed=call.billed)
    call.failure, call.billed = failure, failure.maybe_billed
    if call.once:
        decision = Decision(
            "stop", 0.0, f"{failure.name}: the retry loop around this call decides", failure.retry_after_s
        )
    else:
        decision = decide(policy, failure, number, call.elapsed, clock().random())
    with group.lock:
        group.last = error if error is not None else result.http_response
        paced = group.pacer is not None and (
            failure.overload or (group.pacer.rate is not None and (failure.status or 500) >= 500)
        )
        if group.pacer is not None and (
            paced or (decision.goes_on and not failure.overload and not group.bucket.spend())
        ):
            group.pacer.refused(clock().now())
        elif group.pacer is None and decision.goes_on and not failure.overload and not group.bucket.spend():
            decision = Decision(
                "stop", 0.0, f"{failure.name}: the retry budget is empty", failure.retry_after_s
            )
    call.decision = decision
    took = round((clock().now() - began) * 1000, 3)
    wait = decision.delay_s if decision.goes_on else 0.0
    call.attempts.append(
        events.Attempt(
            call.number, failure.status, failure.type, failure.error_code, failure.request_id, wait, took
        )
    )
    call.doctor.failed(call)
    if decision.goes_on:
        retry = {
            "attempt": call.number,
            "max": policy.max_attempts,
            "delay_ms": round(decision.delay_s * 1000),
        }
        telemetry.retry(call.span, call.number, decision.delay_s, failure)
        call.doctor.emit(_event(call, "retry", failure, retry=retry, duration_ms=took))
    return decision


def _waited(call: Call, decision: Decision) -> Generator[Step, Any, None]:
    if decision.delay_s > _TOLD_S:
        call.doctor.emit(_event(call, "wait", wait_s=round(decision.delay_s, 3)))
    call.waited += decision.delay_s
    call.doctor.waited(call, decision.delay_s)
    if decision.delay_s > 0:
        yield Sleep(decision.delay_s)


def _fallen(call: Call, request: anthropic.APIRequest) -> Generator[Step, Any, Any]:
    """Return a patched request to go on with, an answer from elsewhere, or None when there is no (other)
    fallback.
    """
    failure = call.failure
    if failure is None or call.once:
        return None
    while (found := call.doctor.next_fallback(call, failure)) is not None:
        fallback, body = found
        telemetry.fallback(call.span, fallback.name, failure)
        call.doctor.emit(_event(call, "fallback", failure, context=fallback.name))
        call.billed = 0
        if fallback.client is None and fallback.answer is None:
            call.model = body.get("model", call.model)
            call.group = call.doctor.group(call.place, request.url, call.model)
            return request.copy(body=body)
        answer = yield Other(fallback, request, body)
        if not isinstance(answer, BaseException):
            return answer
        failure = failure_of(answer, method=request.method, path=request.url)
    return None


def _given_up(call: Call, result: Any) -> BaseException:
    """Return the last real error with its note; the SDK's own loop is told not to go on."""
    failure, decision, error = call.failure, call.decision, call.error
    assert failure is not None
    assert decision is not None
    assert error is not None
    if call.once:  # the loop around this call notes, logs and decides
        call.doctor.emit(_event(call, "retry", failure, retry={"attempt": call.number}))
        return error
    response = getattr(result, "http_response", None) or getattr(result, "response", None)
    if response is not None:
        response.headers["x-should-retry"] = "false"
    note(error, failure, decision.because, (call.number, call.waited))
    call.doctor.gave_up(call, error)
    return error


def _refused(call: Call, request: anthropic.APIRequest, needed: float) -> BaseException:
    """Return the group's last error again, for a call that was not sent
    because its turn cannot come in time.
    """
    last = call.group.last
    error: BaseException = (
        raised.copy_of(last, None)
        if last is not None
        else anthropic.APIConnectionError(message="overloaded", request=_bare(request))
    )
    if isinstance(error, anthropic.APIStatusError):
        error.response.headers["x-should-retry"] = "false"
    failure = failure_of(error, method=request.method, path=request.url, billed=call.billed)
    because = (
        f"not sent: the queue of this process needs {needed:.1f} s, {max(call.left, 0):.1f} s are left "
        "before the deadline"
    )
    call.failure, call.decision = failure, Decision("stop", 0.0, because, failure.retry_after_s)
    note(error, failure, because, (call.number, call.waited))
    call.doctor.gave_up(call, error)
    return error


def _bare(request: anthropic.APIRequest) -> Any:
    import httpx2

    return httpx2.Request(request.method, "http://localhost")


def note(error: BaseException, failure: Failure, because: str, numbers: tuple[int, float]) -> None:
    """Add the one line of ours to an exception; a second one is never added. `numbers` are attempts and
    seconds waited.
    """
    made, waited = numbers
    if any(line.startswith("claude-doctor: ") for line in getattr(error, "__notes__", ())):
        return
    words = (
        f"claude-doctor: {failure.entry or 'not in the catalogue'}; {made} "
        f"attempt{'' if made == 1 else 's'}, waited {waited:.1f} s; {because}"
    )
    with contextlib.suppress(AttributeError, TypeError):
        error.add_note(events.cut(words, 600) or words)


def _event(call: Call, kind: events.Kind, failure: Failure | None = None, **more: Any) -> events.Event:
    call.seq += 1
    shared = {
        "call": call.id,
        "seq": call.seq,
        "pid": os.getpid(),
        "model": events.cut(call.model, 200),
        "platform": groups.platform_of(call.place),
        **more,
    }
    if failure is None:
        return events.Event(ts=events.stamp(clock().wall()), kind=kind, **shared)
    return events.of_failure(failure, kind, **shared)


event_of = _event
