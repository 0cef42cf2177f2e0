"""What people ask of a log, answered in sentences that every view may print: plain text, nothing escaped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from claude_doctor.doors.tail.report import TailEpisode, TailSummary

FAULTS = {"theirs": "theirs", "yours": "yours", "between": "between", "unknown": "undecided"}
RETRY = {
    "yes": "retry",
    "no": "do not retry",
    "after_fix": "fix first, then retry",
    "after_wait": "wait, then retry",
    "conditional": "retry depends on the case",
}
_MOST = 4


def verdict(report: TailSummary) -> str:
    """Return the one sentence that says how it stands."""
    if not any(item.events for item in report.files):
        return f"No Claude API outcome was recognised in this log{_only(report)}."
    saved = f"{counted(report.recovered, 'request')} recovered by retry" if report.recovered else ""
    if not report.failed_requests:
        return f"No failed request{_only(report) or ' in this log'}{f'; {saved}' if saved else ''}."
    return f"{counted(report.failed_requests, 'request')} failed, {saved or 'none recovered'}{_only(report)}."


def _only(report: TailSummary) -> str:
    return f" with {report.only}" if report.only else ""


def answers(report: TailSummary) -> Iterator[tuple[str, str]]:
    """Yield (question in a word, answer) for everything that the log answers."""
    for name, words in (
        ("Outcomes", outcomes(report)),
        ("Fault", faults(report)),
        ("Latency", latency(report)),
        ("Lost time", lost(report)),
        ("Tokens", tokens(report)),
        ("Limits", "; ".join(limits(report))),
        ("Retries", retries(report)),
        ("Fallback", fallbacks(report)),
    ):
        if words:
            yield name, words


def outcomes(report: TailSummary) -> str:
    """Say which share of the requests failed, where the log shows successes."""
    found = report.counts.get("outcomes", {})
    share = found.get("failed_share")
    return "" if share is None else f"{found['succeeded']:,} succeeded: {percent(share)} failed"


def faults(report: TailSummary) -> str:
    """Say whose fault the failed attempts are."""
    found = report.counts.get("faults", {})
    shares = [f"{percent(found[name], 0)} {word}" for name, word in FAULTS.items() if found.get(name)]
    return f"of the {counted(report.attempts, 'failed attempt')} {', '.join(shares)}" if shares else ""


def latency(report: TailSummary) -> str:
    """Say how long good and failed requests took."""
    found = report.counts.get("latency_ms", {})
    parts = []
    for name in ("succeeded", "failed"):
        held = found.get(name, {})
        if held.get("count"):
            middle, high = span(held["p50"]), span(held["p95"])
            parts.append(f"{name} p50 {middle}, p95 {high} ({held['count']:,})")
    return "; ".join(parts)


def lost(report: TailSummary) -> str:
    """Say how much time went into failed attempts and into waiting."""
    found = report.counts.get("latency_ms", {})
    parts = [
        f"{span(found[name])} {words}"
        for name, words in (("lost_ms", "in failed attempts"), ("waited_ms", "waiting to retry"))
        if found.get(name)
    ]
    return ", ".join(parts)


def tokens(report: TailSummary) -> str:
    """Say what failed attempts sent and got, where the log names it."""
    found = report.counts.get("tokens", {})
    if not found.get("known_share"):
        return ""
    words = f"failed attempts sent {found['failed_input']:,} and got {found['failed_output']:,}"
    if found["repeated_input"] or found["repeated_output"]:
        words += f", {found['repeated_input']:,} and {found['repeated_output']:,} of them sent again"
    return f"{words} (known for {percent(found['known_share'], 0)} of the attempts)"


def limits(report: TailSummary) -> list[str]:
    """Say of each limit how much is left, when it is full again and how often it was hit."""
    found = []
    for item in sorted(report.counts.get("limits", ()), key=lambda item: -item["hits"]):
        parts = [part for part in (_left(item), _hit(item)) if part]
        if item["reset"]:
            parts.append(f"resets {item['reset']}")
        if parts:
            found.append(f"{item['limit']}: {', '.join(parts)}")
    return found[:_MOST]


def _left(item: dict[str, Any]) -> str:
    size, left = item["limit_value"], item["remaining"]
    if left is not None:
        return f"{left:,} of {size:,} left" if size else f"{left:,} left"
    if item["used_share"] is not None:
        return f"{percent(item['used_share'], 0)} used"
    return f"{size:,}" if size else ""


def _hit(item: dict[str, Any]) -> str:
    return f"hit {counted(item['hits'], 'time')}" if item["hits"] > 0 else ""


def retries(report: TailSummary) -> str:
    """Say how often one request was tried, and how many workers failed."""
    found = report.counts.get("retries", {})
    most, workers = found.get("most_attempts", 0), found.get("workers", 0)
    parts = [f"up to {most} attempts of one request"] if most > 1 else []
    if workers > 1:
        parts.append(f"{workers} workers")
    return ", ".join(parts)


def fallbacks(report: TailSummary) -> str:
    """Say which model answered for which."""
    found = report.counts.get("fallbacks", {})
    rows = list(found.get("by", {}).items())[:_MOST]
    return ", ".join(f"{pair.replace(' -> ', ' was answered by ')} {number:,}" for pair, number in rows)


def ended(item: TailEpisode) -> str:
    """Say how an episode ended."""
    if item.recovered is None:
        return ""
    if not item.recovered or item.recovered_at is None:
        return "no success since"
    after = f", {span(item.recovery_s * 1000)} after it began" if item.recovery_s else ""
    return f"recovered {stamp(item.recovered_at)}{after}"


def stamp(at: int | None, *, day: bool = True) -> str:
    """Return microseconds since the epoch as a time in UTC."""
    if at is None:
        return "?"
    try:
        found = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
    except OverflowError:
        return "?"
    return f"{found:%Y-%m-%d %H:%M:%S}" if day else f"{found:%H:%M:%S}"


def span(milliseconds: float) -> str:
    """Return a length of time as people write it: 529 ms, 1.2 s, 28 min, 3.5 h."""
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    seconds = milliseconds / 1000
    if seconds < 60:
        return f"{seconds:.3g} s"
    if seconds < 3600:
        return f"{seconds / 60:.3g} min"
    return f"{seconds / 3600:.3g} h" if seconds < 2 * 86400 else f"{seconds / 86400:.3g} days"


def percent(share: float, digits: int = 1) -> str:
    """Return a share as a percentage; what is little is not nothing."""
    least = 10**-digits / 2
    if 0 < share * 100 < least:
        return f"<{10**-digits:g} %"
    return f"{share * 100:.{digits}f} %"


def counted(value: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{value:,} {noun}{'' if value == 1 else 's'}"
