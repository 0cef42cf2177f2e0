"""What completes the arguments of `models`: the ids."""

from __future__ import annotations

from claude_doctor.facts import models


def values(dest: str) -> list[tuple[str, str]]:
    """Return (value, about) for an option or argument."""
    return [(item["id"], item["state"]) for item in models.data()["models"]] if dest == "names" else []
