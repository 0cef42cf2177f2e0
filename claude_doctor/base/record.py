"""Frozen, slotted data classes without the start-up price of `dataclasses`
(three times a bare interpreter).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeVar, dataclass_transform

    T = TypeVar("T")

    @dataclass_transform(frozen_default=True)
    def record(cls: type[T]) -> type[T]:
        """Type checkers see a frozen dataclass."""
        return cls
else:

    def record(cls):
        """Return cls as an immutable class with one slot a field, made by position or by keyword.

        The fields of a record it is derived from come first, and have no defaults.
        """
        own = tuple(cls.__annotations__)
        names = (*getattr(cls.__base__, "__match_args__", ()), *own)
        defaults = {name: cls.__dict__[name] for name in own if name in cls.__dict__}
        space = {
            k: v for k, v in cls.__dict__.items() if k not in own and k not in ("__dict__", "__weakref__")
        }

        def __init__(self, *values, **named):
            put = object.__setattr__
            if not named and len(values) == len(names):
                for name, value in zip(names, values, strict=True):
                    put(self, name, value)
                return
            given = {**defaults, **dict(zip(names, values, strict=False)), **named}
            if len(values) > len(names) or len(given) != len(names):
                raise TypeError(f"{cls.__name__} takes {', '.join(names)}")
            for name in names:
                put(self, name, given[name])

        def __setattr__(self, name, value):
            raise AttributeError(f"{cls.__name__} is immutable")

        def __eq__(self, other):
            return type(other) is type(self) and all(getattr(self, n) == getattr(other, n) for n in names)

        def __repr__(self):
            return f"{cls.__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in names)})"

        def __reduce__(self):
            return type(self), tuple(getattr(self, n) for n in names)

        space |= {
            "__slots__": own,
            "__init__": __init__,
            "__setattr__": __setattr__,
            "__eq__": __eq__,
            "__hash__": lambda self: hash(tuple(getattr(self, n) for n in names)),
            "__repr__": __repr__,
            "__reduce__": __reduce__,
            "__match_args__": names,
        }
        return type(cls)(cls.__name__, cls.__bases__, space)


def fields(item: object) -> Iterator[tuple[str, object]]:
    """Yield (name, value) of a record's fields in their order."""
    for name in item.__match_args__:  # type: ignore[attr-defined]  # every record has them
        yield name, getattr(item, name)


def replace(item: T, **changes: object) -> T:
    """Return a copy of a record with some fields changed."""
    return type(item)(**{**dict(fields(item)), **changes})
