"""Every place of a strict schema says what may stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import SCHEMA
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.values.schema import ANNOTATIONS, DEFINITIONS, OUTPUT, nodes

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.reporter import Reporter


_SILENT = ANNOTATIONS.union(DEFINITIONS)
# What is read by the type it stands beside, and is refused without one.
_TYPED = frozenset(
    ("properties", "required", "additionalProperties", "items", "pattern", "format", "nullable")
)
_UNIONS = ("anyOf", "allOf", "oneOf")


@rule("schema-empty", at=SCHEMA)
def empty(schema: dict[str, Any], place: str, report: Reporter) -> None:
    """Find what only has a title or a description, and what needs a type to mean something."""
    for here, node in nodes(schema, place):
        if node is schema and not place.startswith(OUTPUT):
            continue
        if _SILENT.issuperset(node):
            words, fix = (
                "the schema accepts any value",
                "Give it a type, an enum, an anyOf or a $ref; for free JSON use a string.",
            )
        elif _TYPED.issuperset(node.keys() - _SILENT) and here.split(".")[-2] not in _UNIONS:
            words, fix = "the schema has no type", f"Write its type: {_likely(node)}."
        else:
            continue
        report.found("schema-empty", here, words, fix)


def _likely(node: dict[str, Any]) -> str:
    if "items" in node:
        return "array"
    return "string" if "pattern" in node or "format" in node else "object"
