"""What completes the options of `health`: checks, stages and models."""

from __future__ import annotations


def values(dest: str) -> list[tuple[str, str]]:
    """Return (value, about) for an option or argument."""
    if dest in ("only", "skip"):
        from claude_doctor.doors.health.engine import listed

        checks = listed.infos()
        groups = [
            (name, "")
            for name in dict.fromkeys(["connectivity", "auth", "model", *(check.stage for check in checks)])
        ]
        return groups + [(check.id, check.verifies) for check in checks]
    if dest == "models":
        from claude_doctor.facts import models

        return [(item["id"], item["state"]) for item in models.data()["models"]]
    return []
