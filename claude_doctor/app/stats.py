"""What a Doctor has counted."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts since the Doctor was made.

    `groups` maps a limit group to its rate (requests a second, None: no distress), how many wait, and what is
    left of the budget.
    """

    calls: int = 0
    attempts: int = 0
    failed_attempts: int = 0
    waited_s: float = 0.0
    given_up: int = 0
    resumed: int = 0
    interrupted: int = 0
    groups: dict[str, tuple[float | None, int, float]] = field(default_factory=dict)
