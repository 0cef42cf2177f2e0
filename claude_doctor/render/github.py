"""Annotations of GitHub workflows: one command a line, everything from outside escaped."""

from __future__ import annotations

from claude_doctor.render._escape import annotation, property_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render._style import Style

ACCEPTS = ("Check", "Health", "CheckList", "BatchReport")
# The module whose `notices(report, site)` yields (level, title, properties, message); "" for reports others hold or that have none.
_HOMES = {"Health": "_health", "Check": "", "CheckList": "", "BatchReport": "_batch"}


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write an annotation for whatever a report has to say."""
    for report in reports:
        home = _HOMES[type(report).__name__]
        if not home:
            continue
        member = __import__(f"claude_doctor.render.{home}", fromlist=["notices"])
        for level, title, properties, message in member.notices(report, style.site):
            out.write(command(level, title, properties, message) + "\n")


def command(level: str, title: str, properties: dict[str, str], message: str) -> str:
    """Return one workflow command; `level` is error, warning or notice."""
    named = {**properties, "title": title}
    return f"::{level} {','.join(f'{name}={property_of(value)}' for name, value in named.items())}::{annotation(message)}"
