"""From three reports to one verdict: whose trouble it is, and the one thing to change."""

from __future__ import annotations

from claude_doctor.base.outside import Outside, joined, said
from claude_doctor.doors.batch_check import outline as batch_outline
from claude_doctor.doors.models import outline as models_outline
from claude_doctor.doors.preflight.report import Preflight, Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.batch_check.report import BatchReport
    from claude_doctor.doors.health.report import Check, Health
    from claude_doctor.doors.models.report import Search

# The order in which one of several faults is named.
_WORST = ("yours", "between", "unknown", "theirs")
# The rows of the ladder: the stages of health that each sums up.
_ROWS = {
    "setup": ("env", "config"),
    "way": ("dns", "proxy", "tcp", "tls", "http", "clock"),
    "key": ("auth", "workspace"),
    "model": ("model",),
    "api": ("api", "stream", "sdk"),
    "limits": ("limits",),
}


def report(
    health: Health | None, batch: BatchReport | None, models: Search | None, *, offline: bool
) -> Preflight:
    """Return the whole report; a part that was not asked for is None."""
    steps = (
        *(_health(health) if health else ()),
        *(_models(models) if models else ()),
        *(_batch(batch) if batch else ()),
    )
    failed = [step for step in steps if step.status == "fail"]
    fault = next((fault for fault in _WORST if any(step.fault == fault for step in failed)), "none")
    if not failed:
        return Preflight(True, "none", _well(steps), None, steps, offline, health, batch, models)
    first = next(step for step in failed if step.fault == fault)
    more = len(failed) - 1
    also = f" ({more} more below)" if more else ""
    return Preflight(
        False,
        fault,
        said("{}: {}{}", first.name, first.words, also),
        first.fix,
        steps,
        offline,
        health,
        batch,
        models,
    )


def _well(steps: tuple[Step, ...]) -> Outside:
    names = [step.name for step in steps if step.status in ("pass", "warn")]
    return Outside(f"Ready: {', '.join(names)}" if names else "Ready: nothing was asked for")


def _health(health: Health) -> Iterator[Step]:
    rest = [check for check in health.checks if check.status != "skip"]
    for name, stages in _ROWS.items():
        checks = [check for check in rest if check.stage in stages]
        rest = [check for check in rest if check not in checks]
        if checks:
            yield _row(name, checks, health)
    if rest:
        yield _row("other", rest, health)
    if not health.healthy and not any(check.status in ("fail", "error") for check in health.checks):
        yield Step("time", "fail", health.verdict.summary, health.verdict.fault, health.verdict.fix)


def _row(name: str, checks: list[Check], health: Health) -> Step:
    seconds = sum(check.duration_ms or 0 for check in checks) / 1000
    for status in ("fail", "error", "warn"):
        found = [check for check in checks if check.status == status]
        if found:
            # Of several faults in one row the worst is named: what is yours is not hidden by what is theirs.
            order = [*_WORST, None, "none"]
            first = min(found, key=lambda check: order.index(check.fault) if status == "fail" else 0)
            fault = first.fault or "unknown"
            fix = joined("\n", (part for part in (first.fix, first.command) if part))
            return Step(
                name,
                "warn" if status == "warn" else "fail",
                first.summary,
                fault if status != "warn" else "none",
                fix,
                seconds,
            )
    words = checks[-1].summary
    if name == "setup":
        words = Outside(f"{len(checks)} settings looked at")
    elif name == "way":
        stages = dict.fromkeys(check.stage.upper() for check in checks if check.stage != "clock")
        words = said("{}: {}", health.target.host, ", ".join(stages))
    elif name == "model" and health.target.models:
        names = joined(", ", health.target.models)
        words = words if names in words else said("{}: {}", names, words)
    return Step(name, "pass", words, seconds=seconds)


def _models(models: Search) -> Iterator[Step]:
    well, words = models_outline.verdict(models)
    worst = next((item for item in models.found if item.severity == "error"), None)
    worst = worst or next((item for item in models.found if item.severity == "warning"), None)
    if worst is None:
        yield Step("names", "pass", Outside(words))
        return
    more = models.errors + models.warnings - 1
    also = f" (and {more:,} more)" if more else ""
    told = said("{} names {}: {}{}", models_outline.place(worst), worst.name, worst.message, also)
    yield Step("names", "warn" if well else "fail", told, "none" if well else "yours", worst.fix)


def _batch(batch: BatchReport) -> Iterator[Step]:
    well, words = batch_outline.verdict(batch)
    if batch.unreadable:
        yield Step("batch", "fail", Outside(batch.unreadable[0][1]), "yours")
        return
    errors = [item for item in batch.findings if item.severity == "error" and item.when != "advice"]
    # What refuses the whole batch comes before what fails in it.
    first = next((item for item in errors if item.when == "create"), errors[0] if errors else None)
    if well or first is None:
        yield Step("batch", "pass" if well else "fail", Outside(words), "none" if well else "yours")
        return
    line = f":{first.line}" if first.line is not None else ""
    is_told = first.message.startswith(first.path)
    where = said("{}: ", first.path) if first.path and not is_told else ""
    told = said("{}{}: {}{}", first.file, line, where, first.message)
    yield Step("batch", "fail", told, "yours", Outside(first.fix), then=words)
