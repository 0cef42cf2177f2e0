"""A `claude-doctor health` in a fix: with the options this run was given, so that what is copied asks the
same thing again.
"""

from __future__ import annotations

import re
import shlex

from claude_doctor.doors.health.settings.url_secrets import is_showable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

START = "claude-doctor health"
_PLAIN = re.compile(r"[\w./:@%+=,-]+", re.ASCII)
_ADDRESSES = ("--base-url", "--status-url")


def words(values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return (flag, its words as a shell takes them) of the options given: a flag, a value, or several."""
    found: list[tuple[str, str]] = []
    for flag, value in values.items():
        if value is True:
            found.append((flag, flag))
            continue
        for each in value if isinstance(value, (list, tuple)) else (value,):
            text = f"{each:g}" if isinstance(each, float) else str(each)
            if flag in _ADDRESSES and not is_showable(text):
                text = "URL"
            found.append((flag, f"{flag} {text if _PLAIN.fullmatch(text) else shlex.quote(text)}"))
    return tuple(found)


def repeated(command: str, given: tuple[tuple[str, str], ...]) -> str:
    """Return a command in which each `claude-doctor health` has the options of this run that it does not set
    itself.
    """
    first, *calls = command.split(START)
    return first + "".join(_call(call, given) for call in calls)


def _call(call: str, given: tuple[tuple[str, str], ...]) -> str:
    call, mark, rest = call.partition("   #")
    own = set(call.split())
    # Checks with an option of their own are left out by an --only that was made for others.
    left_out = own | ({"--only"} if "--deep" in own else set())
    return "".join([START, call, *(f" {text}" for flag, text in given if flag not in left_out), mark, rest])
