"""JSON schemas as the rules walk them: nodes with their places, references, cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from claude_doctor.doors.batch_check.engine.fault import path

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = tuple[str, dict[str, Any]]
OUTPUT = "params.output_config"
DEFINITIONS = ("$defs", "definitions")
ANNOTATIONS = frozenset(
    (
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "$comment",
        "$id",
        "$schema",
    )
)
# Keywords the grammar does not know are not entered: they are a finding themselves.
_MAPS = ("properties", *DEFINITIONS)
_LISTS = ("anyOf", "allOf", "oneOf")
_MOST = 20_000
_FOLLOWED = 500


def nodes(schema: dict[str, Any], place: str, definitions: bool = True) -> Iterator[Node]:
    """Yield (place, schema) of a schema and those inside it in order; `definitions` says whether to enter
    $defs.
    """
    todo: list[Node] = [(place, schema)]
    for _ in range(_MOST):
        if not todo:
            return
        here = todo.pop()
        yield here
        todo.extend(reversed(list(_inner(*here, definitions))))


def _inner(place: str, node: dict[str, Any], definitions: bool) -> Iterator[Node]:
    for key in _MAPS:
        held = node.get(key)
        if isinstance(held, dict) and (definitions or key not in DEFINITIONS):
            yield from (
                (f"{place}.{key}.{path((str(name),))}", item)
                for name, item in held.items()
                if isinstance(item, dict)
            )
    if isinstance(node.get("items"), dict):
        yield f"{place}.items", node["items"]
    for key in _LISTS:
        held = node.get(key)
        if isinstance(held, list):
            yield from (
                (f"{place}.{key}.{index}", item) for index, item in enumerate(held) if isinstance(item, dict)
            )


def references(schema: dict[str, Any], place: str) -> Iterator[tuple[str, str]]:
    """Yield (place, $ref) of every reference in a schema."""
    for here, node in nodes(schema, place):
        if isinstance(node.get("$ref"), str):
            yield f"{here}.$ref", node["$ref"]


def resolve(schema: dict[str, Any], reference: str) -> Any:
    """Return what a local pointer leads to, None for nothing."""
    found: Any = schema
    if reference == "#":
        return found
    if not reference.startswith("#/"):
        return None
    for part in reference[2:].split("/"):
        key = unquote(part).replace("~1", "/").replace("~0", "~")
        if isinstance(found, dict):
            found = found.get(key)
        elif isinstance(found, list) and key.isdecimal() and len(key) < 6 and int(key) < len(found):
            found = found[int(key)]
        else:
            return None
    return found


def cycle(schema: dict[str, Any], place: str) -> tuple[str, str] | None:
    """Return (place of a $ref, "A -> B -> A") of the first definition that leads back to itself."""
    done: set[str] = set()
    leads: dict[str, list[str]] = {}
    for where, start in references(schema, place):
        found = _circle(schema, start, done, leads)
        if found:
            return where, " -> ".join(path((reference.rsplit("/", 1)[-1],)) for reference in found)
    return None


def _circle(
    schema: dict[str, Any], start: str, done: set[str], leads: dict[str, list[str]]
) -> list[str] | None:
    """Walk from one reference to the next, depth first; the way there is `trail`."""
    trail: dict[str, None] = {}
    todo: list[tuple[str, bool]] = [(start, False)]
    while todo:
        reference, leaving = todo.pop()
        if leaving:
            trail.popitem()
            done.add(reference)
        elif reference in trail:
            ways = list(trail)
            return [*ways[ways.index(reference) :], reference]
        elif reference not in done:
            trail[reference] = None
            todo.append((reference, True))
            todo.extend((other, False) for other in _leads(schema, reference, leads))
    return None


def _leads(schema: dict[str, Any], reference: str, known: dict[str, list[str]]) -> list[str]:
    if reference not in known:
        if len(known) >= _FOLLOWED:
            return []
        target = resolve(schema, reference)
        known[reference] = [other for _, other in references(target, "")] if isinstance(target, dict) else []
    return known[reference]
