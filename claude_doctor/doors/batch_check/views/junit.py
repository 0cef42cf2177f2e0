"""JUnit XML: a suite a file, a case a rule that was broken there; a file without an error is one case that
passed.
"""

from __future__ import annotations

from claude_doctor.doors.batch_check import life
from claude_doctor.doors.batch_check.report import BatchReport
from claude_doctor.render import junit, places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from claude_doctor.base.outside import Outside
    from claude_doctor.doors.batch_check.report import BatchFile, Finding
    from claude_doctor.render.junit import Case
    from claude_doctor.render.style import Style

SHOWN = 10


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write one document with a suite a file."""
    junit.write(
        (suite for report in reports if isinstance(report, BatchReport) for suite in _suites(report)), out
    )


def _suites(report: BatchReport) -> Iterator[tuple[Outside | str, list[Case]]]:
    for item in report.files:
        yield places.in_repository(item.path), list(_cases(report, item))
    if report.results:
        told = [
            (mark, words)
            for mark, words in life.results_told(report.results)
            if mark in ("ok", "bad", "doubt")
        ]
        yield (
            "results",
            [
                ("results", words, 0.0, "failure" if mark == "bad" else "", words, words)
                for mark, words in told
            ],
        )
    if report.unreadable:
        yield "inputs", [("inputs", path, 0.0, "error", reason, reason) for path, reason in report.unreadable]


def _cases(report: BatchReport, item: BatchFile) -> Iterator[Case]:
    group = places.in_repository(item.path)
    broken = [rule for rule in report.rules if rule.severity == "error" and rule.when != "advice"]
    failed = False
    for rule in broken:
        found = [
            one
            for one in report.findings
            if (one.rule, one.severity, one.file) == (rule.rule, rule.severity, item.path)
        ]
        if found:
            failed = True
            text = "\n".join(_line(one) for one in found[:SHOWN])
            yield group, rule.rule, 0.0, "failure", f"{rule.title} ({len(found):,} kept)", text
    if not failed:
        yield group, "no error", 0.0, "", "", ""


def _line(item: Finding) -> str:
    place = [f"line {item.line}" if item.line is not None else "", item.custom_id or "", item.path]
    return f"{' '.join(part for part in place if part)}: {item.message}. {item.fix}".strip()
