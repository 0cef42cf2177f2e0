"""The Go SDK's text of a status error: `POST "https://api.anthropic.com/v1/messages": 429 Too Many Requests
{...}`.
"""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 55

_LINE = pattern(
    (
        r"\b(?:GET|POST|PUT|PATCH|DELETE) \\*\"https?://[^\"\s]{1,300}\": ([1-5]\d\d)\b((?: "
        r"[A-Z][\w'-]*){0,5})(?: \(Request-ID: ([\w-]{1,80})\))?\s*(.*)"
    ),
    re.S,
)


def read(text: str) -> Seen | None:
    """Read the status and the request id, and hand on the body."""
    found = _LINE.search(text) if '": ' in text else None
    if not found:
        return None
    body = found[4].strip()
    return Seen(
        rest=body or None,
        status=int(found[1]),
        message=body or found[2].strip() or None,
        request_id=found[3],
        exceptions=("apierror.Error",),
    )
