"""A view writes what `preflight` found in one format; its name is what --format takes."""

from __future__ import annotations

from claude_doctor.base.contract import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.doors.preflight.report import Preflight
    from claude_doctor.render.style import Style


class PreflightView(Protocol):
    """What a view has."""

    def render(self, reports: Iterable[Preflight], out: TextIO, style: Style, /) -> None:
        """Write the reports."""
