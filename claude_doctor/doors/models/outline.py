"""Reports of `models` as plain dictionaries and words: what its views share."""

from __future__ import annotations

from claude_doctor.base.outside import said
from claude_doctor.base.record import fields
from claude_doctor.base.text import one_line
from claude_doctor.doors.models.report import ERROR, NOTE
from claude_doctor.render.places import in_repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from claude_doctor.base.outside import Outside
    from claude_doctor.doors.models.report import ModelList, Place, Search
    from claude_doctor.render.github import Notice
    from claude_doctor.render.sarif import Result

RULES = {
    "model-retired": "The model is no longer served: every request to it is answered with 404",
    "model-retires-soon": "The model is served for a little while yet",
    "model-elsewhere": "Another service's name of a model that has ended on the Claude API",
    "beta-ended": "The beta has ended, and its header does nothing",
}
_LONGEST = 200


def modellist(report: ModelList) -> dict[str, Any]:
    """Return the contract's object of the list."""
    return {
        "schema_version": 1,
        "command": "models",
        "models_as_of": report.as_of,
        "today": report.today,
        "models": [
            {name: list(value) if isinstance(value, tuple) else value for name, value in fields(item)}
            for item in report.models
        ],
        "unknown": [name.cut(_short) for name in report.unknown],
    }


def _short(name: str) -> str:
    return one_line(name, _LONGEST)


def search(report: Search) -> dict[str, Any]:
    """Return the contract's object of a search."""
    return {
        "schema_version": 1,
        "command": "models",
        "models_as_of": report.as_of,
        "today": report.today,
        "within_days": report.within_days,
        "paths": list(report.paths),
        "files": report.files,
        "findings": [{"rule": rule(item), **dict(fields(item))} for item in report.found],
        "summary": {
            "errors": report.errors,
            "warnings": report.warnings,
            "notes": len(report.found) - report.errors - report.warnings,
        },
        "skipped": dict(report.skipped),
        "unreadable": [{"path": path, "reason": reason} for path, reason in report.unreadable],
    }


def rule(item: Place) -> str:
    """Return the name of what is wrong with a place."""
    if item.kind == "beta":
        return "beta-ended"
    return (
        "model-elsewhere"
        if item.severity == NOTE
        else "model-retired"
        if item.severity == ERROR
        else "model-retires-soon"
    )


def told(item: Place) -> Outside:
    """Return what a place is about and what to do, in one or two sentences."""
    return said("{}. {}", item.message, item.fix)


def place(item: Place) -> Outside:
    """Return file, line and column."""
    return said("{}:{}:{}", item.file, item.line, item.column)


def verdict(report: Search) -> tuple[bool, str]:
    """Return whether all is well, and the answer in one sentence."""
    files = f"{report.files:,} file{'s' if report.files != 1 else ''}"
    soon = f"{report.warnings} of what ends soon or has no use" if report.warnings else ""
    if report.errors:
        also = f", and {soon}" if soon else ""
        return (
            False,
            f"{report.errors} name{'s' if report.errors != 1 else ''} of retired models in {files}{also}",
        )
    return True, f"No retired model is named in {files}" + (f"; {soon}" if soon else "")


def notices(report: Search) -> Iterator[Notice]:
    """Yield (level, title, properties, message) of annotations, errors first."""
    levels = {ERROR: "error", "warning": "warning", NOTE: "notice"}
    for item in sorted(report.found, key=lambda item: list(levels).index(item.severity)):
        where: dict[str, Outside | str] = {
            "file": in_repository(item.file),
            "line": str(item.line),
            "col": str(item.column),
        }
        yield levels[item.severity], rule(item), where, told(item)
    for _path, reason in report.unreadable:
        yield "warning", "claude-doctor models", {}, reason


def model_notices(report: ModelList) -> Iterator[Notice]:
    """Yield an annotation for each model asked for by name that is not served."""
    for item in report.models if report.named else ():
        if item.state != "active":
            fix = f" Use {item.replacement}." if item.replacement else ""
            yield (
                "error" if item.state == "retired" else "warning",
                "claude-doctor models",
                {},
                f"{item.id} {item.words}.{fix}",
            )
    for name in report.unknown:
        yield (
            "error",
            "claude-doctor models",
            {},
            said("{} is not among the models of {}", name.cut(lambda text: one_line(text, 80)), report.as_of),
        )


def sarif_results(report: Search) -> Iterator[Result]:
    """Yield (rule, level, message, file, line, column) of each place."""
    for item in report.found:
        yield rule(item), item.severity, told(item), item.file, item.line, item.column
