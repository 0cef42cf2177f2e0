"""A contract of import-linter: what begins with `_` is imported inside its own package only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from importlinter import Contract, ContractCheck, output

if TYPE_CHECKING:
    from grimp import ImportGraph


class PrivateContract(Contract):  # type: ignore[misc,unused-ignore]  # import-linter has no types
    """Every module with a `_` in its path has importers below its own package only."""

    type_name = "private"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002  # the linter's signature
        """Return whether the contract is kept, with the imports that break it."""
        wrong = [
            f"{importer} imports {module}"
            for module in sorted(graph.modules)
            if (home := owner(module))
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if importer != home and not importer.startswith(f"{home}.")
        ]
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that breaks it."""
        for line in check.metadata["wrong"]:
            output.print_error(line)


def owner(module: str) -> str:
    """Return the package that may import a module, "" for one that is private to nobody."""
    parts = module.split(".")
    at = next((at for at, part in enumerate(parts) if part.startswith("_") and not part.startswith("__")), 0)
    return ".".join(parts[:at])
