"""input_schema of one's own tools: an object schema of draft 2020-12, with simple names and no union at its
root.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import TOOL
from claude_doctor.doors.batch_check.engine.fault import kind_of, path, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.values.metaschema import faults

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.tool_set import ToolSet

KEY = re.compile(r"[a-zA-Z0-9_.-]{1,64}").fullmatch
_UNIONS = ("oneOf", "anyOf", "allOf")


@rule(
    "tool-input-schema-type",
    "tool-schema-top-level-union",
    "tool-schema-invalid",
    "tool-property-key-pattern",
    at=TOOL,
)
def input_schema(tool: dict[str, Any], place: str, report: ToolSet) -> None:
    """Look at the root first: what is no object schema is not looked into."""
    if "input_schema" not in tool:
        return
    schema = tool["input_schema"]
    place = f"{place}.input_schema"
    if not isinstance(schema, dict):
        report.found(
            "tool-input-schema-type",
            place,
            f"input_schema is {kind_of(schema)}, not an object",
            'Write {"type": "object", ...}.',
        )
    elif schema.get("type") != "object" and not ("type" not in schema and _union(schema)):
        found = f"the type is {quoted(schema['type'])}" if "type" in schema else "the type is missing"
        report.found(
            "tool-input-schema-type",
            f"{place}.type",
            f"{found}; input is always an object",
            'Write "type": "object" at the root.',
        )
    else:
        _inside(schema, place, report, strict=tool.get("strict") is True)


def _inside(schema: dict[str, Any], place: str, report: ToolSet, strict: bool) -> None:
    union = next((key for key in _UNIONS if key in schema), "")
    if union:
        report.found(
            "tool-schema-top-level-union",
            f"{place}.{union}",
            f"`{union}` is at the root",
            "Put it into a property, or make several tools.",
        )
    properties = schema.get("properties")
    for key in properties if isinstance(properties, dict) else ():
        if not KEY(key):
            report.found(
                "tool-property-key-pattern",
                f"{place}.properties.{path((key,))}",
                f"the name {quoted(key)} does not match ^[a-zA-Z0-9_.-]{{1,64}}$",
                "Rename it, and map it back in your program.",
            )
    for where, wrong in faults(schema, place):
        if strict and where.endswith(".items") and "an array" in wrong:
            continue  # schema-tuple-items says it
        if where in (f"{place}.properties", f"{place}.required") and schema[where.rpartition(".")[2]] is None:
            continue  # the API reference allows null for these two
        fix = (
            "Use prefixItems for a tuple, one schema for a list."
            if where.endswith(".items")
            else "Write the schema in draft 2020-12."
        )
        report.found("tool-schema-invalid", where, wrong, fix)
        return


def _union(schema: dict[str, Any]) -> str:
    return next((key for key in _UNIONS if key in schema), "")
