"""A number that is no status of the API: what it is, and the nearest ones that are."""

from __future__ import annotations

from claude_doctor import catalogue
from claude_doctor.base.model import Signal
from claude_doctor.doors.explain.report import Explained, Explanation


def read(words: str) -> Explanation:
    """Return what a number is that no page is about."""
    number = int(words) if len(words) < 10 else 0
    signal = Signal(status=number if 100 <= number <= 599 else None)
    if 100 <= number <= 599:
        family = {
            1: "informational",
            2: "success",
            3: "a redirect",
            4: "a client error",
            5: "a server error",
        }[number // 100]
        note = (
            f"{words} is not a status the Claude API is known to send. As an HTTP status it is {family}; a "
            "proxy or gateway may have sent it."
        )
    else:
        note = f"{words} is no HTTP status (those run from 100 to 599) and no other name in the catalogue."
    known = [heading.status for heading in catalogue.headings() if heading.status_page and heading.status]
    near = sorted(known, key=lambda status: abs(status - number))[:3] if 100 <= number <= 599 else []
    return Explanation(
        Explained(signal, ()),
        lookup=True,
        text=words,
        notes=(note,),
        nearest=tuple(str(status) for status in near),
    )
