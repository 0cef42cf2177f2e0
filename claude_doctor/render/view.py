"""A view of any door, as the command line sees it; each door's `views/contract.py` says which reports it
gets.
"""

from __future__ import annotations

from claude_doctor.base.contract import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


class View(Protocol):
    """What a view has."""

    __name__: str

    def render(self, reports: Iterable[object], out: TextIO, style: Style, /) -> None:
        """Write the reports."""
