"""A rule that breaks is our own fault: it is named, and the others go on."""

from __future__ import annotations

import os

_HERE = os.path.dirname(os.path.abspath(__file__))


def member_of(error: BaseException) -> tuple[str, str] | None:
    """Return the rule module an error comes from and what happened there; None when no rule was asked.

    Nothing of the error's own words is said: they may quote the input.
    """
    found: tuple[str, str] | None = None
    trace = error.__traceback__
    while trace is not None:
        folder, name = os.path.split(trace.tb_frame.f_code.co_filename)
        if not name.startswith("_") and (folder == _HERE or trace.tb_frame.f_globals.get("__package__") == __package__):
            found = (name.removesuffix(".py"), f"{type(error).__name__} ({name}, line {trace.tb_lineno})")
        trace = trace.tb_next
    return found


def note(broken: dict[str, str], error: Exception) -> str:
    """Keep the first fault of the rule an error comes from and return the rule's name; raise it again when it comes from none."""
    found = member_of(error)
    if found is None:
        raise error
    broken.setdefault(*found)
    return found[0]
