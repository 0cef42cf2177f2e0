"""The folders of members: wherever a `contract.py` lies. Found by looking, so that a new one is tested from
its first day.
"""

from __future__ import annotations

import ast
import importlib
from dataclasses import dataclass
from pathlib import Path

import claude_doctor
from claude_doctor.base import registry

PACKAGE = Path(claude_doctor.__file__).parent
CONTRACTS = sorted(path for path in PACKAGE.rglob("contract.py") if path.parent.name != "base")


@dataclass(frozen=True)
class Family:
    """One folder of members, named by its place below the package."""

    name: str
    contract: Path

    @property
    def slug(self) -> str:
        return self.name.replace(".", "_")

    @property
    def contract_module(self) -> str:
        return f"claude_doctor.{self.name}.contract"

    def package(self):
        return importlib.import_module(f"claude_doctor.{self.name}")

    def names(self) -> set[str]:
        """What its contract names."""
        tree = ast.parse(self.contract.read_text(encoding="utf-8"))
        (protocol,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
        return {node.target.id for node in protocol.body if isinstance(node, ast.AnnAssign)}

    def members(self) -> list[str]:
        return registry.names(self.package())

    def modules(self) -> list[tuple[str, Path]]:
        """The module and file of each member; of a door its command."""
        inside = ".command" if self.name == "doors" else ""
        found = []
        for member in self.members():
            place = self.contract.parent / member / "command.py" if inside else self.contract.parent / member
            if not inside:
                place = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
            found.append((f"claude_doctor.{self.name}.{member}{inside}", place))
        return found


def families() -> list[Family]:
    return [Family(".".join(path.parent.relative_to(PACKAGE).parts), path) for path in CONTRACTS]
