"""Events on the SDK's own span, by the OpenTelemetry API alone: nothing happens where the program has set up
no provider.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from claude_doctor.app.failure import Failure


def current() -> Any:
    """Return the span of the call in progress; None where it records nothing or the API is not installed."""
    try:
        from opentelemetry import trace
    except ImportError:
        return None
    span = trace.get_current_span()
    return span if span.is_recording() else None


def retry(span: Any, attempt: int, delay_s: float, failure: Failure) -> None:
    """Say that an attempt failed and another follows."""
    _add(span, "claude_doctor.retry", failure, {"attempt": attempt, "delay_s": round(delay_s, 3)})


def resume(span: Any, how: str, seam: str = "") -> None:
    """Say that a broken stream goes on, and how."""
    _add(span, "claude_doctor.resume", None, {"how": how, **({"seam": seam} if seam else {})})


def fallback(span: Any, name: str, failure: Failure) -> None:
    """Say that a fallback is asked."""
    _add(span, "claude_doctor.fallback", failure, {"fallback": name})


def gave_up(span: Any, failure: Failure, attempts: int) -> None:
    """Say that the call failed."""
    _add(span, "claude_doctor.gave_up", failure, {"attempts": attempts})
    if span is not None and failure.entry:
        span.set_attribute("claude_doctor.diagnosis", failure.entry)


def _add(span: Any, name: str, failure: Failure | None, more: dict[str, Any]) -> None:
    if span is None:
        return
    if failure is not None:
        kind = failure.type or failure.exception
        facts = {
            "error.type": kind,
            "http.response.status_code": failure.status,
            "claude_doctor.diagnosis": failure.entry,
        }
        more = {**more, **{key: value for key, value in facts.items() if value is not None}}
    span.add_event(name, more)


class Metrics:
    """Counters by the metrics API, made when the program has set up a provider; until then counting costs
    next to nothing.
    """

    def __init__(self, rates: Callable[[], Iterable[tuple[str, float]]] = tuple) -> None:
        """`rates` gives (limit group, requests a second) of the groups in distress, when it is asked."""
        self._rates = rates
        self._made: dict[str, Any] | None = None
        try:
            from opentelemetry import metrics
        except ImportError:
            self._api: Any = None
        else:
            self._api = metrics

    def _instruments(self) -> dict[str, Any] | None:
        if self._made is None and self._api is not None:
            provider = type(self._api.get_meter_provider())
            if provider.__module__.startswith("opentelemetry.metrics"):
                return None  # the API's own stand-in: nobody listens
            meter = self._api.get_meter("claude_doctor")
            self._made = {
                "attempts": meter.create_counter("claude_doctor.attempts", unit="{attempt}"),
                "calls": meter.create_counter("claude_doctor.calls", unit="{call}"),
                "wait": meter.create_histogram("claude_doctor.wait", unit="s"),
                "interrupted": meter.create_counter("claude_doctor.streams.interrupted", unit="{stream}"),
                "resumed": meter.create_counter("claude_doctor.streams.resumed", unit="{stream}"),
                "rate": meter.create_observable_gauge(
                    "claude_doctor.pace.rate", callbacks=[self._observed], unit="{request}/s"
                ),
            }
        return self._made

    def attempt(self, failure: Failure | None, model: str | None) -> None:
        """Count an attempt."""
        if (made := self._instruments()) is not None:
            made["attempts"].add(1, _facts(failure, model))

    def call(self, outcome: str, failure: Failure | None, model: str | None) -> None:
        """Count a call by its outcome (ok, failed)."""
        if (made := self._instruments()) is not None:
            made["calls"].add(1, {**_facts(failure, model), "outcome": outcome})

    def wait(self, seconds: float, model: str | None) -> None:
        """Count a wait."""
        if (made := self._instruments()) is not None:
            made["wait"].record(seconds, _facts(None, model))

    def stream(self, outcome: str, model: str | None) -> None:
        """Count a stream that was interrupted or resumed."""
        if (made := self._instruments()) is not None:
            made[outcome].add(1, _facts(None, model))

    def _observed(self, _: Any) -> list[Any]:
        return [
            self._api.Observation(rate, {**_facts(None, None), "claude_doctor.group": name})
            for name, rate in self._rates()
        ]


def _facts(failure: Failure | None, model: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {"gen_ai.provider.name": "anthropic"}
    if model:
        found["gen_ai.request.model"] = model
    if failure is not None:
        facts = {
            "error.type": failure.type or failure.exception,
            "http.response.status_code": failure.status,
            "claude_doctor.diagnosis": failure.entry,
        }
        found |= {name: value for name, value in facts.items() if value is not None}
    return found
