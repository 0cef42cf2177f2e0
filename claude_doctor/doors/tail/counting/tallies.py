"""All counts of one part of a log: found by listing their folder, fed together, added up together."""

from __future__ import annotations

from claude_doctor.base import registry
from claude_doctor.doors.tail import counts
from claude_doctor.doors.tail.counts.contract import Count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.counting.options import Options, Totals, View
    from claude_doctor.doors.tail.reading.event import Event


class Tallies:
    """The tallies of all counts of a part, by the count's name."""

    def __init__(self, options: Options | None = None) -> None:
        members = _members() if options is not None else ()
        self.named = {name: member.begin(options) for name, member in members if options is not None}
        self._keys = {name: member.KEY for name, member in members}
        self._all = tuple(self.named.values())
        self.lines = any(member.LINES for _, member in members)

    def add(self, event: Event, changes: Sequence[Change] = ()) -> None:
        """Give an event to every count."""
        for tally in self._all:
            tally.add(event, changes)

    def merge(self, other: Tallies) -> None:
        """Add another part."""
        for name, tally in self.named.items():
            if name in other.named:
                tally.merge(other.named[name])

    def dump(self) -> dict[str, object]:
        """Return all sums as plain data."""
        return {name: tally.dump() for name, tally in self.named.items()}

    def load(self, data: Mapping[str, object]) -> None:
        """Take the sums that `dump` gave; those of counts that are not known here are left out."""
        for name, tally in self.named.items():
            if name in data:
                tally.load(data[name])

    def shown(self, totals: Totals, view: View) -> dict[str, Any]:
        """Return each count's share of the report under its key."""
        found = {self._keys[name]: tally.shown(totals, view) for name, tally in self.named.items()}
        return {key: value for key, value in found.items() if value is not None}


def _members() -> tuple[tuple[str, Count], ...]:
    return tuple((name, registry.load(counts, name, Count)) for name in registry.names(counts))
