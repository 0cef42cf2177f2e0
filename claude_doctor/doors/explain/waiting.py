"""What response headers and the number of the retry say of how long to wait."""

from __future__ import annotations

import time

from claude_doctor.base.record import replace
from claude_doctor.base.waits import next_delay, retry_after
from claude_doctor.doors.explain.report import Explained

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Signal
    from claude_doctor.doors.explain.report import Explanation


def with_headers(signal: Signal, headers: dict[str, str]) -> Signal:
    """Return a signal with the request id and the wait that headers name."""
    return replace(
        signal,
        request_id=headers.get("request-id") or headers.get("x-request-id") or signal.request_id,
        retry_after_s=after(headers) if retry_after(headers, 0) is not None else signal.retry_after_s,
    )


def after(headers: dict[str, str]) -> float | None:
    """Return the seconds that headers ask to wait from now on."""
    return retry_after(headers, time.time())


def with_wait(report: Explanation, attempt: int | None, headers: dict[str, str]) -> Explanation:
    """Return a report with how long to wait before retry `attempt` (1 is the first)."""
    if not report.main.diagnoses:
        return report
    wait = after(headers) if headers else report.main.signal.retry_after_s
    if headers and report.lookup:
        report = replace(
            report, main=Explained(with_headers(report.main.signal, headers), report.main.diagnoses)
        )
    if attempt is None:
        return report
    entry = report.main.diagnoses[0].entry
    if entry.retryable in ("no", "after_fix"):
        return replace(
            report, notes=(*report.notes, "No wait helps: the same request fails again until it is changed.")
        )
    delay = next_delay(entry.delays_s, attempt, wait, entry.honour_retry_after)
    if delay is None:
        return replace(
            report, notes=(*report.notes, f"Retry {attempt} is past the schedule: stop and report it.")
        )
    return replace(report, next_delay_s=delay)
