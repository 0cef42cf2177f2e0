"""What became of the requests of a batch, counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_doctor.base.mask import masked
from claude_doctor.base.text import clean, one_line
from claude_doctor.doors.batch_check.report import Outcome, ResultsReport
from claude_doctor.doors.batch_check.results import read
from claude_doctor.doors.batch_check.results.causes import INCOMPLETE, Causes
from claude_doctor.doors.batch_check.results.read import AGAIN, DONE, FIX

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.results.causes import Cause

SHOWN = 5
_KINDS = ("input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


class Outcomes:
    """Counts of a join. `nameless` are requests without an id, `repeated` result lines of an id that had one
    already.
    """

    def __init__(self, causes: Causes) -> None:
        self.causes = causes
        self.requests = 0
        self.nameless = 0
        self.unreadable = 0
        self.repeated = 0
        self.types: Counter[str] = Counter()
        self.usage = dict.fromkeys(_KINDS, 0)
        self.wasted = 0
        self.by_cause: dict[Cause, list[str]] = {}
        self.counts: Counter[Cause] = Counter()
        self.strangers = 0
        self.strange: list[str] = []
        self.missing = 0
        self.lost: list[str] = []

    def joined(self, line: read.Line) -> int:
        """Count the result of a request; return whether it is done, may go
        again unchanged, or needs a fix.
        """
        result = line.result
        self.types[result.type] += 1
        tokens = self._used(result)
        cause = self.causes.of(result)
        if cause is None:
            return DONE
        self.counts[cause] += 1
        named = self.by_cause.setdefault(cause, [])
        if len(named) < SHOWN:
            named.append(_shown(line.custom_id))
        if result.type == read.SUCCEEDED:
            self.wasted += tokens
        return AGAIN if cause.again else FIX

    def _used(self, result: read.Result) -> int:
        usage = result.message.usage if result.message else None
        if usage is None:
            return 0
        total = 0
        for kind in _KINDS:
            count = getattr(usage, kind) or 0
            self.usage[kind] += count
            total += count
        return total

    def stranger(self, custom_id: str) -> None:
        """Count a result that nobody asked for."""
        self.strangers += 1
        if len(self.strange) < SHOWN:
            self.strange.append(_shown(custom_id))

    def without(self, custom_id: str) -> None:
        """Count a request without a result."""
        self.missing += 1
        if len(self.lost) < SHOWN:
            self.lost.append(_shown(custom_id))

    def report(self, paths: list[str], absent: list[str]) -> ResultsReport:
        """Return all of it as data."""
        used = sum(self.usage.values())
        order = sorted(
            self.counts.items(), key=lambda item: (-item[1], item[0].outcome, item[0].type, item[0].entry)
        )
        merged: dict[tuple[str, str, str, bool], Outcome] = {}
        for cause, count in order:
            key = (cause.outcome, cause.type, cause.entry, cause.again)
            known = merged.get(key)
            ids = self.by_cause[cause]
            total, named = (
                (count, ids) if known is None else (known.count + count, [*known.custom_ids, *ids][:SHOWN])
            )
            merged[key] = Outcome(
                cause.outcome,
                cause.type,
                cause.entry,
                cause.title,
                cause.fix,
                cause.again,
                total,
                tuple(named),
            )
        return ResultsReport(
            paths=tuple(paths),
            absent=tuple(absent),
            requests=self.requests,
            types=tuple((kind, self.types[kind]) for kind in read.TYPES),
            incomplete=sum(one.count for one in merged.values() if one.outcome in INCOMPLETE),
            outcomes=tuple(sorted(merged.values(), key=lambda one: -one.count)),
            missing=self.missing,
            missing_ids=tuple(self.lost),
            strangers=self.strangers,
            stranger_ids=tuple(self.strange),
            repeated=self.repeated,
            unreadable=self.unreadable,
            nameless=self.nameless,
            usage=tuple(self.usage.items()),
            wasted=self.wasted,
            wasted_share=self.wasted / used if used else 0.0,
        )


def _shown(custom_id: str) -> str:
    return one_line(masked(clean(custom_id)), 80)
