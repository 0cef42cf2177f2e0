"""Retrying any function by the same policy: for code that has no client to protect."""

from __future__ import annotations

import functools
import inspect
import threading
from typing import TYPE_CHECKING, Any, TypeVar, overload

from claude_doctor.app.budget import Bucket
from claude_doctor.app.clock import clock
from claude_doctor.app.decision import decide
from claude_doctor.app.failure import failure_of
from claude_doctor.app.loop import note
from claude_doctor.app.policy import Policy
from claude_doctor.app.scope import INSIDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.app.decision import Decision

F = TypeVar("F", bound="Callable[..., Any]")


class _Run:
    """One call of a retried function: what its attempts share."""

    def __init__(self, policy: Policy, bucket: Bucket, lock: threading.Lock) -> None:
        self._policy = policy
        self._bucket = bucket
        self._lock = lock
        self._started = clock().now()
        self._number = self._billed = 0
        self._waited = 0.0

    def after(self, error: Exception) -> float | None:
        """Return the wait before the next attempt; None, with a note on the error, when there is none."""
        self._number += 1
        failure = failure_of(error, billed=self._billed)
        self._billed = failure.maybe_billed
        decision: Decision = decide(
            self._policy, failure, self._number, clock().now() - self._started, clock().random()
        )
        because, goes_on = decision.because, decision.goes_on
        if goes_on and not failure.overload:
            with self._lock:
                goes_on = self._bucket.spend()
            because = because if goes_on else f"{failure.name}: the retry budget is empty"
        if not goes_on:
            note(error, failure, because, (self._number, self._waited))
            return None
        self._waited += decision.delay_s
        return decision.delay_s

    def earn(self) -> None:
        with self._lock:
            self._bucket.earn()


@overload
def retry(fn: F, *, policy: Policy | None = None) -> F: ...
@overload
def retry(fn: None = None, *, policy: Policy | None = None) -> Callable[[F], F]: ...
def retry(fn: Any = None, *, policy: Policy | None = None) -> Any:
    """Return a function (sync or async) that is tried again by the policy; as a decorator with or without
    arguments.

    What it raises in the end is the last real error, with one note. A protected client inside makes one
    attempt each time: there is one retry loop only. Different from the popular version: a deadline, full
    jitter, retry-after as a floor, and errors that do not pass are raised at once. TypeError for generators:
    what they have yielded cannot be taken back.
    """
    if fn is None:
        return lambda wanted: retry(wanted, policy=policy)
    if inspect.isgeneratorfunction(fn) or inspect.isasyncgenfunction(fn):
        raise TypeError(
            "a generator cannot be retried: what it has yielded cannot be taken back; retry the call "
            "that makes it"
        )
    chosen = policy or Policy()
    bucket, lock = Bucket(chosen.budget), threading.Lock()
    return (_async if inspect.iscoroutinefunction(fn) else _sync)(fn, lambda: _Run(chosen, bucket, lock))


def _sync(fn: Callable[..., Any], begin: Callable[[], _Run]) -> Callable[..., Any]:
    @functools.wraps(fn)
    def retried(*args: Any, **kwargs: Any) -> Any:
        if INSIDE.get() is not None:
            return fn(*args, **kwargs)
        run = begin()
        while True:
            token = INSIDE.set("retry")
            try:
                result = fn(*args, **kwargs)
            except Exception as error:
                wait = run.after(error)
                if wait is None:
                    raise
            else:
                run.earn()
                return result
            finally:
                INSIDE.reset(token)
            clock().sleep(wait)

    return retried


def _async(fn: Callable[..., Any], begin: Callable[[], _Run]) -> Callable[..., Any]:
    @functools.wraps(fn)
    async def retried(*args: Any, **kwargs: Any) -> Any:
        if INSIDE.get() is not None:
            return await fn(*args, **kwargs)
        run = begin()
        while True:
            token = INSIDE.set("retry")
            try:
                result = await fn(*args, **kwargs)
            except Exception as error:
                wait = run.after(error)
                if wait is None:
                    raise
            else:
                run.earn()
                return result
            finally:
                INSIDE.reset(token)
            await clock().asleep(wait)

    return retried


def retry_5xx(fn: Callable[..., Any], max_retries: int = 5) -> Any:
    """Call `fn` (sync, without arguments) and try again after server errors and limits; return its result.

    The popular name. Different from the popular version: full jitter instead of 2**n + chance, retry-after
    counts, connection errors do not crash it, and there is a deadline of two minutes. For an async function:
    `await retry(fn)()`.
    """
    return retry(fn, policy=Policy(max_attempts=max_retries + 1))()
