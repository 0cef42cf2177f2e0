"""The two drivers of the attempt loop: they send and wait as the loop says, sync and async, and it decides
alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anthropic
import httpx2

from claude_doctor.app.clock import clock
from claude_doctor.app.one_call import Other, Send, Sleep
from claude_doctor.app.scope import INSIDE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

    from claude_doctor.app.one_call import Step


def drive(steps: Generator[Step, Any, Any], call_next: Callable[[anthropic.APIRequest], Any]) -> Any:
    """Run the attempt loop for a sync client; return its answer, raise its error."""
    token = INSIDE.set("doctor")
    try:
        step = next(steps)
        while True:
            result = None
            if type(step) is Send:
                try:
                    result = call_next(step.request)
                    http = getattr(result, "http_response", None)
                    if http is not None and not http.is_success:
                        http.read()
                except anthropic.APIError as error:
                    result = error
                except httpx2.HTTPError as error:  # the error's own body broke off
                    result = _unread(error, http)
            elif type(step) is Sleep:
                clock().sleep(step.seconds)
            else:
                assert isinstance(step, Other)
                result = _other(step)
            step = steps.send(result)
    except StopIteration as done:
        return done.value
    finally:
        steps.close()
        INSIDE.reset(token)


async def adrive(
    steps: Generator[Step, Any, Any], call_next: Callable[[anthropic.APIRequest], Awaitable[Any]]
) -> Any:
    """Run the attempt loop for an async client; return its answer, raise its error."""
    token = INSIDE.set("doctor")
    try:
        step = next(steps)
        while True:
            result = None
            if type(step) is Send:
                try:
                    result = await call_next(step.request)
                    http = getattr(result, "http_response", None)
                    if http is not None and not http.is_success:
                        await http.aread()
                except anthropic.APIError as error:
                    result = error
                except httpx2.HTTPError as error:
                    result = _unread(error, http)
            elif type(step) is Sleep:
                await clock().asleep(step.seconds)
            else:
                assert isinstance(step, Other)
                result = await _aother(step)
            step = steps.send(result)
    except StopIteration as done:
        return done.value
    finally:
        steps.close()
        INSIDE.reset(token)


def _other(step: Other) -> Any:
    token = INSIDE.set(None)
    try:
        if step.fallback.answer is not None:
            return step.fallback.answer(step.body)
        return step.fallback.client.post(step.request.url, **_posted(step))
    except anthropic.APIError as error:
        return error
    finally:
        INSIDE.reset(token)


async def _aother(step: Other) -> Any:
    token = INSIDE.set(None)
    try:
        if step.fallback.answer is not None:
            return step.fallback.answer(step.body)
        return await step.fallback.client.post(step.request.url, **_posted(step))
    except anthropic.APIError as error:
        return error
    finally:
        INSIDE.reset(token)


def _unread(error: httpx2.HTTPError, http: Any) -> anthropic.APIConnectionError:
    request = getattr(http, "request", None) or httpx2.Request("POST", "http://localhost")
    made = anthropic.APIConnectionError(request=request)
    made.__cause__ = error
    return made


def _posted(step: Other) -> dict[str, Any]:
    """Return the arguments of a client's `post` for a fallback at another place."""
    request = step.request
    found: dict[str, Any] = {"cast_to": request.cast_to, "body": step.body}
    if request.stream:
        found |= {"stream": True, "stream_cls": request.stream_cls}
    return found
