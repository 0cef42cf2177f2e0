"""What completes the options of `tail`: causes and categories."""

from __future__ import annotations

from claude_doctor import catalogue
from claude_doctor.base.model import CATEGORIES
from claude_doctor.doors.tail.grouping import BY


def values(dest: str) -> list[tuple[str, str]]:
    """Return (value, about) for an option or argument."""
    if dest == "by":
        return [(name, "") for name in (*BY, "field:")]
    if dest != "select":
        return []
    return [(name, "") for name in CATEGORIES] + [
        (heading.id, heading.title) for heading in catalogue.headings()
    ]
