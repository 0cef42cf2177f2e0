"""From an Outcome to the report of a check: diagnosed like any other error, and with no secret left in it."""

from __future__ import annotations

import re

from claude_doctor.base.mask import STARS, masked, tokens_masked
from claude_doctor.base.outside import Outside
from claude_doctor.base.text import clean, one_line
from claude_doctor.doors.health.engine.again import repeated
from claude_doctor.doors.health.engine.outcome import ERROR, FAIL, WARN
from claude_doctor.doors.health.report import Check
from claude_doctor.doors.health.settings.credential import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Diagnosis
    from claude_doctor.doors.health.checks.contract import HealthCheck
    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State

_LONGEST = 400
_SHORT = 8
# Pages that say less than the check itself already knows.
_VAGUE = ("connection_error", "invalid_request_error", "not_found_error", "permission_error")


def reported(module: HealthCheck, state: State, outcome: Outcome, duration_ms: float | None) -> Check:
    """Return the report of one outcome."""
    found = diagnosis(outcome) if outcome.status in (FAIL, WARN) else None
    fault = outcome.fault or (found.entry.fault if found else None)
    secrets = state.secrets()
    duration_ms = duration_ms if outcome.took_ms is None else outcome.took_ms
    fix = outcome.fix or (found.entry.fixes[0] if found and outcome.status == FAIL else "")
    return Check(
        module.ID,
        module.STAGE,
        outcome.status,
        _safe(outcome.summary, secrets).cut(lambda text: one_line(text, _LONGEST)),
        _safe(fix, secrets),
        Outside(
            clean(tokens_masked(_without(repeated(outcome.command, state.options.given), secrets))),
            is_masked=True,
        ),  # our own words: `KEY=...` in them is an example, no secret
        fault if outcome.status in (FAIL, WARN, ERROR) else None,
        found.entry.id if found else None,
        tuple((name, _safe_value(value, secrets)) for name, value in outcome.details),
        None if duration_ms is None else round(duration_ms, 1),
        tuple(need for need in module.NEEDS if state.cloud or not need.startswith("cloud.")),
        outcome.explains,
    )


def diagnosis(outcome: Outcome) -> Diagnosis | None:
    """Return the page of the catalogue an outcome leads to, the same that `explain` gives for what the SDK
    would say.
    """
    from claude_doctor import catalogue, signals
    from claude_doctor import diagnosis as api
    from claude_doctor.base.model import Diagnosis, Evidence

    signal = outcome.signal
    if signal is None and outcome.error is not None:
        signal = api.of_exception(outcome.error)
    if signal is None and outcome.says:
        signal = signals.read(outcome.says)
    found = catalogue.diagnose(signal) if signal else ()
    best = found[0] if found and found[0].confidence != "guess" else None
    if best and best.entry.id not in _VAGUE:
        return best
    page = catalogue.find(outcome.entry) if outcome.entry else None
    if page:
        return Diagnosis(page, "likely", (Evidence("name", outcome.entry),))
    return best


def scrubbed(text: str, secrets: list[str]) -> Outside:
    """Return text in which no secret is left, in its own form, as Python shows it, or of any known kind."""
    return Outside(masked(_without(text, secrets)), is_masked=True)


def _without(text: str, secrets: list[str]) -> str:
    for secret in secrets:
        form_shown = shown(secret)
        for form in {secret, repr(secret)[1:-1]}:
            if len(form) >= _SHORT:
                text = text.replace(form, form_shown)
            elif form in text:  # a password like `test` must not blacken half of every `latest`
                text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", STARS, text)
    return text


def _safe(text: str, secrets: list[str]) -> Outside:
    return scrubbed(text, secrets).cut(clean)


def _safe_value(value: object, secrets: list[str]) -> object:
    if isinstance(value, str):
        return _safe(value, secrets)
    if isinstance(value, (list, tuple)):
        return [_safe_value(item, secrets) for item in value]
    if isinstance(value, dict):
        return {str(key): _safe_value(item, secrets) for key, item in value.items()}
    return value
