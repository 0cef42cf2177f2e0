"""A folder is a registry: its members are its modules, found by listing it, never by a table."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def names(package: ModuleType) -> list[str]:
    """Return the members of a package's folder, sorted; names that begin with `_` are helpers, not members."""
    found = set()
    for name in os.listdir(package.__path__[0]):
        stem, dot, suffix = name.partition(".")
        if stem.startswith("_"):
            continue
        if suffix == "py" or (not dot and os.path.exists(os.path.join(package.__path__[0], stem, "__init__.py"))):
            found.add(stem.replace("-", "_"))
    return sorted(found)


def load(package: ModuleType, name: str) -> ModuleType:
    """Import one member; ImportError when there is none of that name."""
    return __import__(f"{package.__name__}.{name}", fromlist=[name])


def ranked(package: ModuleType) -> list[ModuleType]:
    """Return all members, lowest RANK first."""
    return sorted((load(package, name) for name in names(package)), key=lambda module: int(module.RANK))
