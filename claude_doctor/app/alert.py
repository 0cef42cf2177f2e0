"""An alert that fired."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert: its rule, when (ISO text in UTC), the number that was too high; `resolved` says that its
    window is quiet again.
    """

    rule: str
    ts: str
    value: float
    resolved: bool = False
    diagnosis: str | None = None
    causes: Mapping[str, int] = field(default_factory=dict)
