"""Objects in strict schemas: closed with additionalProperties false, without keywords the grammar does not
know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import SCHEMA
from claude_doctor.doors.batch_check.engine.fault import kind_of
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.values.schema import nodes

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.reporter import Reporter

_NAMES: dict[type, str] = {dict: "schema-object-keywords", list: "schema-array-keywords"}
_SCALARS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_SPLIT = (
    'Write an anyOf: one branch a type, each with its own values, {"type": "null"} for null. Or leave '
    "the type out."
)
_KEYWORDS = (
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    "patternProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
)


@rule("schema-additional-properties", "schema-object-keywords", at=SCHEMA)
def objects(schema: dict[str, Any], place: str, report: Reporter) -> None:
    """Look at every object of the schema."""
    for here, node in nodes(schema, place):
        kind = node.get("type")
        is_object = kind == "object" or (isinstance(kind, list) and "object" in kind)
        if is_object and node.get("additionalProperties") is not False:
            state = "is not false" if "additionalProperties" in node else "is missing"
            report.found(
                "schema-additional-properties",
                here,
                f"`additionalProperties` of an object {state}",
                'Write "additionalProperties": false there.',
            )
        found = [key for key in _KEYWORDS if key in node]
        if found:
            report.found(
                "schema-object-keywords",
                f"{here}.{found[0]}",
                f"{', '.join(f'`{key}`' for key in found)} cannot be used in a strict schema",
                "Remove it, say it in a description, and check it in your program.",
            )


@rule("schema-object-keywords", "schema-array-keywords", "schema-enum-type", at=SCHEMA)
def values(schema: dict[str, Any], place: str, report: Reporter) -> None:
    """Find objects and arrays among the values of enum, then values of another type; of const only one report
    is known.
    """
    for here, node in nodes(schema, place):
        listed = node.get("enum")
        if isinstance(listed, list):
            _enum(listed, node.get("type"), here, report)
        if isinstance(node.get("const"), dict | list):
            words = f"const is {kind_of(node['const'])}"
            report.found(
                _NAMES[type(node["const"])],
                f"{here}.const",
                words,
                "Use a string, a number, true, false or null.",
                severity="warning",
            )


def _enum(listed: list[Any], kind: object, here: str, report: Reporter) -> None:
    for index, value in enumerate(listed):
        if isinstance(value, dict | list):
            report.found(
                _NAMES[type(value)],
                f"{here}.enum.{index}",
                f"enum holds {kind_of(value)}",
                "Use strings, numbers, true, false or null.",
            )
            return
    if isinstance(kind, list) and len(kind) > 1 and listed:
        report.found("schema-enum-type", f"{here}.enum", "enum is beside a list of types", _SPLIT)
        return
    wanted = _SCALARS.get(kind, ()) if isinstance(kind, str) else ()
    for index, value in enumerate(listed):
        if wanted and not _fits(value, wanted):
            report.found(
                "schema-enum-type",
                f"{here}.enum.{index}",
                f"enum holds {kind_of(value)}, the type beside it is {kind}",
                _SPLIT,
            )
            return


def _fits(value: object, wanted: tuple[type, ...]) -> bool:
    return isinstance(value, wanted) or (isinstance(value, float) and int in wanted and value.is_integer())
