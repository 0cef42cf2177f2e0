"""The report of `preflight` as a plain dictionary and as findings with places: what its views share."""

from __future__ import annotations

from claude_doctor.base.outside import Outside, joined, said
from claude_doctor.doors.batch_check import outline as batch_outline
from claude_doctor.doors.health import outline as health_outline
from claude_doctor.doors.models import outline as models_outline
from claude_doctor.render.style import SITE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from claude_doctor.doors.preflight.report import Preflight
    from claude_doctor.render.github import Notice
    from claude_doctor.render.sarif import Result

WHOSE = {
    "yours": "yours",
    "theirs": "the provider's",
    "between": "between you and the API",
    "unknown": "not decided whose",
    "none": "nobody's",
}


def preflight(report: Preflight, site: str | None = SITE) -> dict[str, Any]:
    """Return the contract's object: each part as its own command gives it."""
    return {
        "schema_version": 1,
        "command": "preflight",
        "ready": report.ready,
        "fault": report.fault,
        "summary": report.summary,
        "fix": report.fix or "",
        "offline": report.offline,
        "steps": [
            {
                "name": step.name,
                "status": step.status,
                "fault": step.fault,
                "summary": step.told,
                "fix": step.fix or "",
            }
            for step in report.steps
        ],
        "health": health_outline.health(report.health, site) if report.health else None,
        "batch": batch_outline.batchreport(report.batch, site) if report.batch else None,
        "models": models_outline.search(report.models) if report.models else None,
    }


def headline(report: Preflight) -> Outside:
    """Return the verdict in one line."""
    if report.ready:
        return report.summary
    return said("Not ready: {}. {}", WHOSE[report.fault], report.summary)


def notices(report: Preflight, site: str | None) -> Iterator[Notice]:
    """Yield annotations: the verdict first, then those of each part; what is the provider's is a warning."""
    level = "notice" if report.ready else "warning" if report.fault == "theirs" else "error"
    yield (
        level,
        "claude-doctor preflight",
        {},
        joined("\n", (part for part in (headline(report), report.fix) if part)),
    )
    if report.models:
        yield from models_outline.notices(report.models)
    if report.batch:
        yield from batch_outline.notices(report.batch)
    if report.health and not report.health.healthy:
        for item, (kind, *rest) in zip(
            _told(report), health_outline.notices(report.health, site), strict=False
        ):
            yield ("warning" if item == "theirs" else kind, *rest)  # type: ignore[misc]  # a star keeps no length


def _told(report: Preflight) -> list[str | None]:
    """Return the faults of the checks that health speaks of, in its order."""
    return (
        [check.fault for check in report.health.checks if check.status in ("fail", "error", "warn")]
        if report.health
        else []
    )


def titles(report: Preflight) -> dict[str, str]:
    """Return what each rule that was broken is about."""
    found = dict(models_outline.RULES)
    if report.batch:
        found |= {item.rule: item.title for item in report.batch.rules}
    return found


def results(report: Preflight) -> Iterator[Result]:
    """Yield (rule, level, message, file, line, column) of what has a place in a file."""
    if report.models:
        yield from models_outline.sarif_results(report.models)
    for item in report.batch.findings if report.batch else ():
        where = said("{}: ", item.path) if item.path else ""
        level = "note" if item.when == "advice" else item.severity
        told = (
            said("{}{}. {}", where, item.message, item.fix)
            if item.fix
            else said("{}{}.", where, item.message)
        )
        yield item.rule, level, told, item.file, item.line or 1, 0


def problems(report: Preflight) -> list[Outside]:
    """Return what has no place in a file, in sentences."""
    failed = (
        [check for check in report.health.checks if check.status in ("fail", "error")]
        if report.health
        else []
    )
    found = [
        joined(
            " ", (part for part in (said("{}: {}", item.id, item.summary), item.fix, item.command) if part)
        )
        for item in failed
    ]
    found += [Outside(reason) for _, reason in (report.batch.unreadable if report.batch else ())]
    return found
