"""The same request once through the real SDK: when the raw one passed and this fails, it is configuration."""

from __future__ import annotations

import time

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine import guard
from claude_doctor.doors.health.engine.budget import BudgetError
from claude_doctor.doors.health.engine.outcome import FAIL, MissingNeedError, Outcome, passed, skipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.sdk import Prepared
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = (
    "sdk.request",
    "sdk",
    305,
    ("auth.models", "cfg.tls_store", "cfg.proxy"),
    "credential",
    "",
)
VERIFIES = "the same request through the real SDK, without retries"
IS_LONG = True


def run(state: State) -> Outcome:
    """List the models with the SDK."""
    if state.options.no_auth:
        return skipped("--no-auth: no credential is sent")
    if guard.clear_text(state):
        raise MissingNeedError("auth.models")
    if state.board.listing is None:
        return skipped("the list of models is not served here")
    try:
        found = state.sdk(state.budget.limit() / 2)
    except BudgetError:
        return _not_imported(state)
    started = time.perf_counter()
    try:
        count = len(found.made().models.list(limit=1000, timeout=state.budget.limit()).data)
    except Exception as error:  # noqa: BLE001  # whatever the SDK raises is the finding
        return _failed(found, error)
    seconds = time.perf_counter() - started
    state.timings["sdk"] = seconds * 1000
    words = f"anthropic {found.version} lists {count} model{'' if count == 1 else 's'}"
    return replace(
        passed(words, version=found.version, import_ms=round(found.seconds * 1000)), took_ms=seconds * 1000
    )


def _not_imported(state: State) -> Outcome:
    """Say that it was not tried: how long an import takes is the machine's affair, and the raw requests need
    none.
    """
    words = f"this machine did not import the SDK within {state.budget.elapsed():.0f} s (it is busy or slow)"
    seconds = max(60.0, 2 * state.options.timeout)
    state.notes.append(f"Not tried: the SDK's own request; {words}. --timeout {seconds:g} gives it longer.")
    return skipped(f"not run: {words}", waited_s=round(state.budget.elapsed(), 1))


def _failed(found: Prepared, error: BaseException) -> Outcome:
    last: BaseException = error
    while last.__cause__ or last.__context__:
        last = last.__cause__ or last.__context__ or last
    said = f"{type(error).__name__}: {error}"
    root = f" ({last})" if last is not error and str(last) not in said else ""
    return Outcome(
        FAIL,
        f"The raw request passed, but anthropic {found.version} fails: {said[:200]}{root[:200]}.",
        "Compare the SDK's configuration with the environment: http_client, headers, proxies, certificates.",
        "claude-doctor health --only cfg.sources --json",
        "yours",
        (("version", found.version),),
        error=error,
    )
