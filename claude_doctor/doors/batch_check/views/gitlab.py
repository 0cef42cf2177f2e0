"""GitLab's code quality report: an array of issues, each at a line of a file of the repository."""

from __future__ import annotations

from claude_doctor.doors.batch_check import life, outline
from claude_doctor.doors.batch_check.report import BatchReport
from claude_doctor.render import gitlab

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TextIO

    from claude_doctor.base.outside import Outside
    from claude_doctor.doors.batch_check.report import Finding
    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write one array with the issues of all reports."""
    gitlab.write(
        (issue for report in reports if isinstance(report, BatchReport) for issue in _issues(report)),
        out,
        style,
    )


def _issues(report: BatchReport) -> Iterator[dict[str, Any]]:
    for item in report.findings:
        fields = (item.rule, item.file, item.line, item.index, item.path, item.custom_id)
        yield gitlab.issue(
            item.rule,
            outline.told(item),
            _severity(item),
            (item.file, item.line or 1),
            fields,
        )
    for mark, words in life.results_told(report.results) if report.results else ():
        if mark in ("bad", "doubt"):
            place: tuple[Outside | str, int] = (report.files[0].path if report.files else "-", 1)
            yield gitlab.issue(
                "batch-results", words, "major" if mark == "bad" else "minor", place, ("batch-results", words)
            )
    for path, reason in report.unreadable:
        yield gitlab.issue("batch-check", reason, "blocker", (path, 1), ("unreadable", path))


def _severity(item: Finding) -> str:
    if item.when == "advice":
        return "info"
    if item.severity == "warning":
        return "minor"
    return "blocker" if item.when == "create" else "major"
