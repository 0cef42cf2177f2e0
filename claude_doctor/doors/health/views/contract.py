"""A view writes what `health` found in one format; its name is what --format takes.

One file a format (a folder where it needs several). It gets the reports as they come, and may write as they
come; what is no business of its format it leaves out. The style says colours, width and characters of the
output. It works nothing out: what the views share is in `outline.py`. It escapes every word for its format,
and never imports another view.
"""

from __future__ import annotations

from claude_doctor.base.contract import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.doors.health.report import Check, CheckList, Health
    from claude_doctor.render.style import Style


class HealthView(Protocol):
    """What a view has."""

    def render(self, reports: Iterable[Check | CheckList | Health], out: TextIO, style: Style, /) -> None:
        """Write the reports."""
