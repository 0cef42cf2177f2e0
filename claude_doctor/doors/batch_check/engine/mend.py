"""Every fault of shape in one request at once, and the request without them, so that the rules can look at
the rest.

What cannot be kept is replaced: a block or message by a stand-in no rule looks at (see `_checker`), anything
else by its absence. `broken` names the keys of params that lost something; a rule that says it reads such a
key is not asked. The value is mended in place: of most requests only one field changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from claude_doctor.doors.batch_check.engine.fault import ShapeFault

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.spec import ShapeSpec, Spec

# (the place around it, key or index); () is the element itself.
Place = tuple[Any, ...]
# What stands for a required value that is missing or wrong, where that is better than losing the object
# around it.
_NEUTRAL: dict[str, Any] = {
    "Item.custom_id": "-",
    "Params.model": "",
    "Params.max_tokens": 1,
    "Params.messages": [],
    "ToolUse.input": {},
    "ServerToolUse.input": {},
}
# An optional value without which the object around it says something else.
_VITAL = ("SystemMessage.content", "ToolResult.content")
_MESSAGES = "Params.messages"
# Large parts that are mostly right: msgspec looks at them at a tenth of the price before we do.
_LARGE = ("Params.messages", "Params.system", "Params.mcp_servers")


def steps(place: Place) -> tuple[str | int, ...]:
    """Return a place as its keys and indices from the outside in."""
    found: list[str | int] = []
    while place:
        place, step = place
        found.append(step)
    return tuple(reversed(found))


class Mended:
    """What mending found: faults in order, the keys of params that lost
    something, the places of stand-ins.
    """

    __slots__ = ("broken", "faults", "stand_ins")

    def __init__(self) -> None:
        self.faults: list[ShapeFault] = []
        self.broken: set[str] = set()
        self.stand_ins: list[tuple[str | int, ...]] = []

    def outermost(self) -> list[tuple[str | int, ...]]:
        """Return the places of stand-ins that are not inside of another one."""
        all_of_them = set(self.stand_ins)
        return [
            place
            for place in all_of_them
            if not any(place[:length] in all_of_them for length in range(1, len(place)))
        ]

    def fault(self, kind: str, owner: str, place: Place, value: Any = None, wanted: str = "") -> None:
        """Note a fault that loses something."""
        path = steps(place)
        self.faults.append(ShapeFault(kind, owner, path, value, wanted))
        if len(path) > 1:
            self.broken.add(str(path[1]))

    def shape(self, value: dict[str, Any], spec: ShapeSpec, place: Place) -> bool:
        """Take the faults out of an object of a known shape; False when a required part of it is lost."""
        lost: list[str] = []
        fields = spec.fields
        for key, item in value.items():
            inner = fields.get(key)
            if inner is None:
                if key != spec.tag_field or spec.tag is None:
                    self.faults.append(
                        ShapeFault("unknown", f"{spec.name}.{key}", steps((place, key)), item, known=fields)
                    )
                    lost.append(key)
            elif (
                type(item) not in inner.scalars
                and not inner.anything
                and not self.value(item, inner, (place, key), f"{spec.name}.{key}")
            ):
                lost.append(key)
                if item is None and key in spec.required and spec.name != "Params":
                    # Not doubtful: what is required is refused as null (seen with text and tool_use.input).
                    self.faults[-1].kind = "type"
        whole = not any(f"{spec.name}.{key}" in _VITAL for key in lost)
        for key in lost:
            del value[key]
        for key in spec.required:
            if key not in value and not self._replaced(value, spec, key, place, key in lost):
                whole = False
        return whole

    def _replaced(self, value: dict[str, Any], spec: ShapeSpec, key: str, place: Place, known: bool) -> bool:
        """Put what stands for a required value, if something does."""
        owner = f"{spec.name}.{key}"
        if not known:
            self.fault("missing", owner, (place, key))
        if owner not in _NEUTRAL:
            return False
        neutral = _NEUTRAL[owner]
        value[key] = type(neutral)(neutral)
        return True

    def value(self, value: Any, spec: Spec, place: Place, owner: str) -> bool:
        """Take the faults out of a value; False when nothing of it can be kept."""
        kind = type(value)
        if (
            kind in spec.scalars
            or spec.anything
            or (value is None and spec.null)
            or (kind is str and value in (spec.choices or ()))
        ):
            return True
        if owner in _LARGE and _fits(value, spec):
            return True
        if kind is list and spec.items is not None:
            self._array(value, spec.items, place, owner)
            return True
        if kind is dict and (spec.tags or spec.shape or spec.mapping):
            return self._object(value, spec, place, owner)
        if kind is str and spec.choices is not None:
            self.fault("value", owner, place, value, ", ".join(spec.choices))
        else:
            word = "item" if isinstance(place[1], int) else "null" if value is None else "type"
            self.fault(word, owner, place, value, spec.words())
        return False

    def _object(self, value: dict[str, Any], spec: Spec, place: Place, owner: str) -> bool:
        if spec.tags:
            tag = value.get(spec.tag_field)
            shape = spec.tags.get(tag) if isinstance(tag, str) else None
            if shape is None:
                self.fault(
                    "tag" if spec.tag_field in value else "untagged",
                    owner,
                    (place, spec.tag_field),
                    tag,
                    ", ".join(spec.tags),
                )
                return False
            return self.shape(value, shape, place)
        if spec.shape is not None:
            return self.shape(value, spec.shape, place)
        if spec.mapping is not None and not spec.mapping.anything:
            for key in [
                key for key, item in value.items() if not self.value(item, spec.mapping, (place, key), owner)
            ]:
                del value[key]
        return True

    def _array(self, value: list[Any], items: Spec, place: Place, owner: str) -> None:
        lost = [
            index
            for index, item in enumerate(value)
            if type(item) not in items.scalars and not self.value(item, items, (place, index), owner)
        ]
        if not lost:
            return
        if "text" not in items.tags and owner != _MESSAGES:
            for index in reversed(lost):
                del value[index]
            return
        around = steps(place)
        for index in lost:
            self.stand_ins.append((*around, index))
            value[index] = (
                {"role": "user", "content": "."} if owner == _MESSAGES else {"type": "text", "text": "."}
            )


def _fits(value: Any, spec: Spec) -> bool:
    try:
        msgspec.convert(value, spec.hint)
    except (msgspec.ValidationError, RecursionError):
        return False
    return True


def mend(item: dict[str, Any], spec: ShapeSpec) -> Mended:
    """Take the faults out of an element of a batch; when its `params` cannot
    be kept it has none afterwards.
    """
    mended = Mended()
    mended.shape(item, spec, ())
    return mended
