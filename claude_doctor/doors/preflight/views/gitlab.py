"""GitLab's code quality report: an array of issues, each at a line of a file of the repository."""

from __future__ import annotations

from claude_doctor.doors.preflight import outline
from claude_doctor.doors.preflight.report import Preflight
from claude_doctor.render import gitlab
from claude_doctor.render.places import in_repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write one array with the issues of all reports."""
    gitlab.write(
        (issue for report in reports if isinstance(report, Preflight) for issue in _issues(report)),
        out,
        style,
    )


def _issues(report: Preflight) -> Iterator[dict[str, Any]]:
    severities = {"error": "blocker", "warning": "minor"}
    for rule, level, message, file, line, column in outline.results(report):
        fields = (rule, in_repository(file), line, column, message)
        yield gitlab.issue(rule, message, severities.get(level, "info"), (file, line), fields)
