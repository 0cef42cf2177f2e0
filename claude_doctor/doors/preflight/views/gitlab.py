"""GitLab's code quality report: an array of issues, each at a line of a file of the repository."""

from __future__ import annotations

from claude_doctor.doors.preflight import outline
from claude_doctor.doors.preflight.report import Preflight
from claude_doctor.render.dumps import dumps
from claude_doctor.render.escape import json_text
from claude_doctor.render.places import fingerprint, in_repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write one array with the issues of all reports."""
    issues = [issue for report in reports if isinstance(report, Preflight) for issue in _issues(report)]
    out.write(json_text(dumps(issues, ascii_only=not style.unicode)) + "\n")


def _issues(report: Preflight) -> Iterator[dict[str, Any]]:
    severities = {"error": "blocker", "warning": "minor"}
    for rule, level, message, file, line, column in outline.results(report):
        yield {
            "type": "issue",
            "check_name": rule,
            "description": message,
            "severity": severities.get(level, "info"),
            "fingerprint": fingerprint(rule, in_repository(file), line, column, message),
            "location": {"path": in_repository(file), "lines": {"begin": line}},
        }
