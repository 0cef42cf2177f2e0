"""Objects in strict schemas: closed with additionalProperties false, without keywords the grammar does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.rules._fault import kind_of
from claude_doctor.rules._rule import rule
from claude_doctor.rules._schema import nodes

if TYPE_CHECKING:
    from claude_doctor.rules._request import Reporter

_NAMES: dict[type, str] = {dict: "schema-object-keywords", list: "schema-array-keywords"}
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


@rule("schema-additional-properties", "schema-object-keywords", at="schema")
def objects(schema: dict[str, Any], place: str, report: Reporter) -> None:
    """Look at every object of the schema."""
    for here, node in nodes(schema, place):
        kind = node.get("type")
        is_object = kind == "object" or (isinstance(kind, list) and "object" in kind)
        if is_object and node.get("additionalProperties") is not False:
            state = "is not false" if "additionalProperties" in node else "is missing"
            report.found(
                "schema-additional-properties", here, f"`additionalProperties` of an object {state}", 'Write "additionalProperties": false there.'
            )
        found = [key for key in _KEYWORDS if key in node]
        if found:
            report.found(
                "schema-object-keywords",
                f"{here}.{found[0]}",
                f"{', '.join(f'`{key}`' for key in found)} cannot be used in a strict schema",
                "Remove it, say it in a description, and check it in your program.",
            )


@rule("schema-object-keywords", "schema-array-keywords", at="schema")
def values(schema: dict[str, Any], place: str, report: Reporter) -> None:
    """Find objects and arrays among the values of enum; of const only one report is known."""
    for here, node in nodes(schema, place):
        listed = node.get("enum")
        for index, value in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(value, dict | list):
                report.found(
                    _NAMES[type(value)], f"{here}.enum.{index}", f"enum holds {kind_of(value)}", "Use strings, numbers, true, false or null."
                )
                break
        if isinstance(node.get("const"), dict | list):
            words = f"const is {kind_of(node['const'])}"
            report.found(_NAMES[type(node["const"])], f"{here}.const", words, "Use a string, a number, true, false or null.", severity="warning")
