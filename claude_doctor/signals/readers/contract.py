"""A reader knows one shape of pasted text, such as curl's failures or an SDK's exception.

One file a reader. It gets the text of one error (cleaned of colours and controls, secrets still in it) and
answers what it saw, or None when the text has not its shape. It decides quickly (a word that must be there,
before any pattern), takes time in proportion to the text, and never imports another reader: what stands
inside its shape it hands back as `rest`.
"""

from __future__ import annotations

from claude_doctor.base.contract import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.signals.seen import Seen


class Reader(Protocol):
    """What a reader has."""

    RANK: int  # lower is asked first; no two are equal, gaps of 5 leave room
    INSIDE: bool = False  # whether it also reads inside the message of an envelope of the API

    def read(self, text: str, /) -> Seen | None:
        """Return what the text says, or None when it has not this shape."""
