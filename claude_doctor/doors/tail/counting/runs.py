"""Failures over time -> episodes: runs of one cause without a long pause, and when each was over."""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from claude_doctor.doors.tail.counting.options import Totals

MOST = 20
_APART = 5 * 60 * 10**6


def episodes(totals: Totals, successes: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """Return the largest runs of failures without a pause of five minutes (or two steps of the series), in
    order. `successes` are the first and last success of each step, in order. Times are microseconds.
    """
    apart = max(_APART // totals.bucket, 2)
    times: dict[str | None, list[tuple[int, int]]] = {}
    for start, row in sorted(totals.series.items()):
        for cause, number in row.items():
            if number > 0:
                times.setdefault(cause, []).append((start, number))
    found: list[dict[str, Any]] = []
    for cause, rows in times.items():
        found += _runs(totals, cause, rows, apart)
    largest = sorted(found, key=lambda item: (-item["count"], item["start"]))[:MOST]
    whole = sorted((start, sum(row.values())) for start, row in totals.series.items())
    for item in largest:
        _ended(item, totals, successes, whole)
    return sorted(largest, key=lambda item: (item["start"], -item["count"]))


def _runs(totals: Totals, cause: str | None, rows: list[tuple[int, int]], apart: int) -> list[dict[str, Any]]:
    low, high = totals.spans.get(cause, (None, None))
    found = []
    at = 0
    while at < len(rows):
        last = at
        while last + 1 < len(rows) and rows[last + 1][0] - rows[last][0] <= apart:
            last += 1
        start, end = rows[at][0] * totals.bucket, (rows[last][0] + 1) * totals.bucket - 1
        count = sum(number for _, number in rows[at : last + 1])
        if count > 1:
            # The ends of the whole are known exactly, those between to the step of the series.
            found.append(
                {
                    "diagnosis": cause,
                    "start": max(start, low or start),
                    "end": min(end, high or end),
                    "count": count,
                }
            )
        at = last + 1
    return found


def _ended(
    item: dict[str, Any],
    totals: Totals,
    successes: Sequence[tuple[int, int]],
    whole: list[tuple[int, int]],
) -> None:
    """Say when the first request after a run went well, and how many attempts of any cause failed by then."""
    over = _after(item["end"], totals.bucket, successes) if successes else None
    item["recovered"] = None if not successes else over is not None
    item["recovered_at"] = over
    item["recovery_s"] = None if over is None else round(max(over - item["start"], 0) / 1e6, 3)
    first, last = item["start"] // totals.bucket, (over if over is not None else item["end"]) // totals.bucket
    item["attempts"] = sum(number for start, number in whole if first <= start <= last)


def _after(end: int, bucket: int, successes: Sequence[tuple[int, int]]) -> int | None:
    """Return the first success after a moment; where the moment is known to the step of the series only (the
    end of a step), a success within that step counts, its last.
    """
    at = bisect_right(successes, end, key=lambda item: item[1])
    later = successes[at] if at < len(successes) else None
    if later is not None and later[0] > end:
        inside = successes[at - 1] if at else None
        if (end + 1) % bucket == 0 and inside is not None and inside[1] // bucket == end // bucket:
            return inside[1]
        return later[0]
    if later is not None:
        return later[1]  # the step holds the moment: its first success was before it
    inside = successes[-1] if successes else None
    if inside is not None and (end + 1) % bucket == 0 and inside[1] // bucket == end // bucket:
        return inside[1]
    return None
