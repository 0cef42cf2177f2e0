"""Every fault of shape in one request at once, and the request without them, so that the rules can look at the rest.

What cannot be kept is replaced: a block or message by a stand-in no rule looks at (see `_walk`), anything else by its absence.
`broken` names the keys of params that lost something; a rule that says it reads such a key is not asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.rules._fault import ShapeFault

if TYPE_CHECKING:
    from claude_doctor.rules._spec import ShapeSpec, Spec

_LOST: Any = object()
# What stands for a required value that is missing or wrong, where that is better than losing the object around it.
_NEUTRAL: dict[str, Any] = {
    "Item.custom_id": "-",
    "Params.model": "",
    "Params.max_tokens": 1,
    "Params.messages": [],
    "ToolUse.input": {},
    "ServerToolUse.input": {},
}
# An optional value without which the object around it says something else.
_VITAL = ("Message.content", "ToolResult.content")
_STAND_IN_BLOCK = {"type": "text", "text": "."}
_STAND_IN_MESSAGE = {"role": "user", "content": "."}


class Mended:
    """What mending found: faults in order, the keys of params that lost something, the places of stand-ins."""

    __slots__ = ("broken", "faults", "stand_ins")

    def __init__(self) -> None:
        self.faults: list[ShapeFault] = []
        self.broken: set[str] = set()
        self.stand_ins: list[tuple[str | int, ...]] = []

    def fault(self, kind: str, owner: str, place: tuple[str | int, ...], value: Any = None, wanted: str = "") -> None:
        """Note a fault; all but an unknown key lose something."""
        self.faults.append(ShapeFault(kind, owner, place, value, wanted))
        if kind != "unknown" and len(place) > 1:
            self.broken.add(str(place[1]))

    def shape(self, value: dict[str, Any], spec: ShapeSpec, place: tuple[str | int, ...]) -> Any:
        """Return an object of a known shape without its faults, or _LOST when a required part is gone."""
        made: dict[str, Any] = {}
        lost = False
        for key, item in value.items():
            inner = spec.fields.get(key)
            if inner is None:
                if key == "type" and spec.tag is not None:
                    made[key] = item
                else:
                    self.fault("unknown", f"{spec.name}.{key}", (*place, key), item)
                continue
            kept = self.value(item, inner, (*place, key), f"{spec.name}.{key}", key not in spec.required)
            if kept is not _LOST:
                made[key] = kept
            elif f"{spec.name}.{key}" in _VITAL:
                lost = True
        for key in spec.required:
            if key in made:
                continue
            owner = f"{spec.name}.{key}"
            if key not in value:
                self.fault("missing", owner, (*place, key))
            if owner in _NEUTRAL:
                made[key] = _NEUTRAL[owner]
            else:
                lost = True
        return _LOST if lost else made

    def value(self, value: Any, spec: Spec, place: tuple[str | int, ...], owner: str, optional: bool = True) -> Any:
        """Return a value without its faults, or _LOST."""
        if spec.anything:
            return value
        kind = type(value)
        if kind is dict and (spec.tags or spec.shape or spec.mapping):
            return self._object(value, spec, place, owner)
        if kind is list and spec.items is not None:
            return self._array(value, spec.items, place, owner)
        if kind in spec.scalars or (value is None and spec.null) or (kind is str and value in (spec.choices or ())):
            return value
        if kind is str and spec.choices is not None:
            self.fault("value", owner, place, value, ", ".join(spec.choices))
            return _LOST
        self.fault("null" if value is None and optional else "type", owner, place, value, spec.words())
        return _LOST

    def _object(self, value: dict[str, Any], spec: Spec, place: tuple[str | int, ...], owner: str) -> Any:
        if spec.tags:
            tag = value.get("type")
            shape = spec.tags.get(tag) if isinstance(tag, str) else None
            if shape is None:
                self.fault("tag" if "type" in value else "untagged", owner, (*place, "type"), tag, ", ".join(spec.tags))
                return _LOST
            return self.shape(value, shape, place)
        if spec.shape is not None:
            return self.shape(value, spec.shape, place)
        if spec.mapping is None or spec.mapping.anything:
            return value
        kept = {key: self.value(item, spec.mapping, (*place, key), owner) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not _LOST}

    def _array(self, value: list[Any], items: Spec, place: tuple[str | int, ...], owner: str) -> list[Any]:
        made = []
        for index, item in enumerate(value):
            kept = self.value(item, items, (*place, index), owner, optional=False)
            if kept is not _LOST:
                made.append(kept)
            elif "text" in items.tags or owner == "Params.messages":
                here = (*place, index)
                self.stand_ins = [other for other in self.stand_ins if other[: len(here)] != here]
                self.stand_ins.append(here)
                made.append(_STAND_IN_BLOCK if items.tags else _STAND_IN_MESSAGE)
        return made


def mend(item: dict[str, Any], spec: ShapeSpec) -> tuple[dict[str, Any], Mended]:
    """Return an element of a batch in its right shape, and what was wrong with it."""
    mended = Mended()
    made = mended.shape(item, spec, ())
    if made is _LOST:  # params itself is missing or no object: nothing is left to look at
        made = {}
    return made, mended
