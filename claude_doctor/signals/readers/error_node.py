"""Errors as Node and Bun print them: `Class: message`, stack lines, and the causes in braces."""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 25

_STACK = pattern(r"\n[^\S\n]++at [^\n]*")
_HEAD = pattern(r"^\s*(?:Uncaught |throw )?([A-Z]\w*(?:Error|Exception))(?: \[([\w.]+)\])?: ?(.*)", re.S)
_CAUSE = pattern(r"\[?cause\]?: ?([A-Z]\w*(?:Error)?)(?: \[\w+\])?: ?([^\n{]*)")
_FIELD = pattern(r"\b(status|requestID|request_id): ?'?([\w-]+)")


def read(text: str) -> Seen | None:
    """Read an error that comes with a stack or a cause."""
    if "\n" not in text or not ("    at " in text or "cause" in text):
        return None
    head = _HEAD.match(text)
    causes = _CAUSE.findall(text)
    if not head or not (causes or _STACK.search(text)):
        return None
    facts = dict(_FIELD.findall(text))
    words = _STACK.split(head[3], maxsplit=1)[0].split("\n  cause", 1)[0].strip()
    message = causes[-1][1].strip() if causes and causes[-1][1].strip() else words
    status = facts.get("status", "")
    return Seen(
        rest=words if words and words != text else None,
        message=message if causes else words or None,
        exceptions=tuple(dict.fromkeys((head[1], *(name for name, _ in causes)))),
        status=int(status) if status.isdigit() and len(status) == 3 else None,
        streaming=words[:1] == "{" and head[1] in ("APIError", "APIStatusError"),
    )
