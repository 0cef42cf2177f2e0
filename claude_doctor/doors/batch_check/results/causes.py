"""Why a request has no answer that can be used, whether it is worth sending again as it is, and what to
change else.
"""

from __future__ import annotations

import re
from typing import Any

from claude_doctor.base.record import record
from claude_doctor.catalogue import find
from claude_doctor.diagnosis import diagnose
from claude_doctor.doors.batch_check.results import read

# Stop reasons that count as success and are none: the page of each.
INCOMPLETE = {
    "max_tokens": "stop_reason_max_tokens",
    "model_context_window_exceeded": "stop_reason_max_tokens",
    "refusal": "usage_policy_refusal",
    "pause_turn": "stop_reason_pause_turn",
}
_UNCHANGED = frozenset(("api_error", "overloaded_error", "timeout_error", "rate_limit_error"))
_PAGES = {read.EXPIRED: "batch_item_expired", read.CANCELED: "batch_item_canceled"}
_ERRORED = "batch_item_errored"
_DIGITS = re.compile(r"\d+")
_MOST = 4096


@record
class Cause:
    """A cause: the kind of outcome, the page, and whether the request may go again unchanged (`again`).

    `outcome` is errored, expired, canceled, or the stop reason of an answer that is none.
    """

    outcome: str
    type: str
    entry: str
    title: str
    fix: str
    again: bool


class Causes:
    """The causes met so far; each kind of message is diagnosed once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], Cause] = {}

    def of(self, result: read.Result) -> Cause | None:
        """Return the cause of a result, None of a real success."""
        if result.type == read.SUCCEEDED:
            reason = result.message.stop_reason if result.message else None
            if reason not in INCOMPLETE:
                return None
            return self._cause((str(reason), "", ""), {})
        if result.type != read.ERRORED:
            return self._cause((result.type, "", ""), {})
        error = read.error_of(result)
        kind, message = str(error.get("type") or ""), str(error.get("message") or "")
        return self._cause((read.ERRORED, kind, _DIGITS.sub("#", message[:400])), error)

    def _cause(self, key: tuple[str, str, str], error: dict[str, Any]) -> Cause:
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            found = self._known[key] = _made(key[0], key[1], error)
        return found


def _made(outcome: str, kind: str, error: dict[str, Any]) -> Cause:
    again = outcome in _PAGES
    if outcome == read.ERRORED:
        diagnosis = diagnose({"type": "error", "error": error}) if error else None
        entry = diagnosis.entry if diagnosis else find(_ERRORED)
        again = kind in _UNCHANGED
    else:
        entry = find(_PAGES.get(outcome) or INCOMPLETE[outcome])
    if entry is None:
        return Cause(outcome, kind, _ERRORED, "", "", again)
    if again and entry.retryable in ("no", "after_fix"):
        again = False
    fix = "" if again else next(iter(entry.fixes), "")
    return Cause(outcome, kind, entry.id, entry.title, fix, again)
