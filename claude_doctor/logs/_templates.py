"""Messages -> templates: what changes from one message to the next becomes `#`.

The mask is a regular expression that starts at a digit. Because it is dear, what it found is learned: the literal parts of
a template, tried in order on the next message that begins alike, cost half of it.
"""

from __future__ import annotations

import re

_VARIABLE = re.compile(r"[0-9][0-9A-Za-z_.,-]*+")
_HEAD = 12
_LONGEST = 400
_MOST = 64

# prefix, literals between the variables, suffix, number of blanks, template
Learned = tuple[str, tuple[str, ...], str, int, str]


class Templates:
    """Turns messages into templates and remembers how."""

    __slots__ = ("_learned",)

    def __init__(self) -> None:
        self._learned: dict[str, list[Learned]] = {}

    def of(self, message: str) -> str:
        """Return the template of a message."""
        if len(message) > _LONGEST:
            message = message[:_LONGEST]
        known = self._learned.get(message[:_HEAD])
        if known is not None:
            for prefix, middles, suffix, blanks, template in known:
                if message.startswith(prefix) and message.endswith(suffix) and message.count(" ") == blanks:
                    if not middles:
                        return template
                    at = len(prefix)
                    for part in middles:
                        at = message.find(part, at) + 1
                        if not at:
                            break
                    else:
                        return template
        return self._learn(message)

    def _learn(self, message: str) -> str:
        parts = _VARIABLE.split(message)
        if len(parts) == 1:
            return message
        template = "#".join(parts)
        known = self._learned.setdefault(message[:_HEAD], [])
        # Only what stands on its own between blanks or marks is told apart safely by its literals.
        if len(parts[0]) >= 4 and len(known) < 8 and all(len(part) >= 2 for part in parts[1:-1]):
            if len(self._learned) > _MOST * 16:
                self._learned.clear()
            entry = (parts[0], tuple(parts[1:-1]), parts[-1], message.count(" "), template)
            if entry not in known:
                known.append(entry)
        return template


def mask(message: str) -> str:
    """Return the template of one message without learning."""
    return _VARIABLE.sub("#", message[:_LONGEST])
