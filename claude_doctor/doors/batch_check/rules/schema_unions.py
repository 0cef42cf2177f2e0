"""Alternatives in strict schemas: anyOf and allOf that stand alone; oneOf and not do not exist there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import SCHEMA
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.values.schema import OUTPUT, nodes

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.reporter import Reporter

# What says something about a value; titles, descriptions and definitions may stand beside a union.
_SAYS = (
    "type",
    "properties",
    "required",
    "additionalProperties",
    "discriminator",
    "items",
    "enum",
    "const",
    "pattern",
    "format",
)


@rule("schema-oneof", "schema-not", "schema-anyof-siblings", at=SCHEMA)
def unions(schema: dict[str, Any], place: str, report: Reporter) -> None:
    """Look at every node; a union at the root of a tool's schema is another rule's business."""
    for here, node in nodes(schema, place):
        if "not" in node:
            report.found(
                "schema-not",
                f"{here}.not",
                "`not` cannot be used in a strict schema",
                "Remove it and say it in a description.",
            )
        if node is schema and not place.startswith(OUTPUT):
            continue
        if "oneOf" in node:
            report.found(
                "schema-oneof", f"{here}.oneOf", "`oneOf` cannot be used in a strict schema", "Use anyOf."
            )
        _siblings(node, here, report)


def _siblings(node: dict[str, Any], here: str, report: Reporter) -> None:
    for union in ("anyOf", "allOf"):
        if union not in node:
            continue
        found = [key for key in _SAYS if key in node]
        if found:
            report.found(
                "schema-anyof-siblings",
                f"{here}.{found[0]}",
                f"{', '.join(f'`{key}`' for key in found)} is beside `{union}`",
                f"Move it into each alternative of {union}, or drop it.",
            )
        elif union == "allOf" and _refers(node["allOf"]):
            report.found(
                "schema-anyof-siblings",
                f"{here}.allOf",
                "`allOf` holds a `$ref`",
                "Use the $ref itself in place of allOf.",
                severity="warning",
            )
        return


def _refers(items: Any) -> bool:
    return isinstance(items, list) and any(isinstance(item, dict) and "$ref" in item for item in items)
