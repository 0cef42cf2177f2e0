"""References in strict schemas: into the schema itself, and never back to where they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import SCHEMA
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.values.schema import cycle, references, resolve

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.reporter import Reporter

_INSIDE = "Copy the definition into $defs and point to #/$defs/NAME."


@rule("schema-recursive", "schema-external-ref", at=SCHEMA)
def local(schema: dict[str, Any], place: str, report: Reporter) -> None:
    """Look at every $ref; a circle is named once."""
    for where, reference in references(schema, place):
        if reference != "#" and not reference.startswith("#/"):
            report.found(
                "schema-external-ref", where, f"the $ref {quoted(reference)} leads out of the schema", _INSIDE
            )
        elif resolve(schema, reference) is None:
            report.found(
                "schema-external-ref",
                where,
                f"the $ref {quoted(reference)} leads to nothing in the schema",
                _INSIDE,
            )
    circle = cycle(schema, place)
    if circle:
        report.found(
            "schema-recursive",
            circle[0],
            f"the definitions lead back to themselves: {circle[1]}",
            "Unroll the recursion to a fixed depth, or end it with a string that holds the rest.",
        )
