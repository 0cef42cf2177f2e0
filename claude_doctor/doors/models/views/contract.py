"""A view writes what `models` found in one format; its name is what --format takes."""

from __future__ import annotations

from claude_doctor.base.contract import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.doors.models.report import ModelList, Search
    from claude_doctor.render.style import Style


class ModelsView(Protocol):
    """What a view has."""

    def render(self, reports: Iterable[ModelList | Search], out: TextIO, style: Style, /) -> None:
        """Write the reports."""
