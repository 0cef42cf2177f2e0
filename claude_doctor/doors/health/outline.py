"""Reports of `health` as plain dictionaries: the keys of CONTRACT."""

from __future__ import annotations

from claude_doctor.base import ours
from claude_doctor.base.outside import joined
from claude_doctor.doors.health.report import CheckList
from claude_doctor.render.style import SITE, check_url, doc_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from claude_doctor.doors.health.report import Check, Health
    from claude_doctor.render.github import Notice
    from claude_doctor.render.junit import Case


def health(report: Health, site: str | None = SITE) -> dict[str, Any]:
    """Return the contract's object of a run; its pages stand below `site`."""
    target = report.target
    faults = ours.listed(fault for item in report.checks for fault in item.faults())
    return {
        "schema_version": 1,
        "command": "health",
        "healthy": report.healthy,
        "target": {
            "base_url": target.base_url,
            "host": target.host,
            "platform": target.platform,
            "models": list(target.models),
            "python": target.python,
            "sdk": target.sdk,
        },
        "checks": [check(item, site) for item in report.checks],
        "timings_ms": dict(report.timings_ms),
        "verdict": {
            "fault": report.verdict.fault,
            "summary": report.verdict.summary,
            "check": report.verdict.check,
            "fix": report.verdict.fix,
            "command": report.verdict.command,
            "diagnosis": report.verdict.diagnosis,
        },
        "notes": list(report.notes),
        **({"faults_of_ours": faults} if faults else {}),
    }


def check(item: Check, site: str | None = SITE) -> dict[str, Any]:
    """Return the contract's object of one check."""
    return {
        "id": item.id,
        "stage": item.stage,
        "status": item.status,
        "summary": item.summary,
        "details": dict(item.details),
        "fix": item.fix,
        "command": item.command,
        "fault": item.fault,
        "doc_url": page(item, site),
        "diagnosis": item.diagnosis,
        "duration_ms": item.duration_ms,
        "needs": list(item.needs),
    }


def page(item: Check, site: str | None) -> str | None:
    """Return the address of the page that says more: of the error it is, else of the check; None without a
    site.
    """
    return doc_url(item.diagnosis, site) if item.diagnosis else check_url(item.id, site)


def checklist(report: CheckList) -> dict[str, Any]:
    """Return the list of checks."""
    rows = [
        {
            "id": item.id,
            "stage": item.stage,
            "needs": list(item.needs),
            "cost": item.cost,
            "option": item.option,
            "verifies": item.verifies,
        }
        for item in report.checks
    ]
    return {"schema_version": 1, "command": "health", "checks": rows}


def notices(report: Health, site: str | None) -> Iterator[Notice]:
    """Yield what GitHub shows: an error for each failure, a warning for each warning, else one notice."""
    levels = {"fail": "error", "error": "error", "warn": "warning"}
    for item in report.checks:
        if item.status in levels:
            parts = (item.summary, item.fix, item.command, page(item, site))
            yield (
                levels[item.status],
                f"claude-doctor health: {item.id}",
                {},
                joined("\n", (part for part in parts if part)),
            )
    if report.healthy:
        yield "notice", "claude-doctor health", {}, report.verdict.summary


def suite(report: Health | CheckList, site: str | None) -> tuple[str, list[Case]]:
    """Return the checks as cases of a JUnit suite."""
    if isinstance(report, CheckList):
        return "claude-doctor health --list-checks", [
            (item.stage, item.id, 0.0, "skipped", item.verifies, "") for item in report.checks
        ]
    kinds = {"fail": "failure", "error": "error", "skip": "skipped"}
    cases: list[Case] = []
    for item in report.checks:
        parts = (item.summary, item.fix, item.command, page(item, site))
        text = joined("\n", (part for part in parts if part))
        cases.append(
            (
                f"claude-doctor.health.{item.stage}",
                item.id,
                (item.duration_ms or 0) / 1000,
                kinds.get(item.status, ""),
                item.summary,
                text,
            )
        )
    return "claude-doctor health", cases
