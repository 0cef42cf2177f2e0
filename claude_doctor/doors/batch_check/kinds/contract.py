"""A kind is what a file may be instead of a batch for the Claude API: a batch of OpenAI, a table, results.

One file a kind. It looks at the head of the file only, decides by keys and never by values of a sample, and
never imports another kind. One that is the batch of another platform has a PLATFORM, by whose rules it is
checked; one whose lines can become requests has `WRAP`.
"""

from __future__ import annotations

from claude_doctor.base.contract import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from claude_doctor.doors.batch_check.engine.head import Head, Platform


class Kind(Protocol):
    """What a kind has."""

    RANK: int  # lower is asked first; no two are equal
    NAME: str  # what it is, with its article
    WAY_OUT: str  # what to do instead
    PLATFORM: Platform | None = None
    WRAP: Callable[[dict[str, Any], int], dict[str, Any] | None] | None = (
        None  # makes a request of an element and its number
    )

    def recognise(self, head: Head, /) -> bool:
        """Whether a file with this head is of the kind."""
