"""SARIF 2.1.0: a rule with the help of its page, a result for each rule and file, with the places of its
first findings.
"""

from __future__ import annotations

from claude_doctor import __version__
from claude_doctor.catalogue import find
from claude_doctor.doors.batch_check import life, outline
from claude_doctor.doors.batch_check.report import BatchReport
from claude_doctor.render import places, sarif
from claude_doctor.render.style import doc_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TextIO

    from claude_doctor.base.outside import Outside
    from claude_doctor.doors.batch_check.report import Finding, RuleCount
    from claude_doctor.render.style import Style

SHOWN = 10


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write one log with a run a report."""
    runs = [_run(report, style) for report in reports if isinstance(report, BatchReport)]
    sarif.write(runs, out, style)


def _run(report: BatchReport, style: Style) -> dict[str, Any]:
    rules = list(dict.fromkeys(item.rule for item in report.rules))
    by_rule = {item.rule: item for item in reversed(report.rules)}
    driver = {
        "name": "claude-doctor",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(by_rule[rule], style.site) for rule in rules],
    }
    return {
        "tool": {"driver": driver},
        "invocations": [
            {
                "executionSuccessful": not (report.unreadable or report.faults),
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": words}}
                    for words in (
                        *(reason for _, reason in report.unreadable),
                        *(f"{name}: {how}" for name, how in report.faults),
                    )
                ],
            }
        ],
        "results": [*_results(report, rules), *_outcomes(report)],
    }


def _level(severity: str, when: str) -> str:
    return "note" if when == "advice" else severity


def _rule(item: RuleCount, site: str | None) -> dict[str, Any]:
    page = find(item.rule)
    fixes = list(page.fixes) if page else []
    help_text = "\n".join([page.meaning if page else item.title, *(f"- {fix}" for fix in fixes)])
    made: dict[str, Any] = {
        "id": item.rule,
        "shortDescription": {"text": item.title or item.rule},
        "fullDescription": {"text": (page.meaning if page else item.title) or item.rule},
        "help": {"text": help_text or item.rule, "markdown": help_text or item.rule},
        "defaultConfiguration": {"level": _level(item.severity, item.when)},
        "properties": {"when": item.when, "tags": ["message-batches"]},
    }
    url = doc_url(item.rule, site)
    if url:
        made["helpUri"] = url
    return made


def _results(report: BatchReport, rules: list[str]) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str, Outside], list[Finding]] = {}
    for one in report.findings:
        groups.setdefault((one.rule, one.severity, one.file), []).append(one)
    made = []
    for (rule, severity, file), found in groups.items():
        first = found[0]
        more = f" ({len(found) - 1:,} more findings like it in the file)" if len(found) > 1 else ""
        made.append(
            {
                "ruleId": rule,
                "ruleIndex": rules.index(rule),
                "level": _level(severity, first.when),
                "message": {"text": outline.told(first) + more},
                "locations": [_location(file, one.line or 1, one.path) for one in found[:SHOWN]],
                "partialFingerprints": {
                    "ruleAndFile/v1": places.fingerprint(rule, severity, places.in_repository(file))
                },
                "occurrenceCount": len(found),
                "properties": {"when": first.when, "diagnosis": first.diagnosis or ""},
            }
        )
    return made


def _outcomes(report: BatchReport) -> list[dict[str, Any]]:
    """Return what became of the requests, where there are results: of no
    rule, at the file of the requests.
    """
    if not report.results or not report.files:
        return []
    levels = {"bad": "error", "doubt": "warning"}
    return [
        {
            "level": levels[mark],
            "message": {"text": words},
            "locations": [_location(report.files[0].path, 1, "")],
        }
        for mark, words in life.results_told(report.results)
        if mark in levels
    ]


def _location(file: Outside, line: int, path: Outside | str) -> dict[str, Any]:
    physical = {
        "artifactLocation": {"uri": places.uri(places.in_repository(file))},
        "region": {"startLine": line},
    }
    made: dict[str, Any] = {"physicalLocation": physical}
    if path:
        made["logicalLocations"] = [{"fullyQualifiedName": path}]
    return made
