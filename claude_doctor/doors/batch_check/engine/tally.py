"""What is counted and kept of a file: every fault is counted, the findings that are kept are spread over the
rules.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.ours import note
from claude_doctor.doors.batch_check.engine.table import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_doctor.doors.batch_check.engine.fault import ShapeFault
    from claude_doctor.doors.batch_check.engine.reporter import Fault
    from claude_doctor.doors.batch_check.engine.table import Facts

# line, index, custom_id, then the fault
Kept = tuple[int | None, int | None, str | None, str, str, str, str, str]


class Tally:
    """Counts of one file, or of a part of it. `add` takes the faults of one request."""

    def __init__(
        self,
        facts: dict[str, Facts],
        limit: int,
        select: frozenset[str] = frozenset(),
        ignore: frozenset[str] = frozenset(),
    ) -> None:
        self.facts = facts
        self.limit = limit
        self.select = select
        self.ignore = ignore
        self.counts: Counter[tuple[str, str]] = Counter()
        self.kept: dict[tuple[str, str], list[Kept]] = {}
        self.would_fail = 0
        self.broken: dict[str, str] = {}
        self._cap = limit
        self._held = 0

    def wanted(self, rule: str) -> bool:
        """Whether a rule is to be reported."""
        return rule not in self.ignore and (not self.select or rule in self.select)

    def add(
        self, line: int | None, index: int | None, custom_id: str | None, faults: Iterable[Fault]
    ) -> None:
        """Count the faults of one request and keep them as long as there is room."""
        fails = False
        for rule, place, message, fix, severity in faults:
            if not self.wanted(rule):
                continue
            facts = self.facts.get(rule, UNKNOWN)
            key = (rule, severity or facts.severity)
            self.counts[key] += 1
            fails = fails or (key[1] == "error" and facts.when == "result")
            kept = self.kept.setdefault(key, [])
            if len(kept) < (1 if facts.when == "advice" else self._cap):
                if not isinstance(message, str):
                    place, message, fix = self._said(message)  # noqa: PLW2901  # only what is kept is put into words
                kept.append((line, index, custom_id, *key, place, message, fix))
                self._held += 1
                if self._held > 2 * self.limit + 256:
                    self.trim()
        self.would_fail += fails

    def _said(self, fault: ShapeFault) -> tuple[str, str, str]:
        try:
            return fault.said()
        except Exception as error:  # noqa: BLE001  # whatever a rule does wrong
            note(self.broken, error)
            return fault.plainly()

    def more(self, counts: dict[str, int]) -> None:
        """Count advice that was given again."""
        for rule, count in counts.items():
            if count and self.wanted(rule):
                self.counts[(rule, self.facts.get(rule, UNKNOWN).severity)] += count

    def trim(self) -> None:
        """Lower what each rule may keep until all fit: rare rules keep all, frequent ones share the rest. The
        cap only ever falls.
        """
        sizes = sorted(len(kept) for kept in self.kept.values())
        room = self.limit
        cap = self._cap
        for at, size in enumerate(sizes):
            share = room // (len(sizes) - at)
            if size > share:
                cap = min(
                    cap, max(share, 1) if self.limit else 0
                )  # which rules go without is decided at the end
                break
            room -= size
        self._cap = cap
        for kept in self.kept.values():
            del kept[cap:]
        self._held = sum(len(kept) for kept in self.kept.values())

    def join(
        self,
        counts: dict[tuple[str, str], int],
        kept: dict[tuple[str, str], list[Kept]],
        would_fail: int,
        lines: int,
        requests: int,
    ) -> None:
        """Add what was found in a later part of the file, that begins after so many lines and requests."""
        self.counts.update(counts)
        self.would_fail += would_fail
        for key, found in kept.items():
            mine = self.kept.setdefault(key, [])
            room = (1 if self.facts.get(key[0], UNKNOWN).when == "advice" else self._cap) - len(mine)
            for line, index, *rest in found[: max(room, 0)]:
                moved_line = None if line is None else line + lines
                moved_index = None if index is None else index + requests
                mine.append((moved_line, moved_index, *rest))  # type: ignore[arg-type]
        self.trim()

    def findings(self) -> list[Kept]:
        """Return what was kept, in order of the file; what stands for the whole file last."""
        self.trim()
        if self._held > self.limit:
            for key in sorted(self.kept, key=self._rank)[self.limit :]:
                del self.kept[key]
        return sorted(
            (item for kept in self.kept.values() for item in kept),
            key=lambda item: (item[0] is None, item[0] or 0, item[1] or 0),
        )

    def _rank(self, key: tuple[str, str]) -> tuple[bool, bool, int, str]:
        """Order rules by what a person has to know first: errors, what refuses
        the batch, what is frequent.
        """
        rule, severity = key
        return severity != "error", self.facts.get(rule, UNKNOWN).when != "create", -self.counts[key], rule

    @property
    def rejected(self) -> bool:
        """Whether an error was found that refuses the batch at once."""
        return any(
            severity == "error" and self.facts.get(rule, UNKNOWN).when == "create"
            for rule, severity in self.counts
        )
