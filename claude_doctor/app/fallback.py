"""Degradation: another model, another place, a prepared answer; only before any content was shown, and never
for a request that is itself at fault.
"""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from claude_doctor.app import house
from claude_doctor.app.clock import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from claude_doctor.app.failure import Failure

OVERLOAD = frozenset({"overload"})
SERVER = frozenset({"server", "network"})
MODEL_GONE = frozenset({"model_gone"})


@dataclass(frozen=True, slots=True)
class Fallback:
    """One step down: a patch of the request, another client, or a function.

    `patch` replaces parameters, None removes one (`{"speed": None}`); `model` is short for a patch of the
    model. `client` is another client of the same kind (sync or async). `answer` gets the parameters and
    returns a Message; it is not asked for streams. `on` says after which failures; `stick_s` is how long
    later calls begin here, before one tries the first model again.
    """

    model: str | None = None
    patch: Mapping[str, object] = field(default_factory=dict)
    client: Any = None
    answer: Callable[[dict[str, Any]], Any] | None = None
    on: frozenset[str] = OVERLOAD | SERVER | MODEL_GONE
    stick_s: float = 60.0

    @property
    def name(self) -> str:
        """What is asked, in a word or two."""
        if self.answer is not None:
            return "a prepared answer"
        where = f" at {getattr(self.client, 'base_url', 'another client')}" if self.client is not None else ""
        return (
            f"{self.model or self.patch.get('model') or 'the request with ' + ', '.join(self.patch)}{where}"
        )

    def patched(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters as this fallback sends them."""
        found = {**params, **self.patch}
        if self.model is not None:
            found["model"] = self.model
        return {key: value for key, value in found.items() if not (key in self.patch and value is None)}


def kind_of(failure: Failure) -> str:
    """Return overload, model_gone, server or network: the words of `Fallback.on`."""
    if failure.entry in {"model_retired", "model_not_found"}:
        return "model_gone"
    if failure.overload:
        return "overload"
    return "network" if failure.status is None else "server"


def check_fallbacks(
    params: Mapping[str, Any], fallbacks: Sequence[Fallback]
) -> list[tuple[int, str, str, str]]:
    """Return (number of the fallback, rule, place, message) of each patched request the API would refuse, by
    the rules of batch-check.

    What the request itself violates is not counted against a fallback. Nothing is sent.
    """
    own = {(rule, place) for rule, place, _ in house.findings(params)}
    found = []
    for number, fallback in enumerate(fallbacks):
        if fallback.answer is None:
            rows = house.findings(fallback.patched(params))
            found += [(number, rule, place, words) for rule, place, words in rows if (rule, place) not in own]
    return found


class Ladder:
    """The fallbacks of one Doctor: which are usable, and where later calls begin for a while."""

    def __init__(self, fallbacks: Sequence[Fallback]) -> None:
        self.fallbacks = tuple(fallbacks)
        self._refused: frozenset[int] | None = None
        self._lock = threading.Lock()
        self._stuck: dict[str, tuple[int, float]] = {}

    def start(self, group: str, body: Mapping[str, Any]) -> int:
        """Return how many fallbacks are behind this call when it begins: 0 is the request itself."""
        if self._refused is None:
            self._check(body)
        with self._lock:
            step, until = self._stuck.get(group, (0, 0.0))
            if step and clock().now() >= until:
                del self._stuck[group]  # this call tries the first model again
                return 0
        return step

    def next(self, step: int, failure: Failure, group: str, *, stream: bool) -> int | None:
        """Return the number (1 is the first) of the next fallback for a failure, None when there is none."""
        kind = kind_of(failure)
        if not failure.fallback:
            return None
        for number in range(step, len(self.fallbacks)):
            fallback = self.fallbacks[number]
            if (
                number in (self._refused or ())
                or kind not in fallback.on
                or (stream and fallback.answer is not None)
            ):
                continue
            with self._lock:
                self._stuck[group] = (number + 1, clock().now() + fallback.stick_s)
            return number + 1
        return None

    def _check(self, body: Mapping[str, Any]) -> None:
        try:
            rows = check_fallbacks(body, self.fallbacks)
        except Exception:  # noqa: BLE001  # a rule that breaks must not stop a call that is fine
            rows = []
        first = {number: rest for number, *rest in reversed(rows)}
        self._refused = frozenset(first)
        for number, (rule, place, words) in sorted(first.items()):
            warnings.warn(
                (
                    f"fallback {number + 1} ({self.fallbacks[number].name}) is skipped: {rule} "
                    f"at {place}: {words}"
                ),
                stacklevel=2,
            )
