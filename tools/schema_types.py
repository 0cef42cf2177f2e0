"""Annotations as JSON Schemas, found by reading modules as text."""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from typing import Any

Schema = dict[str, Any]
ROOT = Path(__file__).resolve().parent.parent
_PLAIN = {
    "str": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "Outside": "string",
    "Literal": "string",
}
_ARRAYS = ("tuple", "list", "Sequence", "Iterable", "Iterator", "frozenset", "set", "Words")
_MAPPINGS = ("dict", "Mapping")


class Module:
    """One module of the package: its classes, functions, names of types, and what it imports."""

    def __init__(self, name: str) -> None:
        self.name = name
        path = ROOT / (name.replace(".", "/") + ".py")
        path = path if path.exists() else ROOT / name.replace(".", "/") / "__init__.py"
        tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
        self._held: dict[str, ast.stmt | ast.expr] = {}
        self._imports: dict[str, tuple[str, str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                self._held.setdefault(node.name, node)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self._held.setdefault(node.targets[0].id, node.value)
            elif isinstance(node, ast.ImportFrom) and node.module:
                for item in node.names:
                    self._imports[item.asname or item.name] = (node.module, item.name)

    @staticmethod
    @functools.cache
    def of(name: str) -> Module:
        """Return a module, read once."""
        return Module(name)

    def find(self, name: str) -> tuple[Module, ast.stmt | ast.expr] | None:
        """Return what a name stands for, and its module; None for what is not of this package."""
        if name in self._held:
            return self, self._held[name]
        module, inside = self._imports.get(name, ("", ""))
        return Module.of(module).find(inside) if module.startswith("claude_doctor") else None

    def function(self, name: str) -> tuple[Module, ast.FunctionDef] | None:
        """Return a function by its name here."""
        found = self.find(name)
        return (found[0], found[1]) if found and isinstance(found[1], ast.FunctionDef) else None

    def called(self, node: ast.expr) -> tuple[Module, str] | None:
        """Return module and name of a function that is called as `name` or `module.name`."""
        if isinstance(node, ast.Name):
            return (self, node.id) if self.function(node.id) else None
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            package, inside = self._imports.get(node.value.id, ("", ""))
            if package.startswith("claude_doctor"):
                module = Module.of(f"{package}.{inside}")
                return (module, node.attr) if module.function(node.attr) else None
        return None

    def record(self, annotation: ast.expr) -> tuple[Module, ast.ClassDef] | None:
        """Return the class that an annotation names, `X | None` too."""
        for one in _alternatives(annotation):
            found = self.find(one.id) if isinstance(one, ast.Name) else None
            if found and isinstance(found[1], ast.ClassDef):
                return found[0], found[1]
        return None

    def field(self, annotation: ast.expr, name: str) -> tuple[ast.expr, Module] | None:
        """Return the annotation of a field or property of the class that an annotation names."""
        found = self.record(annotation)
        for item in found[1].body if found else ():
            if (
                isinstance(item, ast.AnnAssign)
                and isinstance(item.target, ast.Name)
                and item.target.id == name
            ):
                return item.annotation, found[0]  # type: ignore[index]  # it was found
            if isinstance(item, ast.FunctionDef) and item.name == name and item.returns is not None:
                return item.returns, found[0]  # type: ignore[index]
        return None

    def items(self, annotation: ast.expr) -> tuple[ast.expr, Module] | None:
        """Return the annotation of what an array holds."""
        for one in _alternatives(annotation):
            if isinstance(one, ast.Name) and (found := self.find(one.id)) and isinstance(found[1], ast.expr):
                return found[0].items(found[1])
            if isinstance(one, ast.Subscript) and ast.unparse(one.value) in _ARRAYS:
                inner = one.slice.elts[0] if isinstance(one.slice, ast.Tuple) else one.slice
                return inner, self
        return None


def _alternatives(annotation: ast.expr) -> list[ast.expr]:
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        return [*_alternatives(annotation.left), *_alternatives(annotation.right)]
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return _alternatives(ast.parse(annotation.value, mode="eval").body)
    return [annotation]


def of_annotation(annotation: ast.expr | None, module: Module) -> Schema:
    """Return the schema of an annotation; {} for any value."""
    if annotation is None:
        return {}
    return joined([_one(item, module) for item in _alternatives(annotation)])


def _one(node: ast.expr, module: Module) -> Schema:
    if isinstance(node, ast.Constant) and node.value is None:
        return {"type": "null"}
    if isinstance(node, ast.Name):
        if node.id in _PLAIN:
            return {"type": _PLAIN[node.id]}
        if node.id == "Words":
            return {"type": "array", "items": {"type": "string"}}
        found = module.find(node.id)
        if found and isinstance(found[1], ast.ClassDef):
            return _record(*found)
        return of_annotation(found[1], found[0]) if found and isinstance(found[1], ast.expr) else {}
    if isinstance(node, ast.Subscript):
        return _generic(node, module)
    return {}


def _record(module: Module, node: ast.stmt | ast.expr) -> Schema:
    assert isinstance(node, ast.ClassDef)
    fields = {
        item.target.id: of_annotation(item.annotation, module)
        for item in node.body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    }
    return {"type": "object", "properties": fields, "required": list(fields)} if fields else {}


def _generic(node: ast.Subscript, module: Module) -> Schema:
    name = ast.unparse(node.value)
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if name in _MAPPINGS:
        return {"type": "object", "additionalProperties": of_annotation(parts[-1], module)}
    if name == "tuple" and not (isinstance(parts[-1], ast.Constant) and parts[-1].value is ...):
        return {"type": "array", "prefixItems": [of_annotation(part, module) for part in parts]}
    if name in _ARRAYS:
        return {"type": "array", "items": of_annotation(parts[0], module)}
    return {"type": "string"} if name == "Literal" else {}


def of_literal(value: object) -> Schema:
    """Return the schema of a constant; words and numbers in the code of a document are what they are."""
    if value is None:
        return {"type": "null"}
    if isinstance(value, bool):
        return {"type": "boolean"}
    return {"const": value} if value != "" else {"type": "string"}


def of_items(schema: Schema) -> Schema:
    """Return the schema of a list made from an array or a mapping."""
    return {"type": "array", **({"items": schema["items"]} if "items" in schema else {})}


def joined(schemas: list[Schema]) -> Schema:
    """Return the schema of one of several; {} as soon as one is any value."""
    kept: list[Schema] = []
    for schema in schemas:
        if not schema:
            return {}
        for one in schema.get("anyOf", [schema]):
            if one not in kept:
                kept.append(one)
    kept = [one for one in kept if not ("const" in one and {"type": _kind(one["const"])} in kept)]
    return (kept[0] if len(kept) == 1 else {"anyOf": kept}) if kept else {}


def _kind(value: object) -> str:
    return "string" if isinstance(value, str) else "integer" if isinstance(value, int) else "number"
