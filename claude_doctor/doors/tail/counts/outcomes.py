"""How many requests went well and how many failed, in all and by model, file, stream or a field."""

from __future__ import annotations

from claude_doctor.base.mask import masked
from claude_doctor.doors.tail.counting.options import FIELD
from claude_doctor.doors.tail.counting.tally import Tally, keyed, rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.counting.options import Options, Totals, View
    from claude_doctor.doors.tail.reading.event import Event

KEY = "outcomes"
_MOST = 1000
_OTHER = "(other)"
# What each row holds.
_SUCCEEDED, _FAILED, _RECOVERED = 0, 1, 2
_COLUMNS = {"failed": _FAILED, "recovered": _RECOVERED}


class _Outcomes(Tally):
    """Requests that succeeded, failed and recovered, by model and by what is kept apart."""

    def __init__(self, apart: str) -> None:
        self.apart = apart
        self.models: dict[str, list[int]] = {}
        self.values: dict[str, list[int]] = {}

    def add(self, event: Event, changes: Sequence[Change]) -> None:
        if event.kind == "ok" and not event.joined:
            self._count(event, _SUCCEEDED, 1)
        for what, under, number in changes:
            if (column := _COLUMNS.get(what)) is not None:
                self._count(under, column, number)

    def _count(self, event: Event, column: int, number: int) -> None:
        _row(self.models, event.model or "")[column] += number
        if self.apart:
            _row(self.values, self._value(event))[column] += number

    def _value(self, event: Event) -> str:
        if self.apart == "file":
            return event.file
        if self.apart == "stream":
            return event.stream
        value = (event.fields or {}).get(self.apart.removeprefix(FIELD))
        return "" if value is None else str(value)

    def merge(self, other: Tally) -> None:
        assert isinstance(other, _Outcomes)
        for mine, theirs in ((self.models, other.models), (self.values, other.values)):
            for name, numbers in theirs.items():
                row = _row(mine, name)
                for column, number in enumerate(numbers):
                    row[column] += number

    def dump(self) -> object:
        return {"models": self.models, "values": self.values}

    def load(self, data: object) -> None:
        held = keyed(data, "models", "values")
        self.models, self.values = rows(held["models"], 3), rows(held["values"], 3)

    def shown(self, totals: Totals, view: View) -> dict[str, Any]:
        return {
            "succeeded": totals.succeeded,
            "failed": totals.failed,
            "failed_share": share(totals.failed, totals.succeeded) if totals.succeeded else None,
            "by": _rows(self.models if view.by == "model" else self.values),
            "models": _rows(self.models),
        }


def _rows(table: dict[str, list[int]]) -> list[dict[str, Any]]:
    """Return a row a name, those with the most failures first."""
    known = any(row[_SUCCEEDED] for name, row in table.items() if name)
    ranked = sorted(table.items(), key=lambda item: (-item[1][_FAILED], -sum(item[1]), item[0]))
    return [
        {
            "key": masked(name) if name else None,
            "succeeded": row[_SUCCEEDED],
            "failed": row[_FAILED],
            "recovered": row[_RECOVERED],
            # Where no success names a model, a model without one has not failed each time.
            "failed_share": share(row[_FAILED], row[_SUCCEEDED]) if known or row[_SUCCEEDED] else None,
        }
        for name, row in ranked
        if any(row)
    ]


def share(failed: int, succeeded: int) -> float | None:
    """Return the share of requests that failed, of those whose end is known; None where there are none."""
    return round(failed / (failed + succeeded), 4) if failed + succeeded > 0 else None


def _row(table: dict[str, list[int]], name: str) -> list[int]:
    found = table.get(name)
    if found is None:
        found = table.setdefault(name if len(table) < _MOST else _OTHER, [0, 0, 0])
    return found


def begin(options: Options) -> Tally:
    """Return empty tables."""
    return _Outcomes(options.apart)
