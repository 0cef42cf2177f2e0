"""When models retire: what our own data says of a model, and how far away a date of the API's is."""

from __future__ import annotations

from datetime import UTC, datetime

from claude_doctor.base import clock
from claude_doctor.facts import models
from claude_doctor.facts.models import NEAR_DAYS, RETIRED, ModelState

__all__ = ["NEAR_DAYS", "RETIRED", "ModelState", "days", "known", "usual"]


def known(model: str, now: float) -> ModelState | None:
    """Return the state of a model at a moment (seconds since the epoch), None when it is unknown."""
    return models.state(model, clock.day(now))


def days(when: object, now: float) -> int | None:
    """Return the whole days from now to an RFC 3339 date or time; None when it is none."""
    if not isinstance(when, str):
        return None
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int((moment.timestamp() - now) // 86_400)


def usual(now: float) -> str:
    """Return the model that is asked for where none is named and none is listed: the newest Opus that is
    active at a moment.
    """
    day = clock.day(now)
    found = [
        (str((item.get("released") or {}).get("value") or ""), str(item["id"]))
        for item in models.data()["models"]
        if "-opus-" in item["id"]
        and (state := models.state(item["id"], day))
        and state.state == models.ACTIVE
    ]
    return max(found)[1]
