"""One call: `call` raises as the SDK does, `try_call` returns an Outcome for code that must not raise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anthropic

from claude_doctor.app import house
from claude_doctor.app.protection import doctor_of, protect
from claude_doctor.app.scope import COLLECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.app.events import Attempt
    from claude_doctor.base.model import Diagnosis


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended: a message, or the error with its diagnosis; `attempts` are the failed ones. True when
    it is ok.
    """

    ok: bool
    message: Any
    error: Exception | None
    diagnosis: Diagnosis | None
    attempts: tuple[Attempt, ...]
    waited_s: float
    model: str

    def __bool__(self) -> bool:
        return self.ok

    def unwrap(self) -> Any:
        """Return the message, or raise the error."""
        if self.error is not None:
            raise self.error
        return self.message


def call(client: Any, **params: Any) -> Any:
    """Return the Message of `client.messages.create(**params)`; raises as the SDK does, with one note of
    ours.

    A client that is not protected yet is for this call. Different from the popular client with a strategy per
    status: the strategies are `Policy.rules`, every wait has jitter and honours retry-after, and errors are
    exceptions, not dicts.
    """
    return _guarded(client).messages.create(**params)


async def acall(client: Any, **params: Any) -> Any:
    """Return as `call` does, with an async client."""
    return await _guarded(client).messages.create(**params)


def try_call(client: Any, **params: Any) -> Outcome:
    """Return how `call` ended; no exception of the SDK comes out of it. A mistake in the program (TypeError)
    still does.
    """
    with _Collected() as calls:
        try:
            message = call(client, **params)
        except anthropic.AnthropicError as error:
            return _failed(error, calls, params)
    return _went_well(message, calls, params)


async def atry_call(client: Any, **params: Any) -> Outcome:
    """Return as `try_call` does, with an async client."""
    with _Collected() as calls:
        try:
            message = await acall(client, **params)
        except anthropic.AnthropicError as error:
            return _failed(error, calls, params)
    return _went_well(message, calls, params)


class _Collected:
    """Collects what the Doctor does inside a block."""

    def __enter__(self) -> list[Any]:
        self._calls: list[Any] = []
        self._token = COLLECT.set(self._calls)
        return self._calls

    def __exit__(self, *_: object) -> None:
        COLLECT.reset(self._token)


def _guarded(client: Any) -> Any:
    return client if doctor_of(client) is not None else protect(client)


def _attempts(calls: list[Any]) -> Iterator[Attempt]:
    for item in calls:
        yield from item.attempts


def _went_well(message: Any, calls: list[Any], params: dict[str, Any]) -> Outcome:
    model = str(getattr(message, "model", None) or params.get("model", ""))
    return Outcome(
        True, message, None, None, tuple(_attempts(calls)), sum(item.waited for item in calls), model
    )


def _failed(error: Exception, calls: list[Any], params: dict[str, Any]) -> Outcome:
    asked = str(calls[-1].model if calls and calls[-1].model else params.get("model", ""))
    return Outcome(
        False,
        None,
        error,
        house.diagnose(error),
        tuple(_attempts(calls)),
        sum(item.waited for item in calls),
        asked,
    )
