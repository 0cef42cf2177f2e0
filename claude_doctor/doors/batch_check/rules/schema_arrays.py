"""Arrays in strict schemas: one schema for all items, and no other keyword than minItems 0 or 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import SCHEMA
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.values.schema import nodes

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.reporter import Reporter

_KEYWORDS = (
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "maxItems",
    "uniqueItems",
    "unevaluatedItems",
)


@rule("schema-tuple-items", "schema-array-keywords", at=SCHEMA)
def arrays(schema: dict[str, Any], place: str, report: Reporter) -> None:
    """Look at every node, whatever its type says."""
    for here, node in nodes(schema, place):
        if isinstance(node.get("items"), list):
            report.found(
                "schema-tuple-items",
                f"{here}.items",
                "`items` is an array of schemas",
                "Give one schema for all items; for fixed positions use an object with named properties.",
            )
        found = [key for key in _KEYWORDS if key in node]
        if found:
            report.found(
                "schema-array-keywords",
                f"{here}.{found[0]}",
                f"{', '.join(f'`{key}`' for key in found)} cannot be used in a strict schema",
                "Remove it, say it in a description, and check it in your program.",
            )
        least = node.get("minItems", 0)
        if isinstance(least, int | float) and least not in (0, 1):
            report.found(
                "schema-array-keywords",
                f"{here}.minItems",
                f"`minItems` is {quoted(least)}; only 0 and 1 are possible",
                "Use 1, or remove it.",
            )
