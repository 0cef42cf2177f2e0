"""How the output may look: colour, width, and whether more than ASCII can be shown."""

from __future__ import annotations

from claude_doctor.record import record

SITE = "https://claude-doctor.readthedocs.io/en/stable"


@record
class Style:
    """What a renderer may use. `width` is in columns; `unicode` is false where the output cannot show more than ASCII.

    `configured` names the file that set an option which decides the verdict: (option, file).
    """

    color: bool = False
    width: int = 80
    unicode: bool = True
    animate: bool = False
    configured: tuple[tuple[str, str], ...] = ()


def doc_url(entry_id: str) -> str:
    """Return the address of an entry's or rule's page; it never changes."""
    return f"{SITE}/e/{entry_id}/"
