"""Running checks: in the order of their needs, each within its limit, each failure diagnosed."""

from __future__ import annotations

import time

from claude_doctor.base import ours, registry
from claude_doctor.base.errors import DoctorError, UsageError
from claude_doctor.doors.health import checks
from claude_doctor.doors.health.checks.contract import HealthCheck
from claude_doctor.doors.health.engine.budget import BudgetError, Task
from claude_doctor.doors.health.engine.outcome import (
    ERROR,
    FAIL,
    PASS,
    SKIP,
    UNSENT,
    MissingNeedError,
    Outcome,
    skipped,
)
from claude_doctor.doors.health.engine.report import reported
from claude_doctor.doors.health.report import OWN, CheckInfo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.report import Check

GROUPS = {
    "connectivity": ("dns", "tcp", "proxy", "tls", "clock", "http"),
    "auth": ("auth", "workspace"),
    "model": ("model", "api", "limits"),
}
# A check ends its own waits and then says why; these are for one that does not: beyond its step, and beyond
# the whole budget.
_GRACE, _LAST_GRACE = 1.0, 0.15
# How long the status page may hold up a report that is otherwise ready.
_BACKGROUND_WAIT = 1.0


def members() -> list[HealthCheck]:
    """Return all checks in the order in which they run: what is needed first, then the lowest RANK."""
    waiting = {
        module.ID: module
        for module in (registry.load(checks, name, HealthCheck) for name in registry.names(checks))
    }
    order: list[HealthCheck] = []
    done: set[str] = set()
    while waiting:
        ready = [
            module
            for module in waiting.values()
            if all(need in done or need not in waiting for need in module.NEEDS)
        ]
        if not ready:
            raise ValueError(f"checks need each other in a circle: {', '.join(sorted(waiting))}")
        chosen = min(ready, key=lambda module: module.RANK)
        order.append(waiting.pop(chosen.ID))
        done.add(chosen.ID)
    return order


def infos(modules: Iterable[HealthCheck]) -> tuple[CheckInfo, ...]:
    """Return the lines of --list-checks."""
    return tuple(CheckInfo(m.ID, m.STAGE, tuple(m.NEEDS), m.COST, m.OPTION, m.VERIFIES) for m in modules)


def selected(
    modules: list[HealthCheck],
    only: Iterable[str],
    skip: Iterable[str],
    options: Iterable[str],
    *,
    on_cloud: bool = False,
) -> list[HealthCheck]:
    """Return the checks that are wanted; `only` brings along what they need, `options` are the flags that
    were given, `on_cloud` says that a cloud is examined in place of the Claude API.
    """
    wanted = _named(modules, only)
    unwanted = _named(modules, skip)
    on = set(options)
    chosen = [m for m in modules if (m.ID in wanted if wanted else not m.OPTION or m.OPTION in on)]
    chosen = [m for m in chosen if m.ID not in unwanted and (not m.OPTION or m.OPTION in on)]
    if not chosen:
        raise UsageError(_nothing_left([m for m in modules if m.ID in wanted - unwanted]))
    if wanted:
        needed = _with_needs({m.ID for m in chosen}, {m.ID: m for m in modules}) - unwanted
        chosen = [m for m in modules if m.ID in needed]
    here = [m for m in chosen if (m.ON_CLOUD if on_cloud else m.ON_DIRECT)]
    if not here:
        other = "the Claude API" if on_cloud else "a cloud (--platform)"
        raise UsageError(f"--only and --skip leave no check: {chosen[0].ID} is one of {other}")
    return here


def _nothing_left(wanted: list[HealthCheck]) -> str:
    flags = sorted({m.OPTION for m in wanted})
    needs = (
        (
            f": {', '.join(m.ID for m in wanted)} {'runs' if len(wanted) == 1 else 'run'} "
            f"with {' or '.join(flags)}"
        )
        if flags
        else ""
    )
    return f"--only and --skip leave no check{needs}"


def _named(modules: list[HealthCheck], words: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for word in (part.strip() for words_ in words for part in words_.split(",")):
        stages = GROUPS.get(word, (word,))
        ids = {m.ID for m in modules if word == m.ID or m.STAGE in stages}
        if not ids:
            known = sorted({m.STAGE for m in modules} | set(GROUPS))
            raise UsageError(
                f"no check or stage {word!r}; stages are {', '.join(known)}, ids are in health --list-checks"
            )
        found |= ids
    return found


def _with_needs(ids: set[str], modules: dict[str, HealthCheck]) -> set[str]:
    needed: set[str] = set()
    waiting = list(ids)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += modules[name].NEEDS
    return needed


def run(modules: list[HealthCheck], state: State) -> Iterator[Check]:
    """Run the checks and yield each report as soon as it is known."""
    try:
        yield from _run(modules, state)
    finally:
        state.close()


def _run(modules: list[HealthCheck], state: State) -> Iterator[Check]:
    state.prepare(sdk=any(m.ID == "sdk.request" for m in modules))
    background = {m.ID: (m, Task(_work(m, state), m.ID)) for m in modules if m.BACKGROUND}
    blocked: dict[str, str] = {}
    for module in modules:
        if module.ID in background:
            continue
        cause = next((blocked[need] for need in module.NEEDS if need in blocked), None)
        report = _skip(module, state, cause) if cause else _one(module, state)
        if report.status in (FAIL, ERROR) or UNSENT in dict(report.details):
            blocked[module.ID] = module.ID
        elif cause:
            blocked[module.ID] = cause
        yield report
    for module, task in background.values():
        yield _ended(module, state, task, min(_BACKGROUND_WAIT, state.budget.left()))


def _skip(module: HealthCheck, state: State, cause: str) -> Check:
    return reported(module, state, Outcome(SKIP, f"not run: needs {cause}"), None)


def _one(module: HealthCheck, state: State) -> Check:
    if state.budget.left() <= 0:
        return reported(
            module,
            state,
            skipped(
                f"not run: the budget of {state.budget.total:g} s was used up", budget_s=state.budget.total
            ),
            None,
        )
    if module.COST == "none":  # it waits for nobody, so it needs no thread
        started = time.perf_counter()
        return reported(module, state, _work(module, state)(), _since(started))
    whole = state.budget.left() + _LAST_GRACE
    limit = whole if module.IS_LONG else min(state.budget.limit() + _GRACE, whole)
    return _ended(module, state, Task(_work(module, state), module.ID), limit)


def _ended(module: HealthCheck, state: State, task: Task[Outcome], seconds: float) -> Check:
    started = time.perf_counter()
    try:
        outcome = task.result(seconds)
    except BudgetError:
        outcome = _too_late(module, state, time.perf_counter() - started)
    return reported(module, state, outcome, _since(started))


def _too_late(module: HealthCheck, state: State, seconds: float) -> Outcome:
    if module.BACKGROUND:
        return Outcome(SKIP, "unknown: no answer in time")
    asked = state.options
    return Outcome(
        FAIL,
        f"Still waiting after {seconds:.1f} s.",
        (
            "Find out which firewall, proxy or gateway on the way holds it up; --check-timeout and "
            "--timeout give it longer."
        ),
        (
            f"claude-doctor health --check-timeout {max(30.0, 2 * asked.check_timeout):g} "
            f"--timeout {max(60.0, 2 * asked.timeout):g}"
        ),
        "between",
        says="httpx2.ReadTimeout: timed out",
        entry="connection_timeout",
    )


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _work(module: HealthCheck, state: State) -> Callable[[], Outcome]:
    def work() -> Outcome:
        try:
            outcome: object = module.run(state)
        except MissingNeedError as missing:
            return Outcome(SKIP, f"not run: needs {missing}")
        except (BudgetError, DoctorError):
            raise
        except Exception as error:  # noqa: BLE001  # a check that breaks is our fault and must not hide the others
            return Outcome(ERROR, OWN + ours.told(module.ID.replace(".", "_"), error))
        if not isinstance(outcome, Outcome):
            return Outcome(ERROR, f"{OWN}it answers {type(outcome).__name__}, no Outcome")
        return outcome

    return work


def passed(reports: Iterable[Check], check_id: str) -> bool:
    """Whether a check ran and passed."""
    return any(report.id == check_id and report.status == PASS for report in reports)
