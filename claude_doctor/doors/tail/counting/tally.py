"""What a count adds up over one part of a log."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_doctor.doors.tail.counting.join import Change
    from claude_doctor.doors.tail.counting.options import Totals, View
    from claude_doctor.doors.tail.reading.event import Event


class Tally:
    """The sums of one count. `counts/contract.py` says what it is given and what it may hold."""

    def add(self, event: Event, changes: Sequence[Change]) -> None:
        """Count one event, and how it changes what was counted before."""
        raise NotImplementedError

    def merge(self, other: Tally) -> None:
        """Add the sums of another part; parts may be added in any order and any groups."""
        raise NotImplementedError

    def dump(self) -> object:
        """Return the sums as plain data: dictionaries by text or number, lists, texts, numbers, None."""
        raise NotImplementedError

    def load(self, data: object) -> None:
        """Take what `dump` gave, perhaps on another machine; ValueError when it is of another shape."""
        raise NotImplementedError

    def shown(self, totals: Totals, view: View) -> object:
        """Return the share of the report as plain data, None when there is nothing to say."""
        raise NotImplementedError


class Sums(Tally):
    """A tally that is one table of numbers by name, of at most `most` names (0: as many as there are)."""

    most = 0
    _OTHER = "(other)"

    def __init__(self) -> None:
        self.named: dict[str, int] = {}

    def count(self, name: str, number: int) -> None:
        """Add to a name; when there are too many, to that of all others."""
        if self.most and name not in self.named and len(self.named) >= self.most:
            name = self._OTHER
        self.named[name] = self.named.get(name, 0) + number

    def ranked(self) -> list[tuple[str, int]]:
        """Return names and numbers, the largest first."""
        return sorted(self.named.items(), key=lambda item: (-item[1], item[0]))

    def merge(self, other: Tally) -> None:
        """Add the numbers of another part."""
        assert isinstance(other, Sums)
        for name, number in other.named.items():
            self.count(name, number)

    def dump(self) -> object:
        """Return the table."""
        return self.named

    def load(self, data: object) -> None:
        """Take a table."""
        self.named = table(data)


def table(data: object) -> dict[str, int]:
    """Return data as a table of numbers by name, in any order; ValueError when it is none."""
    if not isinstance(data, dict) or not all(
        isinstance(key, str) and isinstance(value, int) for key, value in data.items()
    ):
        raise ValueError("a table of numbers by name was expected")
    return data


def rows(data: object, width: int) -> dict[str, list[int]]:
    """Return data as rows of `width` numbers by name; ValueError when it is anything else."""
    if not isinstance(data, dict) or not all(
        isinstance(key, str)
        and isinstance(row, list | tuple)
        and len(row) == width
        and all(isinstance(number, int) for number in row)
        for key, row in data.items()
    ):
        raise ValueError("rows of numbers by name were expected")
    return {key: list(row) for key, row in data.items()}


def keyed(data: object, *names: str) -> dict[str, object]:
    """Return data as an object that has some keys; ValueError when it has not."""
    if not isinstance(data, dict) or any(name not in data for name in names):
        raise ValueError(f"an object with {', '.join(names)} was expected")
    return data
