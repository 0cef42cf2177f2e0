"""Sorting errors: by the catalogue, not by the status alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from claude_doctor.app import events, house
from claude_doctor.app.clock import clock
from claude_doctor.app.decision import decide
from claude_doctor.app.failure import Failure, failure_of
from claude_doctor.app.policy import Policy

if TYPE_CHECKING:
    from typing import TextIO

_NETWORK = frozenset({"network", "streaming"})


class Classified(tuple[str, "int | None", str]):  # noqa: SLOT001  # carries more by name
    """(category, status, message) as a tuple, and by name these and what else is known.

    `category` is client, server or network; `status` None where no answer came; `entry` an id of the
    catalogue; `wait_s` seconds before the next attempt; `fault` yours, theirs, between, none or unknown;
    `billed` whether it may have been billed.
    """

    category: str
    status: int | None
    message: str
    entry: str | None
    retryable: bool
    wait_s: float | None
    fault: str
    billed: bool
    request_id: str | None


def classify_error(error: object) -> Classified:
    """Return (category, status, message) of an error, and by name: entry, retryable, wait_s, fault, billed,
    request_id.

    `error` is an exception of the SDK or any other, a text, an error body or a status. Different from the
    popular version: 429 and 529 may be retried, a spend limit that answers 429 may not, an error inside a
    stream (status 200) is told by its type, and a connection error has no status instead of crashing.
    """
    failure = failure_of_words(error)
    found = Classified((_category(failure), _status(failure), events.cut(failure.message, 4096) or ""))
    found.category, found.status, found.message = found
    found.entry = failure.entry
    found.retryable = decide(Policy(), failure, 1, 0.0, 0.0).goes_on
    found.wait_s = retry_delay(error) if found.retryable else None
    found.fault = failure.fault or "unknown"
    found.billed = bool(failure.maybe_billed)
    found.request_id = failure.request_id
    return found


def failure_of_words(error: object) -> Failure:
    """Return the Failure of anything that names an error: an exception, a text, an error body, a status."""
    if isinstance(error, BaseException):
        return failure_of(error)
    given = error if isinstance(error, (str, int, dict)) else str(error)
    found = house.diagnose(given)
    entry = found.entry if found else None
    return Failure(
        status=error if isinstance(error, int) else entry.status if entry else None,
        type=entry.type if entry else None,
        entry=entry.id if entry else None,
        retryable=entry.retryable if entry else None,
        message=str(error),
        category=entry.category if entry else None,
        fault=entry.fault if entry else None,
        scheduled=bool(entry.delays_s) if entry else True,
        passes=entry.wait if entry else None,
        sent=False,
    )


def _status(failure: Failure) -> int | None:
    return failure.meant


def _category(failure: Failure) -> str:
    status = _status(failure)
    if status is None or status == 200:
        return "network"
    return "client" if status < 500 else "server"


def handle_api_error(error: object, context: str = "", *, out: TextIO | None = None) -> bool:
    """Explain an error in three lines on `out` (stderr) and return whether to try again; never raises.

    Different from the popular version: it says yes for 429 and 529, no for a spend limit, and masks secrets.
    """
    stream = out or sys.stderr
    try:
        found = classify_error(error)
        page = house.entry(found.entry)
        where = f" ({events.cut(context, 200)})" if context else ""
        lines = [f"{found.status or found.category} {page.title if page else found.message[:200]}{where}"]
        if page and page.fixes:
            lines.append(f"  fix: {page.fixes[0]}")
        wait = f" after {found.wait_s:.1f} s" if found.wait_s is not None else ""
        lines.append(
            f"  {'try again' + wait if found.retryable else 'do not try again'}; "
            f"request {found.request_id or 'without an id'}"
        )
        stream.write("".join(f"{_one_line(line)}\n" for line in lines))
    except Exception:  # noqa: BLE001  # it promises never to raise: the error it explains matters more
        return False
    return found.retryable


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def should_retry(error: object) -> bool:
    """Return whether the same request may succeed later."""
    return decide(Policy(), failure_of_words(error), 1, 0.0, 0.0).goes_on


def retry_delay(error: object, attempt: int = 1) -> float | None:
    """Return the seconds before the next attempt (`attempt` failed ones are behind), None when there should
    be none.

    The server's retry-after is a floor; with it comes chance, because all clients of an organization are told
    the same number.
    """
    decision = decide(Policy(), failure_of_words(error), attempt, 0.0, clock().random())
    return decision.delay_s if decision.goes_on else None


def backoff_hook(error: Exception) -> float | bool:
    """Return what stamina (25.2 or later) wants to know: `@stamina.retry(on=claude_doctor.app.backoff_hook)`.

    False: do not retry; a number: the server's wait in seconds; True: retry with stamina's own wait.
    """
    failure = failure_of_words(error)
    if not decide(Policy(), failure, 1, 0.0, 0.0).goes_on:
        return False
    return (
        house.spread(failure.retry_after_s, clock().random()) if failure.retry_after_s is not None else True
    )
