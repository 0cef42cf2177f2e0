"""AWS errors: `An error occurred (ThrottlingException) when calling the InvokeModel operation: ...`."""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 28

_BOTO = pattern(
    r"An error occurred \((\w+)\) when calling the (\w+) operation(?: \([^)]*\))?(?:: ?(.*)|)", re.S
)
_NAME = pattern(
    r"\b(AccessDenied|Conflict|ExpiredToken|InternalServer|ModelError|ModelNotReady|ModelStreamError|ModelTimeout|ResourceNotFound|ServiceQuotaExceeded|ServiceUnavailable|Throttling|UnrecognizedClient|Validation)Exception\b[\"'\s]*:?",
    re.A,
)


def read(text: str) -> Seen | None:
    """Read the exception's name and hand on the message."""
    if "xception" not in text and "An error occurred (" not in text:
        return None
    found = _BOTO.search(text)
    if found:
        name = found[1][:1].upper() + found[1][1:]
        platform = "bedrock" if found[2].startswith(("Invoke", "Converse", "CountTokens")) else None
        words = found[3] or ""
        return Seen(rest=words or None, type=name, message=words.strip(" '\")\n") or None, platform=platform)
    named = _NAME.search(text)
    return Seen(rest=text, type=f"{named[1]}Exception") if named else None
