"""The times and the zone that were asked for; UsageError says what is no such thing."""

from __future__ import annotations

from claude_doctor.base.errors import UsageError
from claude_doctor.doors.tail.reading import times as _time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import tzinfo


def zone(name: str | None) -> tzinfo | None:
    """Return the zone of a name, None for the machine's."""
    try:
        return _time.zone(name)
    except ValueError as error:
        raise UsageError(f"--tz {error}") from error


def moment(flag: str, text: str | None, where: tzinfo | None, now: float) -> int | None:
    """Return the instant (microseconds) that an option names: a span before now, or a time."""
    if text is None:
        return None
    length = _time.span(text)
    if length is not None:
        return int(now * 10**6) - length
    if text == "now":
        return int(now * 10**6)
    found = _time.parse(f"{text}T00:00:00" if len(text) == len("2026-11-20") else text)
    if found is None:
        raise UsageError(f"{flag} {text!r}: give a span such as 24h, or a time such as 2026-11-20T14:00:00Z")
    return _time.absolute(found[0], where) if found[1] else found[0]
