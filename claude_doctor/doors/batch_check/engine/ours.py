"""A rule that breaks is our own fault: it is named, and the others go on."""

from __future__ import annotations

import os

from claude_doctor.base import ours
from claude_doctor.doors.batch_check import rules

_RULES = os.path.dirname(os.path.abspath(rules.__file__))


def note(broken: dict[str, str], error: Exception) -> str:
    """Keep the first fault of the rule an error comes from and return the rule's name; raise it again when it
    comes from none.
    """
    member = ours.member_in(_RULES, error)
    if member is None:
        raise error
    ours.note(broken, member, error)
    return member
