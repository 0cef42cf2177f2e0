"""The model's name: whether the Claude API can know it, serves it, and for how long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import MODEL
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.facts.models import ACTIVE, RETIRED, state

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.models import Model
    from claude_doctor.doors.batch_check.engine.reporter import Reporter

PLACE = "params.model"
# What no id of the Claude API has: other platforms' separators and prefixes, other providers' names.
_FOREIGN = re.compile(r"[/@:\sA-Z]|^(?:anthropic|us|eu|apac|global|jp|au)\.|^(?!claude-)")
_DATED = re.compile(r"(.+)-20\d{6}")
CLAIMS = (
    Claim(
        "model-empty",
        ("Params.model:type", "Params.model:null"),
        "Write the id of a model as a string.",
        severity="error",
    ),
)


@rule("model-empty", "model-not-claude-api-id", "model-date-suffix-invented", "model-unknown", at=MODEL)
def known(model: Model | None, name: str, report: Reporter) -> None:
    """Name the surest reason only; a new id may be newer than our data, so it is a warning."""
    if model is not None:
        return
    if not name.strip():
        report.found("model-empty", PLACE, "model is empty", "Write the id of a model.")
    elif _FOREIGN.search(name):
        report.found(
            "model-not-claude-api-id",
            PLACE,
            f"{quoted(name)} cannot be a model id of the Claude API",
            _instead(name, report.scope.today),
        )
    else:
        dated = _DATED.fullmatch(name)
        plain = report.scope.models.get(dated[1]) if dated else None
        if plain:
            report.found(
                "model-date-suffix-invented",
                PLACE,
                f"{quoted(name)}: ids from Claude 4.6 on have no date",
                f"Use {plain.id}.",
            )
        else:
            report.found(
                "model-unknown",
                PLACE,
                f"{quoted(name)} is not among the models of {report.scope.models.as_of}",
                _instead(name, report.scope.today),
            )


@rule("model-retired", "model-deprecated", at=MODEL)
def served(model: Model | None, _name: str, report: Reporter) -> None:
    """Refuse what is retired on the day of the run; what is deprecated is named with its last day."""
    if model is None or model.state == ACTIVE:
        return
    known = model.known
    fix = f"Use {known.replacement}." if known.replacement else "Use a model that is served."
    if known.state == RETIRED:
        report.found("model-retired", PLACE, f"{model.id} {known.words}", fix)
        return
    passed = known.days_left is not None and known.days_left < 0
    then = (
        f" (our data is of {report.scope.models.as_of})"
        if passed
        else "; a batch may run for 24 hours"
        if known.retires
        else ""
    )
    report.found("model-deprecated", PLACE, f"{model.id} {known.words}{then}", fix)


def _instead(name: str, today: str) -> str:
    known = state(name, today)
    if known and known.state == RETIRED:
        return f"{known.id} {known.words} on the Claude API" + (
            f": use {known.replacement}." if known.replacement else "."
        )
    if known:
        return f"On the Claude API write {known.id}, if that is meant."
    found = re.search(r"claude-[a-z]+-\d(?:-\d)?|claude-3(?:-\d)?-[a-z]+", name.lower())
    return (
        f"On the Claude API write {found[0]}, if that is meant."
        if found
        else "Use an id of the models overview, for instance claude-opus-5-5."
    )
