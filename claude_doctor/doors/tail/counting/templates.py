"""Messages -> templates: what changes from one message to the next becomes `#`.

The mask is a regular expression that starts at a digit. Because it is dear, what it found is learned: the
template itself as an expression that begins and ends with what is constant, tried on the next message that
begins alike.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_VARIABLE = re.compile(r"[0-9][0-9A-Za-z_.,-]*+")
HEAD = 12
MODEL = "model: "  # what follows decides the cause, digits and all
LONGEST = 400
_MOST = 2000
_ALIKE = 8


class Template:
    """One template; `plain` and `bodied` are for the hot path, which counts by it."""

    __slots__ = ("bodied", "fits", "others", "plain", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.fits: Callable[[str], object] = (
            text.__eq__
        )  # of one that is learned: whether a message has this template
        self.plain: dict[str | None, Any] = {}
        self.bodied: dict[str | None, Any] = {}
        self.others: dict[tuple[object, ...], Any] = {}


class Templates:
    """Turns messages into templates and remembers how: `constant` by the whole message, `learned` by its
    beginning.
    """

    __slots__ = ("constant", "known", "learned")

    def __init__(self) -> None:
        self.constant: dict[str, Template] = {}
        self.learned: dict[str, list[Template]] = {}
        self.known: dict[str, Template] = {}

    def of(self, message: str) -> str:
        """Return the template of a message as text."""
        return self.find(message).text

    def find(self, message: str) -> Template:
        """Return the template of a message."""
        for known in self.learned.get(message[:HEAD], ()):
            if known.fits(message) and len(message) <= LONGEST:
                return known
        return self.constant.get(message) or self.learn(message)

    def clear(self) -> None:
        """Forget everything: there are too many, or nobody counts by them any more."""
        self.constant.clear()
        self.learned.clear()
        self.known.clear()

    def learn(self, message: str) -> Template:
        """Return the template of a message that nothing learned fits, and learn it."""
        if len(self.known) + len(self.constant) > _MOST:
            self.clear()
        parts = _parts(message[:LONGEST])
        if len(parts) == 1:
            made = self.constant[message[:LONGEST]] = Template(parts[0])
            return made
        text = "#".join(parts)
        found = self.known.get(text)
        if found is not None:
            return found
        made = self.known[text] = Template(text)
        alike = self.learned.setdefault(message[:HEAD], [])
        # A template that says little besides its variables would take in the messages of others.
        if (
            not message.startswith(MODEL)
            and len(parts[0]) >= 4
            and max(map(len, parts)) >= 8
            and len(alike) < _ALIKE
            and len(message) <= LONGEST
        ):
            made.fits = re.compile(_VARIABLE.pattern.join(map(re.escape, parts))).fullmatch
            alike.append(made)
        return made


def _parts(message: str) -> list[str]:
    """Return what is constant of a message; the time at which a limit is full again is, too."""
    if "reset" not in message and "limit reached|" not in message:
        return _VARIABLE.split(message)
    start, end = limits.span(message)
    head, tail = _VARIABLE.split(message[:start]), _VARIABLE.split(message[end:])
    return [*head[:-1], head[-1] + message[start:end] + tail[0], *tail[1:]]


def mask(message: str) -> str:
    """Return the template of one message without learning."""
    return _VARIABLE.sub("#", message[:LONGEST])
