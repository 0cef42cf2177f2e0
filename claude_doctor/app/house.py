"""Everything of the rest of the package that `app` uses, under the names it uses them by: the one file to
edit when they move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.base import clock, waits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claude_doctor.base.model import Diagnosis, Entry
    from claude_doctor.doors.batch_check.engine.models import Model
    from claude_doctor.doors.health.report import Health
    from claude_doctor.doors.tail.counting.pipeline import Pipeline
    from claude_doctor.doors.tail.counting.watch import Watch
    from claude_doctor.doors.tail.reading.event import Event as LogEvent
    from claude_doctor.doors.tail.report import TailSummary

full_jitter = waits.full_jitter
spread = waits.spread
retry_after = waits.retry_after


def diagnose(error: BaseException | str | Mapping[str, object] | int) -> Diagnosis | None:
    """Return the best diagnosis of an error, None when nothing fits or the diagnosis itself fails: it must
    not hide the error.
    """
    from claude_doctor import diagnosis

    try:
        return diagnosis.diagnose(error)
    except Exception:  # noqa: BLE001  # an error in the diagnosis of an error must never replace it
        return None


def entry(name: str | None) -> Entry | None:
    """Return a page of the catalogue by id."""
    from claude_doctor import catalogue

    return catalogue.find(name) if name else None


def masked(text: str) -> str:
    """Return text with its secrets masked."""
    from claude_doctor.base import mask

    return mask.masked(text)


class _Models:
    known: Any = None


def model_facts(name: str) -> Model | None:
    """Return what the models file says of a model, by id, alias or a cloud's name for it."""
    if _Models.known is None:
        from claude_doctor.doors.batch_check.engine import models

        _Models.known = models.read(clock.today())
    for item in _names(name):
        found: Model | None = _Models.known.get(item)
        if found is not None:
            return found
    return None


def _names(name: str) -> Iterable[str]:
    yield name
    at = name.find("claude")
    bare = name[at:] if at > 0 else name
    yield bare
    yield bare.partition("@")[0]
    yield bare.partition(":")[0].removesuffix("-v1").removesuffix("-v2")


def findings(params: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """Return (rule, place, message) of what the API would refuse in one request when it is created, by the
    rules of batch-check.
    """
    import json

    from claude_doctor.doors.batch_check.engine import checker, models
    from claude_doctor.doors.batch_check.engine.fault import ShapeFault
    from claude_doctor.doors.batch_check.engine.reporter import Scope

    scope = Scope("2023-06-01", frozenset(), clock.today(), models.read(clock.today()))
    # A stream is no fault outside of a batch.
    body = {key: value for key, value in params.items() if key != "stream"}
    raw = json.dumps({"custom_id": "one", "params": body}, default=str).encode()
    one = checker.Checker(scope)
    found = []
    for rule, place, message, _, severity in one.check(raw):
        facts = one.table.facts_of(rule)
        if (severity or facts.severity) != "error" or facts.when == "advice" or "batch" in rule:
            continue
        where, words = message.said()[:2] if isinstance(message, ShapeFault) else (place, str(message))
        found.append((rule, where, words))
    return found


def watch(rules: Sequence[str], cooldown_s: float) -> Watch:
    """Return what counts failures and says when an alert fires; UsageError names what is wrong in a rule.

    The pause between two alerts of one rule is `cooldown_s`, where the rule itself says no `every`.
    """
    from claude_doctor.base.record import replace
    from claude_doctor.doors.tail.counting import alerts
    from claude_doctor.doors.tail.counting import watch as meters

    found = []
    for rule in rules:
        alert = alerts.parse(rule)
        found.append(alert if " every " in f" {rule} " else replace(alert, every=int(cooldown_s * 10**6)))
    return meters.Watch(found)


def window_s(rule: str) -> float:
    """Return the window of a rule in seconds."""
    from claude_doctor.doors.tail.counting import alerts

    return alerts.parse(rule).window / 10**6


def log_event(**given: Any) -> LogEvent:
    """Return an event as the alerts count it."""
    from claude_doctor.doors.tail.reading import event

    return event.Event(**given)


def summary(paths: Sequence[str], since_us: int | None) -> TailSummary:
    """Return what `claude-doctor tail` reports of some files since a time (microseconds since the epoch)."""
    from claude_doctor.doors.tail.counting import options, report, work

    view = options.View(zone="UTC", utc=True)
    found: Pipeline = work.run(list(paths), options.Options(since=since_us), processes=1)
    recent = tuple(report.event(event, view) for event, _ in found.recent())
    return report.summary(found.summary, view, recent)


def health(
    settings: Mapping[str, str], base_url: str | None, models: Sequence[str], timeout_s: float
) -> Health:
    """Run the free checks of `claude-doctor health`; nothing billed is sent. `settings` is the environment
    they read.
    """
    import os
    import time

    from claude_doctor.doors.health.engine import run, state, verdict

    options = state.Options(
        base_url=base_url,
        models=tuple(models),
        models_from="HealthChecker",
        timeout=timeout_s,
        directory=os.getcwd(),
    )
    board = state.State(options, settings, time.time)
    chosen = run.selected(run.members(), (), ("env",), ())
    return verdict.health(list(run.run(chosen, board)), board)
