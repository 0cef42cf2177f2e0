"""The shapes again as plain tables, read off the msgspec types: what the full path walks when the typed
decode refuses.
"""

from __future__ import annotations

import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Raw, Struct, UnsetType

from claude_doctor.doors.batch_check.engine.shapes.base import Other

_WORDS = (
    (str, "a string"),
    (int, "an integer"),
    (float, "a number"),
    (bool, "true or false"),
    (list, "an array"),
    (dict, "an object"),
)


class Spec:
    """What one JSON value may be: `scalars` by type, `choices` of a string, `items` of an array, `tags` or
    `shape` of an object.

    `hint` is the annotation it was made from.
    """

    __slots__ = (
        "anything",
        "choices",
        "hint",
        "items",
        "mapping",
        "null",
        "scalars",
        "shape",
        "tag_field",
        "tags",
    )

    def __init__(self) -> None:
        self.anything = False
        self.null = False
        self.scalars: set[type] = set()
        self.choices: tuple[str, ...] | None = None
        self.items: Spec | None = None
        self.mapping: Spec | None = None
        self.shape: ShapeSpec | None = None
        self.tags: dict[str, ShapeSpec] = {}
        self.tag_field = "type"
        self.hint: Any = None

    def words(self) -> str:
        """Say what is wanted: "a string or an array"."""
        kinds = set(self.scalars)
        if self.choices is not None:
            kinds.add(str)
        if self.items is not None:
            kinds.add(list)
        if self.tags or self.shape or self.mapping:
            kinds.add(dict)
        return " or ".join(word for kind, word in _WORDS if kind in kinds)


class ShapeSpec:
    """A JSON object with known keys: name of the type, its tag, and its fields (spec, whether required) by
    JSON key.
    """

    __slots__ = ("fields", "name", "required", "tag", "tag_field")

    def __init__(self, name: str, tag: str | None, tag_field: str = "type") -> None:
        self.name = name
        self.tag = tag
        self.tag_field = tag_field
        self.fields: dict[str, Spec] = {}
        self.required: tuple[str, ...] = ()


_known: dict[type, ShapeSpec] = {}


def shape_of(kind: type[Struct]) -> ShapeSpec:
    """Return the table of a msgspec type; made once."""
    if kind in _known:
        return _known[kind]
    tag = kind.__struct_config__.tag
    made = _known[kind] = ShapeSpec(
        kind.__name__, tag if isinstance(tag, str) else None, kind.__struct_config__.tag_field or "type"
    )
    hints = get_type_hints(kind)
    needed = len(kind.__struct_fields__) - len(kind.__struct_defaults__)
    for name, key in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True):
        made.fields[key] = spec_of(hints[name])
    made.required = tuple(kind.__struct_encode_fields__[:needed])
    return made


def spec_of(hint: Any) -> Spec:
    """Return the table of a type annotation."""
    spec = Spec()
    spec.hint = hint
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    for option in options:
        _add(spec, option)
    return spec


def _add(spec: Spec, option: Any) -> None:
    origin = get_origin(option)
    if option in (Any, Raw):
        spec.anything = True
    elif option is type(None):
        spec.null = True
    elif option is UnsetType or option is Other:
        return
    elif origin is Literal:
        spec.choices = (*(spec.choices or ()), *get_args(option))
    elif origin is list:
        spec.items = spec_of(get_args(option)[0])
    elif origin is dict:
        spec.mapping = spec_of(get_args(option)[1])
    elif isinstance(option, type) and issubclass(option, Struct):
        shape = shape_of(option)
        if shape.tag is None:
            spec.shape = shape
        else:
            spec.tags[shape.tag] = shape
            spec.tag_field = shape.tag_field
    else:
        spec.scalars.add(option)
