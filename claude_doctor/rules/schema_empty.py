"""Every place of a strict schema says what may stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.rules._rule import rule
from claude_doctor.rules._schema import ANNOTATIONS, DEFINITIONS, OUTPUT, nodes

if TYPE_CHECKING:
    from claude_doctor.rules._request import Reporter


@rule("schema-empty", at="schema")
def empty(schema: dict[str, Any], place: str, report: Reporter) -> None:
    """Find what only has a title or a description: it says nothing about a value."""
    silent = ANNOTATIONS.union(DEFINITIONS)
    for here, node in nodes(schema, place):
        if silent.issuperset(node) and (node is not schema or place.startswith(OUTPUT)):
            report.found(
                "schema-empty", here, "the schema accepts any value", "Give it a type, an enum, an anyOf or a $ref; for free JSON use a string."
            )
