"""Every form of time that logs use -> microseconds since the epoch, and whether a zone was given."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

_ISO = re.compile(
    r"\s*\[?(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ]|, |\s+)(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)? ?(Z"
    r"|z|UTC|GMT|[+-]\d\d:?\d\d(?!\d)|[+-]\d\d(?!\d))?"
)
_NGINX = re.compile(r"\[?(\d\d)/([A-Z][a-z]{2})/(\d{4}):(\d\d):(\d\d):(\d\d(?:\.\d{1,6})?) ?([+-]\d{4})?")
# log4j's DATE, and PHP's error_log with its zone behind it.
_WORDY = re.compile(
    r"\[?(\d\d)[ -]([A-Z][a-z]{2})[ -](\d{4}) (\d\d:\d\d:\d\d(?:[.,]\d{1,12})?)( (?:UTC|GMT|Z))?"
)
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}), (\d{1,2})(:\d\d:\d\d) ([AP])M")
_DAY_FIRST = re.compile(r"(\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d(?:[.,]\d{1,6})?)")
_DIGITS = re.compile(r"\d{8,20}(?:\.\d+)?$")
_MONTHS = {
    name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}
_EPOCH_DAY = date(1970, 1, 1).toordinal()
DAY = 86_400_000_000
_days: dict[tuple[str, str, str], int] = {}
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|sec|m|min|h|d|w)$")
_UNITS = {
    "ms": 1_000,
    "s": 10**6,
    "sec": 10**6,
    "m": 60 * 10**6,
    "min": 60 * 10**6,
    "h": 3600 * 10**6,
    "d": DAY,
    "w": 7 * DAY,
}


def parse(value: object) -> tuple[int, bool] | None:
    """Return (microseconds, naive) of a number or text; None when it is no time. A naive time is counted as
    if it were UTC.
    """
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return _number(value)


def _number(value: float) -> tuple[int, bool] | None:
    # The unit is told by the size: seconds until the year 5138, then milli-, micro- and nanoseconds.
    if not 1e8 <= value < 1e20:
        return None
    if isinstance(value, float) and value < 1e14:
        return int(round(value * 1e6) if value < 1e11 else round(value * 1e3)), False
    whole = int(value)
    if whole < 10**11:
        return whole * 10**6, False
    if whole < 10**14:
        return whole * 10**3, False
    return (whole, False) if whole < 10**17 else (whole // 1000, False)


def _text(text: str) -> tuple[int, bool] | None:
    found = _ISO.match(text)
    if found:
        return _iso(found)
    if _DIGITS.match(text):
        return _number(float(text) if "." in text else int(text))
    found = _NGINX.match(text)
    if found:
        return _nginx(found)
    found = _DAY_FIRST.match(text)
    if found and found[2] in _MONTHS:
        return _text(f"{found[3]}-{_MONTHS[found[2]]:02}-{found[1]}T{found[4]}")
    found = _AMERICAN.match(text)  # only this order of day and month is written with AM and PM
    if found:
        hour = int(found[4]) % 12 + (12 if found[6] == "P" else 0)
        return _text(f"{found[3]}-{found[1]:0>2}-{found[2]:0>2}T{hour:02}{found[5]}")
    if (found := _WORDY.match(text)) and (month := _MONTHS.get(found[2])):
        return _text(f"{found[3]}-{month:02}-{found[1]}T{found[4]}{found[5] or ''}")
    if "," in text[:5] or text[:3] in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}:
        return _mail(text)
    return None


def _iso(found: re.Match[str]) -> tuple[int, bool] | None:
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    base = _days.get((year, month, day))
    if base is None:
        try:
            base = (date(int(year), int(month), int(day)).toordinal() - _EPOCH_DAY) * DAY
        except ValueError:
            return None
        if len(_days) > 4096:
            _days.clear()
        _days[year, month, day] = base
    if int(hour) > 24 or int(minute) > 59 or int(second or 0) > 60:  # 24:00 and leap seconds are written
        return None
    micros = int(fraction[:6].ljust(6, "0")) if fraction else 0
    at = base + ((int(hour) * 60 + int(minute)) * 60 + int(second or 0)) * 10**6 + micros
    return at - _offset(zone), zone is None


def _offset(zone: str | None) -> int:
    if zone is None or zone[0] not in "+-":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[-2:] if len(zone) > 3 else 0)
    return (-minutes if zone[0] == "-" else minutes) * 60 * 10**6


def _nginx(found: re.Match[str]) -> tuple[int, bool] | None:
    month = _MONTHS.get(found[2])
    if month is None:
        return None
    return _text(f"{found[3]}-{month:02}-{found[1]}T{found[4]}:{found[5]}:{found[6]}{found[7] or ''}")


def _mail(text: str) -> tuple[int, bool] | None:
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    naive = found.tzinfo is None
    return _micros(found.replace(tzinfo=UTC) if naive else found), naive


def _micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def shown(at: int | None, naive: bool = False, digits: int = 3) -> str | None:
    """Return UTC in ISO form with milliseconds, `Z` unless the time is naive; None for None or a time beyond
    the calendar.
    """
    if at is None:
        return None
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
    except OverflowError:
        return None
    fraction = f".{moment.microsecond // 1000:03}" if digits else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}{'' if naive else 'Z'}"


def zone(name: str | None) -> tzinfo | None:
    """Return the zone of a name (`UTC`, `+02:00`, `Europe/Berlin`, `local` or None for the machine's);
    ValueError when unknown.
    """
    if name is None or name.lower() == "local":
        return None
    if name.upper() in {"UTC", "Z", "GMT"}:
        return UTC
    found = re.fullmatch(r"(?:UTC)?([+-]\d\d):?(\d\d)?", name)
    if found:
        minutes = int(found[1][1:]) * 60 + int(found[2] or 0)
        return timezone(timedelta(minutes=-minutes if name.lstrip("UTC")[0] == "-" else minutes))
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(f"{name}: no such time zone") from error


def absolute(at: int, where: tzinfo | None) -> int:
    """Return the true instant of a naive time that was counted as UTC, read
    in a zone (None: this machine's).
    """
    try:
        moment = datetime(1970, 1, 1) + timedelta(microseconds=at)  # noqa: DTZ001  # naive is what it is
        aware = moment.astimezone() if where is None else moment.replace(tzinfo=where)
        return _micros(aware)
    except (OverflowError, ValueError, OSError):
        return at


def span(text: str) -> int | None:
    """Return the microseconds of a length of time such as 24h, 90m or 1d; None when it is none."""
    found = _SPAN.match(text.strip().lower())
    return int(float(found[1]) * _UNITS[found[2]]) if found else None
