"""JSON Schemas of every document that is printed, worked out from the code that makes it.

    python tools/schemas.py            write docs/schema/
    python tools/schemas.py --check    exit code 1 when a file there is out of date

A door's `views/json.py` and `views/events.py` say which functions of its outline make documents. Their
dictionaries give the keys, the annotations of the report types the values; nothing is run. What cannot be
worked out is any value.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any

from schema_types import Module, Schema, joined, of_annotation, of_items, of_literal

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "docs" / "schema"
DOORS = ROOT / "claude_doctor" / "doors"
# What render/json.py adds to every document.
STAMP: dict[str, Schema] = {
    "tool": {
        "type": "object",
        "properties": {"name": {"const": "claude-doctor"}, "version": {"type": "string"}},
        "required": ["name", "version"],
    },
    "generated_at": {"type": "string", "format": "date-time"},
    "facts_as_of": {"type": "string", "format": "date"},
    "configured_by": {"type": "object", "additionalProperties": {"type": "string"}},
}
_NUMBERS = {"len": "integer", "sum": "number", "round": "number", "int": "integer", "float": "number"}


class Reader:
    """Works out what the functions of one module return."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._busy: set[str] = set()

    def function(self, name: str) -> Schema:
        """Return the schema of what a function returns; any value where it calls itself."""
        found = self.module.function(name)
        if found is None or (key := f"{self.module.name}.{name}") in self._busy:
            return {}
        module, node = found
        reader = self if module is self.module else Reader(module)
        reader._busy = self._busy | {key}  # noqa: SLF001  # the same class
        return reader.body(node)

    def body(self, node: ast.FunctionDef) -> Schema:
        """Return the schema of a function from its statements, else from its annotation."""
        names: dict[str, Any] = {
            item.arg: ("typed", item.annotation, self.module)
            for item in (*node.args.args, *node.args.kwonlyargs)
        }
        returned: list[Schema] = []
        self._statements(node.body, names, returned, sure=True)
        schema = joined(returned)
        if schema.get("properties") or schema.get("anyOf") or node.returns is None:
            return schema
        return of_annotation(node.returns, self.module) or schema

    def _statements(
        self, body: list[ast.stmt], names: dict[str, Any], returned: list[Schema], *, sure: bool
    ) -> None:
        for item in body:
            if isinstance(item, ast.Return) and item.value is not None:
                returned.append(self.value(item.value, names))
            elif isinstance(item, (ast.Assign, ast.AnnAssign)) and item.value is not None:
                target = item.targets[0] if isinstance(item, ast.Assign) else item.target
                if isinstance(item, ast.AnnAssign) and isinstance(target, ast.Name) and _is_empty(item.value):
                    names[target.id] = ("typed", item.annotation, self.module)
                else:
                    self._assigned(target, item.value, names, sure=sure)
            elif isinstance(item, ast.If):
                inside = dict(names)
                self._test(item.test, inside)
                self._statements(item.body, inside, returned, sure=False)
                self._statements(item.orelse, dict(names), returned, sure=False)

    def _test(self, test: ast.expr, names: dict[str, Any]) -> None:
        for node in ast.walk(test):
            if isinstance(node, ast.NamedExpr):
                names[node.target.id] = ("node", node.value, dict(names))

    def _assigned(self, target: ast.expr, value: ast.expr, names: dict[str, Any], *, sure: bool) -> None:
        if isinstance(target, ast.Name):
            schema = self.value(value, names)
            names[target.id] = (
                ("schema", schema) if schema.get("properties") else ("node", value, dict(names))
            )
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            held = names.get(target.value.id, ("schema", {}))
            if held[0] == "schema" and isinstance(target.slice, ast.Constant):
                schema = held[1]
                schema.setdefault("properties", {})[target.slice.value] = self.value(value, names)
                if sure:
                    schema.setdefault("required", []).append(target.slice.value)

    def value(self, node: ast.expr, names: dict[str, Any]) -> Schema:
        """Return the schema of an expression."""
        found: Schema = getattr(self, f"_{type(node).__name__.lower()}", self._any)(node, names)
        return found

    def _any(self, _node: ast.expr, _names: dict[str, Any]) -> Schema:
        return {}

    def _constant(self, node: ast.Constant, _names: dict[str, Any]) -> Schema:
        return of_literal(node.value)

    def _joinedstr(self, _node: ast.expr, _names: dict[str, Any]) -> Schema:
        return {"type": "string"}

    def _compare(self, _node: ast.expr, _names: dict[str, Any]) -> Schema:
        return {"type": "boolean"}

    def _name(self, node: ast.Name, names: dict[str, Any]) -> Schema:
        kind, *held = names.get(node.id, ("none",))
        if kind == "schema":
            schema: Schema = held[0]
            return schema
        if kind == "node":
            return self.value(held[0], held[1])
        return of_annotation(held[0], held[1]) if kind == "typed" else {}

    def _attribute(self, node: ast.Attribute, names: dict[str, Any]) -> Schema:
        found = self._type_of(node, names)
        return of_annotation(*found) if found else {}

    def _type_of(self, node: ast.expr, names: dict[str, Any]) -> tuple[ast.expr, Module] | None:
        """Return the annotation of an expression, and the module that it stands in."""
        if isinstance(node, ast.Name):
            kind, *held = names.get(node.id, ("none",))
            if kind == "typed" and held[0] is not None:
                return held[0], held[1]
            return self._type_of(held[0], held[1]) if kind == "node" else None
        if isinstance(node, ast.Attribute):
            owner = self._type_of(node.value, names)
            return owner[1].field(owner[0], node.attr) if owner else None
        return None

    def _list(self, node: ast.List, names: dict[str, Any]) -> Schema:
        return {"type": "array", "items": joined([self.value(item, names) for item in node.elts])}

    def _dict(self, node: ast.Dict, names: dict[str, Any]) -> Schema:
        schema: Schema = {"type": "object", "properties": {}, "required": []}
        for key, value in zip(node.keys, node.values, strict=True):
            inner = self.value(value, names)
            if key is None:
                _merge(schema, inner)
            elif isinstance(key, ast.Constant):
                schema["properties"][key.value] = inner
                schema["required"].append(key.value)
            else:
                schema["additionalProperties"] = inner
        return schema

    def _dictcomp(self, node: ast.DictComp, names: dict[str, Any]) -> Schema:
        keys = self._keys(node.generators[0].iter, names)
        if keys is not None:
            return {"type": "object", "properties": {key: {} for key in keys}}
        inside = self._inside(node.generators[0], names)
        return {"type": "object", "additionalProperties": self.value(node.value, inside)}

    def _keys(self, node: ast.expr, names: dict[str, Any]) -> list[str] | None:
        """Return the constant names that a comprehension goes through, alone or first in pairs."""
        if isinstance(node, ast.Name):
            kind, *held = names.get(node.id, ("none",))
            return self._keys(held[0], held[1]) if kind == "node" else None
        if not isinstance(node, ast.Tuple):
            return None
        firsts = [item.elts[0] if isinstance(item, ast.Tuple) else item for item in node.elts]
        return [str(item.value) for item in firsts if isinstance(item, ast.Constant)] or None

    def _listcomp(self, node: ast.ListComp | ast.GeneratorExp, names: dict[str, Any]) -> Schema:
        return {"type": "array", "items": self.value(node.elt, self._inside(node.generators[0], names))}

    _generatorexp = _listcomp

    def _inside(self, loop: ast.comprehension, names: dict[str, Any]) -> dict[str, Any]:
        inside = dict(names)
        found = self._type_of(loop.iter, names)
        item = found[1].items(found[0]) if found else None
        if item is None:
            return inside
        if isinstance(loop.target, ast.Name):
            inside[loop.target.id] = ("typed", *item)
        elif isinstance(loop.target, ast.Tuple) and isinstance(item[0], ast.Subscript):
            parts = item[0].slice.elts if isinstance(item[0].slice, ast.Tuple) else []
            for target, part in zip(loop.target.elts, parts, strict=False):
                if isinstance(target, ast.Name):
                    inside[target.id] = ("typed", part, item[1])
        return inside

    def _ifexp(self, node: ast.IfExp, names: dict[str, Any]) -> Schema:
        inside = dict(names)
        self._test(node.test, inside)
        return joined([self.value(node.body, inside), self.value(node.orelse, names)])

    def _boolop(self, node: ast.BoolOp, names: dict[str, Any]) -> Schema:
        return joined([self.value(item, names) for item in node.values])

    def _binop(self, node: ast.BinOp, names: dict[str, Any]) -> Schema:
        left, right = self.value(node.left, names), self.value(node.right, names)
        if isinstance(node.op, ast.BitOr):
            schema: Schema = json.loads(json.dumps(left))
            _merge(schema, right)
            return schema
        return {"type": "array"} if "array" in (left.get("type"), right.get("type")) else {"type": "number"}

    def _call(self, node: ast.Call, names: dict[str, Any]) -> Schema:
        called = ast.unparse(node.func)
        first = node.args[0] if node.args else None
        if called in _NUMBERS:
            return {"type": _NUMBERS[called]}
        if called in ("list", "sorted", "tuple") and first is not None:
            return of_items(self.value(first, names))
        if called == "dict" and isinstance(first, ast.Call) and ast.unparse(first.func) == "fields":
            return self.value(first.args[0], names)
        if called == "dict" and first is not None:
            return _mapping(self.value(first, names))
        if called == "dict.fromkeys" and isinstance(first, ast.Tuple):
            keys = [item.value for item in first.elts if isinstance(item, ast.Constant)]
            return {"type": "object", "properties": {key: {"type": "null"} for key in keys}, "required": keys}
        owner = self._type_of(node.func.value, names) if isinstance(node.func, ast.Attribute) else None
        if owner and ast.unparse(owner[0]) == "Outside":
            return {"type": "string"}
        found = self.module.called(node.func)
        return Reader(found[0]).function(found[1]) if found else {}


def _is_empty(node: ast.expr) -> bool:
    return isinstance(node, (ast.Dict, ast.List)) and not ast.unparse(node)[1:-1]


def _mapping(schema: Schema) -> Schema:
    """Return what `dict` makes of pairs."""
    pair = schema.get("items", {}).get("prefixItems", [{}, {}])
    return {"type": "object", "additionalProperties": pair[1]}


def _merge(schema: Schema, other: Schema) -> None:
    """Add the properties of a dictionary that is spread into another; none for sure when it may be empty."""
    for one in other.get("anyOf", [other]):
        schema.setdefault("properties", {}).update(one.get("properties", {}))
    if "anyOf" not in other:
        schema.setdefault("required", []).extend(other.get("required", []))
    if "additionalProperties" in other:
        schema["additionalProperties"] = other["additionalProperties"]


def documents(door: str) -> dict[str, Schema]:
    """Return the schemas of a door by file name."""
    command = door.replace("_", "-")
    made: dict[str, Schema] = {}
    for view, stamped in (("json", True), ("events", False)):
        path = DOORS / door / "views" / f"{view}.py"
        if not path.exists():
            continue
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        ]
        used = [ast.unparse(node.func).removeprefix("outline.") for node in calls if _is_outline(node)]
        reader = Reader(Module.of(f"claude_doctor.doors.{door}.outline"))
        found = [reader.function(name) for name in dict.fromkeys(used)]
        name = command if stamped else f"{command}-{view}"
        made[name] = _document(name, found, stamped=stamped)
    return made


def _is_outline(node: ast.Call) -> bool:
    return ast.unparse(node.func).startswith("outline.")


def _document(name: str, found: list[Schema], *, stamped: bool) -> Schema:
    for one in found:
        if stamped:
            one["properties"] = {**one.get("properties", {}), **STAMP}
            one["required"] = [*one.get("required", []), *(key for key in STAMP if key != "configured_by")]
        one["required"] = sorted(set(one.get("required", [])))
    body = found[0] if len(found) == 1 else {"anyOf": found}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:claude-doctor:schema:{name}:1",
        "title": f"claude-doctor {name}",
        "description": (
            "Keys may be added; those that stand here keep their meaning while schema_version is 1."
        ),
        **body,
    }


def main(argv: list[str]) -> int:
    """Write the schemas, or say which are out of date."""
    stale = []
    for door in sorted(path.parent.name for path in DOORS.glob("*/outline.py")):
        for name, schema in documents(door).items():
            path = PLACE / f"{name}.schema.json"
            text = json.dumps(schema, indent=2) + "\n"
            if "--check" in argv:
                stale += [path.name] if not path.exists() or path.read_text(encoding="utf-8") != text else []
            else:
                PLACE.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
    if stale:
        print(f"out of date: {', '.join(stale)} (python tools/schemas.py writes them)")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
