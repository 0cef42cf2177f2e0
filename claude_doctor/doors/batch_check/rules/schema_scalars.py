"""Numbers and strings in strict schemas: no bounds, and only the formats the grammar knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import SCHEMA
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.values.schema import nodes

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.reporter import Reporter

_NUMERIC = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_LENGTH = ("minLength", "maxLength")
FORMATS = ("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid")
_FIX = "Remove it, say it in a description, and check it in your program."


@rule("schema-numeric-bounds", "schema-string-bounds", "schema-string-format", at=SCHEMA)
def scalars(schema: dict[str, Any], place: str, report: Reporter) -> None:
    """Bounds are looked for on every node, formats where a string may stand."""
    for here, node in nodes(schema, place):
        for name, keywords in (("schema-numeric-bounds", _NUMERIC), ("schema-string-bounds", _LENGTH)):
            found = [key for key in keywords if key in node]
            if found:
                report.found(
                    name,
                    f"{here}.{found[0]}",
                    f"{', '.join(f'`{key}`' for key in found)} is not supported in a strict schema",
                    _FIX,
                )
        wanted = node.get("format")
        kind = node.get("type", "string")
        if (
            isinstance(wanted, str)
            and wanted not in FORMATS
            and (kind == "string" or (isinstance(kind, list) and "string" in kind))
        ):
            report.found(
                "schema-string-format",
                f"{here}.format",
                f"the format {quoted(wanted)} is not one of {', '.join(FORMATS)}",
                _FIX,
            )
