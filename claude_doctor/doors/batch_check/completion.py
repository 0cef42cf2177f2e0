"""What completes the options of `batch-check`: its rules, and the versions it knows."""

from __future__ import annotations

from claude_doctor import catalogue
from claude_doctor.facts.versions import KNOWN


def values(dest: str) -> list[tuple[str, str]]:
    """Return (value, about) for an option or argument."""
    if dest in ("select", "ignore"):
        return [(name, facts[3]) for name, facts in catalogue.rules().items()]
    return [(version, "") for version in KNOWN] if dest == "version" else []
