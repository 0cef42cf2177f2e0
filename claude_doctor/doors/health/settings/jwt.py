"""The claims of a JSON web token, read without checking its signature: only for what is said about it."""

from __future__ import annotations

import base64
import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def claims(token: str) -> dict[str, Any]:
    """Return the claims of a token, {} when it is none."""
    parts = token.split(".")
    if len(parts) != 3 or len(token) > 100_000:
        return {}
    try:
        text = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def expiry(token: str) -> float | None:
    """Return the end of a token in seconds since the epoch, None when it does not say."""
    found = claims(token).get("exp")
    return float(found) if isinstance(found, (int, float)) and not isinstance(found, bool) else None
