"""An error.type named in plain words: `invalid_request_error: ...`."""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 85

# The 12 values of the SDK's ErrorType and the two that come without being in it (anthropic 2.10.0, read
# 2026-11-20).
_TYPES = pattern(
    r"\b(invalid_request_error|authentication_error|billing_error|permission_error|not_found_error"
    r"|conflict_error"
    r"|request_too_large|rate_limit_error|timeout_error|overloaded_error|gateway_timeout_error|api_error)\b",
    re.A,
)


def read(text: str) -> Seen | None:
    """Read the first type that is named."""
    found = _TYPES.search(text[:65536]) if "_error" in text or "request_too_large" in text else None
    return Seen(rest=text, type=found[1]) if found else None
