"""Numbers, lists and objects out of values that may be anything."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# No request has more tokens, and no client sends one request more often: a larger number is damage.
_MOST_TOKENS = 10**9
_MOST_ANY = 10**18
MOST_RESENDS = 1000


def mapping(value: object) -> dict[str, Any]:
    """Return a value that is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Return a value that is a list, else an empty one."""
    return value if isinstance(value, list) else []


def number(value: object) -> float | None:
    """Return a number given as number or text; None for what is no number, or one that nothing in a log can
    count.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = int(value) if value.isdigit() else float(value)
        except ValueError:
            return None
    return value if isinstance(value, int | float) and abs(value) <= _MOST_ANY else None  # NaN is not


def count(value: object, most: int = _MOST_TOKENS) -> int | None:
    """Return how many of something a value says there were; None for what is no such number, or more than
    `most`.
    """
    found = number(value)
    return int(found) if found is not None and 0 <= found <= most else None


def delay(seconds: object) -> dict[str, float] | None:
    """Return the retry fields of a wait that is given in seconds."""
    found = number(seconds)
    return None if found is None else {"delay_ms": round(found * 1000, 3)}


def attempt(number_of: object, most: object) -> dict[str, float]:
    """Return the retry fields of `attempt 2 of 10`."""
    found = {"attempt": number(number_of), "max": number(most)}
    return {name: value for name, value in found.items() if value is not None}
