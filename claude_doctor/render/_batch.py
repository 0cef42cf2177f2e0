"""The report of `batch-check` as a plain dictionary: the keys of CONTRACT."""

from __future__ import annotations

from claude_doctor.render._style import doc_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claude_doctor.model import BatchFile, BatchReport, Finding


def batchreport(report: BatchReport) -> dict[str, Any]:
    """Return the contract's object for `batch-check`."""
    by_rule: dict[str, int] = {}
    for item in report.rules:
        by_rule[item.rule] = by_rule.get(item.rule, 0) + item.count
    found: dict[str, Any] = {
        "schema_version": 1,
        "command": "batch-check",
        "checked_for": {
            "anthropic_version": report.anthropic_version,
            "betas": list(report.betas),
            "models_as_of": report.models_as_of,
            "today": report.today,
        },
        "files": [batchfile(item) for item in report.files],
        "findings": [finding(item) for item in report.findings],
        "findings_truncated": report.truncated,
        "summary": {
            "errors": report.errors,
            "warnings": report.warnings,
            "advice": report.advice,
            "by_rule": by_rule,
            "rejected_at_create": report.rejected_at_create,
            "requests_that_would_fail": report.would_fail,
        },
    }
    if report.unreadable:
        found["unreadable"] = [{"path": path, "reason": reason} for path, reason in report.unreadable]
    if report.ignored:
        found["ignored"] = [{"rule": rule, "reason": reason or None} for rule, reason in report.ignored]
    return found


def batchfile(item: BatchFile) -> dict[str, Any]:
    """Return one input of `batch-check`."""
    return {
        "path": item.path,
        "requests": item.requests,
        "bytes": item.bytes,
        "body_bytes": item.body_bytes,
        "body_bytes_exact": item.body_bytes_exact,
        "models": dict(item.models),
        "distinct_shapes": item.shapes,
        "tokens_estimated": item.tokens_estimated,
        "rejected_at_create": item.rejected_at_create,
        "requests_that_would_fail": item.would_fail,
    }


def finding(item: Finding) -> dict[str, Any]:
    """Return the contract's finding."""
    return {
        "rule": item.rule,
        "severity": item.severity,
        "file": item.file,
        "line": item.line,
        "index": item.index,
        "custom_id": item.custom_id,
        "path": item.path,
        "message": item.message,
        "fix": item.fix,
        "when": item.when,
        "doc_url": doc_url(item.rule),
        "diagnosis": item.diagnosis,
    }
