"""Requests made from the tables of shapes: right by construction, every field in turn; and what can be done
to break them.
"""

from __future__ import annotations

import copy
from functools import lru_cache
from random import Random
from typing import Any

from claude_doctor.doors.batch_check.engine import shapes
from claude_doctor.doors.batch_check.engine.spec import ShapeSpec, Spec, shape_of

ITEM = shape_of(shapes.Item)
# Fields that are raw text or free for the decode, with something the API would take.
FREE: dict[str, Any] = {
    "Params.tools": [{"name": "find", "input_schema": {"type": "object"}}],
    "Params.fallbacks": [{"model": "claude-opus-5"}],
    "Params.fallback_credit_token": {"token": "t"},
    "Params.thread": {"type": "create"},
    "Params.temperature": 0.5,
    "Params.top_p": 0.9,
    "Params.top_k": 5,
    "Params.output_format": {"type": "json_schema", "schema": {}},
    "Params.research_preview_2026_02": "off",
    "OutputFormat.schema": {"type": "object"},
    "DefinedTool.definition": {"name": "find", "input_schema": {"type": "object"}},
    "Fallback.from": {"model": "claude-opus-5"},
    "Fallback.to": {"model": "claude-opus-5-5"},
    "Fallback.trigger": None,
    "TextEditorCodeExecutionViewResult.file_type": "text",
}
_ERRORS = {"web_fetch": "url_too_long", "web_search": "query_too_long", "advisor": "prompt_too_long"}


class Maker:
    """Makes values of a shape; `seen` collects every field that was used."""

    def __init__(self, random: Random, share: float = 0.3) -> None:
        self.random = random
        self.share = share
        self.seen: set[str] = set()

    def shape(self, spec: ShapeSpec, depth: int = 0) -> dict[str, Any]:
        made: dict[str, Any] = {} if spec.tag is None else {spec.tag_field: spec.tag}
        for key, inner in spec.fields.items():
            owner = f"{spec.name}.{key}"
            if key in spec.required or (
                depth < 16 and self.random.random() < (self.share if owner in self.seen else 0.9)
            ):
                self.seen.add(owner)
                made[key] = self.field(owner, spec, key, inner, depth)
        return made

    def field(self, owner: str, spec: ShapeSpec, key: str, inner: Spec, depth: int) -> Any:
        if owner in FREE:
            return FREE[owner]
        if key == "error_code":
            return next(
                (word for kind, word in _ERRORS.items() if (spec.tag or "").startswith(kind)), "unavailable"
            )
        if owner == "Item.custom_id":
            return f"r{self.random.randrange(10**9)}"
        return self.value(inner, depth + 1)

    def value(self, spec: Spec, depth: int) -> Any:
        options: list[Any] = []
        if spec.null:
            options.append(lambda: None)
        if str in spec.scalars:
            options.append(lambda: "text")
        if int in spec.scalars:
            options.append(lambda: self.random.randrange(1, 2000))
        if bool in spec.scalars:
            options.append(lambda: self.random.random() < 0.5)
        if spec.choices:
            options.append(lambda: self.random.choice(spec.choices or ("",)))
        if spec.mapping is not None:
            options.append(dict)
        if spec.anything:
            options.append(lambda: None)
        if spec.items is not None:
            items = spec.items
            options += [lambda: [self.value(items, depth + 1) for _ in range(self.random.randint(1, 2))]] * 3
        if spec.tags:
            options += [lambda: self.shape(self._tag(spec), depth + 1)] * 3
        if spec.shape is not None:
            shape = spec.shape
            options += [lambda: self.shape(shape, depth + 1)] * 3
        if not _inner(spec) <= self.seen and self.random.random() < 0.8:
            return options[-1]()
        return self.random.choice(options)()

    def _tag(self, spec: Spec) -> ShapeSpec:
        """One of the kinds, rather one with a field that was not used yet."""
        kinds = list(spec.tags.values())
        fresh = [kind for kind in kinds if not _reach(kind) <= self.seen]
        return self.random.choice(fresh if fresh and self.random.random() < 0.7 else kinds)


@lru_cache
def _reach(spec: ShapeSpec) -> frozenset[str]:
    return frozenset(every_field(spec))


@lru_cache
def _inner(spec: Spec) -> frozenset[str]:
    found: set[str] = set()
    _inside(spec, found)
    return frozenset(found)


def every_field(spec: ShapeSpec, found: set[str] | None = None) -> set[str]:
    """The names of all fields that can be reached from a shape."""
    found = set() if found is None else found
    for key, inner in spec.fields.items():
        owner = f"{spec.name}.{key}"
        if owner not in found:
            found.add(owner)
            _inside(inner, found)
    return found


def _inside(spec: Spec, found: set[str]) -> None:
    for shape in (*spec.tags.values(), *([spec.shape] if spec.shape else [])):
        every_field(shape, found)
    for inner in (spec.items, spec.mapping):
        if inner is not None:
            _inside(inner, found)


def items(count: int, seed: int = 1, share: float = 0.3) -> tuple[list[dict[str, Any]], set[str]]:
    """Elements of a batch, and the fields they hold."""
    maker = Maker(Random(seed), share)
    return [maker.shape(ITEM) for _ in range(count)], maker.seen


def broken(value: Any, random: Random, odd: tuple[Any, ...] = ("\ud83d",)) -> Any:
    """The value with one thing changed somewhere inside: a key gone, a key more, another type, null."""
    value = copy.deepcopy(value)  # parts of it are shared with what is made next
    places = list(_places(value, ()))
    if not places:
        return value
    place = random.choice(places)
    holder = value
    for step in place[:-1]:
        holder = holder[step]
    what = random.randrange(5)
    if what == 0 and isinstance(holder, dict):
        del holder[place[-1]]
    elif what == 1 and isinstance(holder, dict):
        holder["unheard_of"] = 1
    else:
        holder[place[-1]] = random.choice([None, 5, 1.5, "x", True, [], {}, [{}], {"type": "nope"}, *odd])
    return value


def _places(value: Any, here: tuple[Any, ...]) -> Any:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*here, key)
        yield from _places(item, (*here, key))
