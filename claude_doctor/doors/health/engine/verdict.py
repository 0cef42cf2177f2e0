"""One sentence for a ladder: the broken link, whose it is, the fix."""

from __future__ import annotations

from claude_doctor.base.outside import Outside, said
from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine.again import repeated
from claude_doctor.doors.health.engine.outcome import ERROR, FAIL, PASS, SKIP, UNSENT, WARN
from claude_doctor.doors.health.engine.report import scrubbed
from claude_doctor.doors.health.report import Health, Target, Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.report import Check


_MODEL = {"api.count_tokens", "model.exists", "api.message", "cloud.access", "cloud.message"}


def health(checks: list[Check], state: State) -> Health:
    """Return the report of a run."""
    is_healthy = all(check.status not in (FAIL, ERROR) for check in checks) and _cut(checks) is None
    timings = tuple((name, round(value, 1)) for name, value in state.timings.items())
    secrets = state.secrets()
    notes = tuple(scrubbed(note, secrets) for note in state.notes)
    return Health(is_healthy, target(state), tuple(checks), timings, _told(verdict(checks), state), notes)


def _told(found: Verdict, state: State) -> Verdict:
    """Return the verdict with the options of this run in its command; a command that is a check's has them
    already.
    """
    if found.fault != "unknown" or not found.command:
        return found
    seconds = max(60.0, 2 * state.options.timeout)
    return replace(
        found,
        command=scrubbed(
            repeated(f"claude-doctor health --timeout {seconds:g}", state.options.given), state.secrets()
        ),
    )


def target(state: State) -> Target:
    """Return what was examined."""
    base = state.base
    found = state.board.interpreter
    secrets = state.secrets()
    shown = (
        scrubbed(base.url(""), secrets)
        if base.host and (base.problem is None or base.problem.entry == "wrong_base_url_404")
        else Outside("")
    )
    return Target(
        shown,
        Outside(base.host if base.problem is None else ""),
        state.cloud.id if state.cloud else "claude-api" if base.is_first_party else "gateway",
        tuple(scrubbed(model, secrets) for model in state.models),
        Outside(f"{found.python} ({found.path})" if found else ""),
        Outside(found.sdk or "" if found else ""),
    )


def verdict(checks: list[Check]) -> Verdict:
    """Return the answer: the first failure decides, then our own faults,
    then a budget that ended too early.
    """
    failed = [check for check in checks if check.status == FAIL]
    if failed:
        first = failed[0]
        proved = (
            " The network path works: the API answers 401."
            if first.id == "cfg.credential" and _answers_401(checks)
            else ""
        )
        cause = _cause(checks, first)
        if cause:
            words = said("{} That explains {}: {}", cause.summary, first.id, first.summary)
            return Verdict(
                first.fault or "unknown",
                words,
                first.id,
                cause.fix or first.fix,
                cause.command,
                first.diagnosis,
            )
        return Verdict(
            first.fault or "unknown",
            first.summary + proved,
            first.id,
            first.fix,
            first.command,
            first.diagnosis,
        )
    broken = [check for check in checks if check.status == ERROR]
    if broken:
        return Verdict("unknown", said("{} broke: {}", broken[0].id, broken[0].summary), broken[0].id)
    late = _cut(checks)
    if late:
        late_words = (
            f"The budget of {dict(late.details)['budget_s']:g} s ended before {late.id}; nothing failed "
            "until then."
        )
        longer = Outside("claude-doctor health --timeout 60")
        return Verdict("unknown", Outside(late_words), late.id, Outside("Give it longer."), longer)
    return Verdict("none", Outside(_well(checks)))


def _cause(checks: list[Check], failed: Check) -> Check | None:
    """Return the first check before a failure that says it would be its cause."""
    status = dict(failed.details).get("status")
    fitting = {failed.id, f"{failed.id}={status}"}
    before = checks[: checks.index(failed)]
    return next(
        (check for check in before if check.status in (PASS, WARN) and fitting & set(check.explains)), None
    )


def _cut(checks: list[Check]) -> Check | None:
    """Return the first check for which no time was left: of a way that was not walked to its end nobody can
    say that it works.
    """
    return next(
        (check for check in checks if check.status == SKIP and "budget_s" in dict(check.details)), None
    )


def _well(checks: list[Check]) -> str:
    passed = {
        check.id
        for check in checks
        if check.status == PASS
        or (check.status == WARN and check.id not in _MODEL and not _is_unproven(check))
    }
    warnings = sum(check.status == WARN for check in checks)
    also = f", with {warnings} warning{'s' if warnings > 1 else ''}" if warnings else ""
    if passed & _MODEL:
        return f"Healthy{also}: network, key and model work{_untried(checks)}."
    if passed & {"auth.models", "cloud.identity"}:
        return f"Healthy{also}: network and key work{_untried(checks)}."
    kept = next((check for check in checks if UNSENT in dict(check.details)), None)
    if kept:
        return (
            f"Healthy{also} as far as it was checked: the key was not sent over plain http "
            "(--insecure-http sends it), so nothing is known of key and model."
        )
    if "net.http" in passed:
        if _answers_401(checks):
            return (
                f"Healthy{also} as far as it was checked: the API answers 401 to a request without a key, "
                "which proves the whole network path."
            )
        return f"Healthy{also} as far as it was checked: the network path works."
    return f"Nothing failed{also}."


def _is_unproven(check: Check) -> bool:
    return dict(check.details).get("key") == "unproven"


def _untried(checks: list[Check]) -> str:
    """Return what a healthy run did not try, and the flag that tries it; "" after a message and a stream."""
    ran = {check.id for check in checks if check.status in (PASS, WARN)}
    names = [
        name
        for name, tries in (
            ("billing and spend limits", {"api.message", "cloud.message"}),
            ("streams", {"api.stream"}),
        )
        if not tries & ran
    ]
    return f"; not tried: {' and '.join(names)} (--deep)" if names else ""


def _answers_401(checks: list[Check]) -> bool:
    return any(check.id == "net.http" and dict(check.details).get("status") == 401 for check in checks)
