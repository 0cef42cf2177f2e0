"""What the headers of a good answer say of the next one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIMITS = ("requests", "tokens", "input-tokens", "output-tokens")


def is_used_up(headers: Mapping[str, str], wall_s: float) -> bool:
    """Whether a limit has nothing left and its reset is still to come; `wall_s` is seconds since the epoch.

    A request before the reset is answered 429 (platform docs, rate limits, read 2026-11-20). That it pays to
    slow down before is inferred.
    """
    for name in _LIMITS:
        if headers.get(f"anthropic-ratelimit-{name}-remaining") == "0":
            try:
                reset = datetime.fromisoformat(headers.get(f"anthropic-ratelimit-{name}-reset", ""))
                if reset.tzinfo is not None and reset.timestamp() > wall_s:
                    return True
            except (ValueError, OverflowError):
                continue
    return False
