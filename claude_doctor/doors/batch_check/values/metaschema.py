"""Whether a value is a JSON schema of draft 2020-12: each keyword has a value of its kind. Unknown keywords
are allowed there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.fault import kind_of, path, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
_STRING = frozenset(
    (
        "$schema",
        "$comment",
        "$ref",
        "title",
        "description",
        "format",
        "pattern",
        "contentEncoding",
        "contentMediaType",
    )
)
_NUMBER = frozenset(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"))
_COUNT = frozenset(
    (
        "maxLength",
        "minLength",
        "maxItems",
        "minItems",
        "maxProperties",
        "minProperties",
        "minContains",
        "maxContains",
    ),
)
_FLAG = frozenset(("uniqueItems", "deprecated", "readOnly", "writeOnly"))
_SCHEMA = frozenset(
    (
        "items",
        "contains",
        "additionalProperties",
        "unevaluatedItems",
        "unevaluatedProperties",
        "propertyNames",
        "not",
        "if",
        "then",
        "else",
    )
)
_MAP = frozenset(("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"))
_LIST = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
_MOST = 20_000
Found = tuple[str, str]


def faults(schema: Any, place: str) -> Iterator[Found]:
    """Yield (place, what is wrong) for a schema and those inside it."""
    todo: list[tuple[str, Any]] = [(place, schema)]
    for _ in range(_MOST):
        if not todo:
            return
        here, node = todo.pop()
        if isinstance(node, bool):
            continue
        if not isinstance(node, dict):
            yield here, f"a schema is {kind_of(node)}, not an object"
            continue
        for key, value in node.items():
            wrong = _wrong(key, value)
            if wrong:
                yield f"{here}.{key}", wrong
            else:
                todo.extend(_inner(here, key, value))


def _inner(here: str, key: str, value: Any) -> list[tuple[str, Any]]:
    if key in _SCHEMA:
        return [(f"{here}.{key}", value)]
    if key in _MAP:
        return [(f"{here}.{key}.{path((name,))}", item) for name, item in value.items()]
    if key in _LIST:
        return [(f"{here}.{key}.{index}", item) for index, item in enumerate(value)]
    return []


def _wrong(key: str, value: Any) -> str:
    """Say what is wrong with the value of a keyword, "" for nothing."""
    if key == "type":
        return _type(value)
    if key in _STRING:
        return "" if isinstance(value, str) else f"`{key}` is {kind_of(value)}, not a string"
    if key in _NUMBER or key == "multipleOf":
        right = _is_number(value) and (key != "multipleOf" or value > 0)
        return (
            ""
            if right
            else f"`{key}` is {quoted(value)}, not a number{' above 0' if key == 'multipleOf' else ''}"
        )
    if key in _COUNT:
        return (
            ""
            if _is_number(value) and value >= 0 and value == int(value)
            else f"`{key}` is {quoted(value)}, not a whole number of 0 or more"
        )
    if key in _FLAG:
        return "" if isinstance(value, bool) else f"`{key}` is {kind_of(value)}, not true or false"
    if key in _SCHEMA:
        return "" if isinstance(value, bool | dict) else f"`{key}` is {kind_of(value)}, not a schema"
    return _holder(key, value)


def _holder(key: str, value: Any) -> str:
    if key in _MAP:
        return "" if isinstance(value, dict) else f"`{key}` is {kind_of(value)}, not an object of schemas"
    if key in _LIST:
        return (
            ""
            if isinstance(value, list) and value
            else f"`{key}` is {'empty' if value == [] else kind_of(value)}, not an array of schemas"
        )
    if key == "required":
        return "" if _names(value) else "`required` is not an array of different names"
    if key in ("enum", "examples"):
        return "" if isinstance(value, list) else f"`{key}` is {kind_of(value)}, not an array"
    if key == "dependentRequired":
        return (
            ""
            if isinstance(value, dict) and all(map(_names, value.values()))
            else "`dependentRequired` does not hold arrays of names"
        )
    return ""


def _type(value: Any) -> str:
    if isinstance(value, str):
        return "" if value in TYPES else f"type {quoted(value)} is none of {', '.join(TYPES)}"
    if (
        isinstance(value, list)
        and value
        and all(isinstance(item, str) and item in TYPES for item in value)
        and len(set(value)) == len(value)
    ):
        return ""
    return f"`type` is {kind_of(value)}, not one of {', '.join(TYPES)} or an array of them"


def _names(value: Any) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(item, str) for item in value)
        and len(set(value)) == len(value)
    )


def _is_number(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and math.isfinite(value)
    )
