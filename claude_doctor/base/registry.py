"""A folder is a registry: its members are its modules, found by listing it, never by a table."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Protocol, TypeVar

    class Ranked(Protocol):
        """What has a place in an order: the lowest comes first."""

        RANK: int

    C = TypeVar("C")
    R = TypeVar("R", bound=Ranked)

# What says what a member is, and is none.
CONTRACT = "contract"


def names(package: ModuleType) -> list[str]:
    """Return the members of a package's folder, sorted; what begins with `_` and the contract are none."""
    found = set()
    for name in os.listdir(package.__path__[0]):
        stem, dot, suffix = name.partition(".")
        if stem.startswith("_") or stem == CONTRACT:
            continue
        if suffix == "py" or (
            not dot and os.path.exists(os.path.join(package.__path__[0], stem, "__init__.py"))
        ):
            found.add(stem.replace("-", "_"))
    return sorted(found)


def load(package: ModuleType, name: str, contract: type[C]) -> C:
    """Import one member, which then has all that its contract names; ImportError when there is none of that
    name.
    """
    module = __import__(f"{package.__name__}.{name}", fromlist=["__name__"])
    for key, value in contract.__dict__.items():
        if key.isupper() and not hasattr(module, key):
            setattr(module, key, value)
    return module  # type: ignore[return-value]  # tests/test_contracts.py holds every member against its contract


def ranked(package: ModuleType, contract: type[R]) -> list[tuple[str, R]]:
    """Return all members with their names, lowest RANK first."""
    return sorted(
        ((name, load(package, name, contract)) for name in names(package)), key=lambda item: item[1].RANK
    )
