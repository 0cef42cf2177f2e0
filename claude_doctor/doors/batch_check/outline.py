"""The report of `batch-check` as a plain dictionary: the keys of CONTRACT."""

from __future__ import annotations

from claude_doctor.base import ours
from claude_doctor.base.text import one_line
from claude_doctor.doors.batch_check import life
from claude_doctor.render.places import in_repository
from claude_doctor.render.style import SITE, doc_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from claude_doctor.base.outside import Outside
    from claude_doctor.doors.batch_check.report import BatchFile, BatchReport, Finding, RuleList
    from claude_doctor.render.github import Notice

_PLATFORMS = {"bedrock": "Amazon Bedrock", "vertex": "Vertex AI"}


def batchreport(report: BatchReport, site: str | None = SITE) -> dict[str, Any]:
    """Return the contract's object for `batch-check`; the pages of its rules stand below `site`."""
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
        "findings": [finding(item, site) for item in report.findings],
        "findings_truncated": report.truncated,
        "summary": {
            "errors": report.errors,
            "warnings": report.warnings,
            "advice": report.advice,
            "by_rule": by_rule,
            "rejected_at_create": report.rejected_at_create,
            "requests_that_would_fail": report.would_fail,
        },
        "faults_of_ours": ours.listed(report.faults),
    }
    if report.estimate:
        found["estimate"] = life.estimate(report.estimate)
    if report.fixed:
        found["fixed"] = life.fixed(report.fixed)
    if report.parts:
        found["parts"] = [
            {"path": part.path, "requests": part.requests, "body_bytes": part.body_bytes}
            for part in report.parts
        ]
    if report.results:
        found["results"] = life.results(report.results, site)
    if report.unreadable:
        found["unreadable"] = [{"path": path, "reason": reason} for path, reason in report.unreadable]
    if report.ignored:
        found["ignored"] = [{"rule": rule, "reason": reason or None} for rule, reason in report.ignored]
    if report.selected:
        found["selected"] = list(report.selected)
    return found


def rulelist(report: RuleList, site: str | None = SITE) -> dict[str, Any]:
    """Return the list of rules."""
    rows = [
        {
            "rule": item.rule,
            "severity": item.severity,
            "when": item.when,
            "title": item.title,
            "doc_url": doc_url(item.rule, site),
        }
        for item in report.rules
    ]
    return {"schema_version": 1, "command": "batch-check", "rules": rows}


def batchfile(item: BatchFile) -> dict[str, Any]:
    """Return one input of `batch-check`."""
    models: dict[str, int] = {}
    for name, count in item.models:  # two long names may be shortened to the same
        models[name] = models.get(name, 0) + count
    return {
        "path": item.path,
        "requests": item.requests,
        "bytes": item.bytes,
        "body_bytes": item.body_bytes,
        "body_bytes_exact": item.body_bytes_exact,
        "models": models,
        "distinct_shapes": item.shapes,
        "tokens_estimated": item.tokens_estimated,
        "rejected_at_create": item.rejected_at_create,
        "requests_that_would_fail": item.would_fail,
        "platform": item.platform or "claude-api",
        "kind": item.kind or None,
    }


def finding(item: Finding, site: str | None = SITE) -> dict[str, Any]:
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
        "doc_url": doc_url(item.rule, site),
        "diagnosis": item.diagnosis,
    }


def notices(report: BatchReport) -> Iterator[Notice]:
    """Yield (level, title, properties, message) of annotations: the first finding of every rule first, as
    only ten are shown.
    """
    counts = {(item.rule, item.severity): item for item in report.rules}
    seen: set[tuple[str, str]] = set()
    later = []
    for item in sorted(report.findings, key=lambda item: item.severity != "error"):
        key = (item.rule, item.severity)
        if key in seen:
            later.append((item, ""))
            continue
        seen.add(key)
        more = counts[key].count - 1
        yield _notice(item, f" (and {more:,} more)" if more else "")
    for item, more_words in later:
        yield _notice(item, more_words)
    for mark, words in life.results_told(report.results) if report.results else ():
        if mark in ("bad", "doubt"):
            yield "error" if mark == "bad" else "warning", "batch-results", {}, words
    for words in left_out(report):
        yield "notice", "batch-check", {}, words
    for path, reason in report.unreadable:
        yield "error", "batch-check", {"file": path}, reason


def _notice(item: Finding, more: str) -> Notice:
    properties: dict[str, Outside | str] = {"file": in_repository(item.file)} if item.file != "-" else {}
    if item.line is not None and properties:
        properties["line"] = str(item.line)
    level = "notice" if item.when == "advice" else item.severity
    where = f"{item.path}: " if item.path else ""
    who = f" [{item.custom_id}]" if item.custom_id else ""
    return level, item.rule, properties, f"{where}{item.message}{more}. {item.fix}{who}"


def verdict(report: BatchReport) -> tuple[bool, str]:
    """Return whether all is well, and the answer in one sentence: would it
    be accepted, how much would fail.
    """
    requests = sum(item.requests for item in report.files)
    noun = "request" if requests == 1 else "requests"
    kinds = [item.kind for item in report.files if item.kind]
    if kinds and len(kinds) == len(report.files) and report.errors:
        return False, f"Not a batch of the Claude API: {kinds[0]}" if len(
            kinds
        ) == 1 else f"None of {len(kinds)} files is a batch of the Claude API"
    if report.rejected_at_create:
        refused = [item.path for item in report.files if item.rejected_at_create]
        which = "The batch" if len(report.files) == 1 else f"{len(refused)} of {len(report.files)} batches"
        then = (
            f". Once that is fixed, {report.would_fail:,} of {requests:,} {noun} would fail hours later"
            if report.would_fail
            else ""
        )
        return False, f"{which} would be refused when it is created: nothing would run{then}"
    if report.would_fail:
        return (
            False,
            (
                f"{report.would_fail:,} of {requests:,} {noun} would fail hours later; the batch itself "
                "would be accepted"
            ),
        )
    if report.errors:
        return False, f"{report.errors:,} errors in {requests:,} {noun}"
    of_which = " of the rules reported" if report.ignored or report.selected else ""
    return True, f"{requests:,} {noun}, no error{of_which}"


def scope(report: BatchReport) -> str:
    """Say what was checked for."""
    betas = f"betas {', '.join(report.betas)}" if report.betas else "no betas"
    return f"anthropic-version {report.anthropic_version}, {betas}"


def left_out(report: BatchReport) -> Iterator[str]:
    """Say which rules are not reported, and why."""
    if report.selected:
        yield f"Only reported: {', '.join(report.selected)}."
    if report.ignored:
        named = [f"{rule} ({one_line(reason)})" if reason else rule for rule, reason in report.ignored]
        yield f"Not reported: {', '.join(named)}."


def size(item: BatchFile) -> str:
    """Say how large a file is against the limits; of another platform's only what it holds, of anything else
    what it is.
    """
    if item.kind:
        return f"{item.kind} · {_bytes(item.bytes)}"
    if item.platform:
        about = f"about {_short(item.tokens_estimated)} input tokens (estimated)"
        return (
            f"batch for {_PLATFORMS[item.platform]} · {item.requests:,} requests · {_bytes(item.bytes)} "
            f"· {about}"
        )
    share = 100 * item.body_bytes / 256_000_000
    parts = [
        f"{item.requests:,} of 100,000 requests",
        f"{_bytes(item.body_bytes)} of 256 MB ({share:.0f} %)"
        if share >= 1
        else f"{_bytes(item.body_bytes)} of 256 MB",
        f"about {_short(item.tokens_estimated)} input tokens (estimated)",
    ]
    return " · ".join(parts)


def models(item: BatchFile) -> str:
    """Say which models a file uses, the most frequent first, and how many shapes of request."""
    shown = [f"{name} {count:,}" for name, count in item.models[:5]]
    if len(item.models) > 5:
        shown.append(f"{len(item.models) - 5} more")
    shapes = f"{item.shapes} distinct shape{'s' if item.shapes != 1 else ''}"
    return " · ".join([*shown, shapes])


def _bytes(count: int) -> str:
    for unit, step in (("MB", 1_000_000), ("kB", 1_000)):
        if count >= step:
            return f"{count / step:.1f} {unit}"
    return f"{count} bytes"


def _short(count: int) -> str:
    for unit, step in (("M", 1_000_000), ("k", 1_000)):
        if count >= step:
            return f"{count / step:.1f} {unit}"
    return str(count)
