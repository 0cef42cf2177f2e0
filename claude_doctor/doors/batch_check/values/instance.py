"""Whether a value fits a JSON schema, as far as that is certain: what is not understood fits."""

from __future__ import annotations

from typing import Any

from claude_doctor.doors.batch_check.engine.fault import kind_of
from claude_doctor.doors.batch_check.values.schema import resolve

_KINDS: dict[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "null": (type(None),),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}
_STEPS = 2000
_DEPTH = 32


class Fit:
    """Compares values with the parts of one schema; after too many steps everything fits."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root
        self.steps = 0

    def wrong(self, value: Any, schema: Any, depth: int = 0) -> str:
        """Say why a value does not fit, "" when it does."""
        self.steps += 1
        if self.steps > _STEPS or depth > _DEPTH:
            return ""
        if schema is False:
            return "nothing may stand there"
        if not isinstance(schema, dict):
            return ""
        return (
            _kind(value, schema)
            or _listed(value, schema)
            or self._object(value, schema, depth)
            or self._items(value, schema, depth)
        ) or self._combined(value, schema, depth)

    def _object(self, value: Any, schema: dict[str, Any], depth: int) -> str:
        if not isinstance(value, dict):
            return ""
        for name in _list(schema.get("required")):
            if isinstance(name, str) and name not in value:
                return "a required property is missing"
        known = schema.get("properties")
        known = known if isinstance(known, dict) else {}
        if (
            schema.get("additionalProperties") is False
            and "patternProperties" not in schema
            and not known.keys() >= value.keys()
        ):
            return "it has a property the schema does not have"
        inner = (self.wrong(item, known[name], depth + 1) for name, item in value.items() if name in known)
        return next((wrong for wrong in inner if wrong), "")

    def _items(self, value: Any, schema: dict[str, Any], depth: int) -> str:
        if not isinstance(value, list) or "items" not in schema or "prefixItems" in schema:
            return ""
        inner = (self.wrong(item, schema["items"], depth + 1) for item in value)
        return next((wrong for wrong in inner if wrong), "")

    def _combined(self, value: Any, schema: dict[str, Any], depth: int) -> str:
        if isinstance(schema.get("$ref"), str):
            wrong = self.wrong(value, resolve(self.root, schema["$ref"]), depth + 1)
            if wrong:
                return wrong
        for part in _list(schema.get("allOf")):
            wrong = self.wrong(value, part, depth + 1)
            if wrong:
                return wrong
        for key in ("anyOf", "oneOf"):
            parts = _list(schema.get(key))
            if parts and all(self.wrong(value, part, depth + 1) for part in parts):
                return f"it fits no alternative of {key}"
        return ""


def _kind(value: Any, schema: dict[str, Any]) -> str:
    wanted = schema.get("type")
    names = [name for name in (wanted if isinstance(wanted, list) else [wanted]) if isinstance(name, str)]
    if not names or any(name not in _KINDS or _is(value, name) for name in names):
        return ""
    return f"{kind_of(value)} is where {' or '.join(names)} is wanted"


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if isinstance(value, float) and name == "integer":
        return value.is_integer()
    return isinstance(value, _KINDS[name])


def _listed(value: Any, schema: dict[str, Any]) -> str:
    allowed = schema.get("enum")
    if isinstance(allowed, list) and not any(_same(value, item) for item in allowed):
        return "a value is not one of its enum"
    if "const" in schema and not _same(value, schema["const"]):
        return "a value is not its const"
    return ""


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
