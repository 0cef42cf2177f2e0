"""The house keeps its shape: every member has a test, members do not know each other, order has no ties, imports no cycles."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import claude_doctor
from claude_doctor.base import registry
from tests.conftest import SOURCE

PACKAGE = Path(claude_doctor.__file__).parent
TESTS = Path(__file__).parent
FAMILIES = {
    "doors": "doors",
    "signals": "signals.readers",
    "checks": "doors.health.checks",
    "rules": "doors.batch_check.rules",
    "kinds": "doors.batch_check.kinds",
    "fixes": "doors.batch_check.fixes",
    "logs": "doors.tail.formats",
    "explain views": "doors.explain.views",
    "batch views": "doors.batch_check.views",
    "health views": "doors.health.views",
    "tail views": "doors.tail.views",
}


def family(name: str):
    return importlib.import_module(f"claude_doctor.{FAMILIES[name]}")


def members() -> list[tuple[str, str]]:
    return [(name, member) for name in FAMILIES for member in registry.names(family(name))]


def sources(name: str, member: str) -> list[Path]:
    place = PACKAGE / FAMILIES[name].replace(".", "/") / member
    return sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]


def imported(path: Path) -> Iterator[str]:
    """Names of the modules a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def all_texts() -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")}


TEXTS = all_texts()


def is_tested(name: str, member: str) -> bool:
    """Whether a member has a test file of its own, or the tests of its family run it by name."""
    if name.endswith("views"):
        return any(
            f'"--format", "{member}"' in text or f"format_{member}" in text or f"format={member}" in text or member in text for text in TEXTS.values()
        )
    if {f"test_{member}.py", f"test_{member}_command.py", f"test_render_{member}.py"} & {path.name for path in TEXTS}:
        return True
    if name == "rules":  # the examples on a rule's pages are executed
        pages = SOURCE / "claude_doctor" / "doors" / "batch_check" / "pages"
        module = (PACKAGE / "doors" / "batch_check" / "rules" / f"{member}.py").read_text(encoding="utf-8")
        named = set(re.findall(r'"([a-z0-9-]+)"', module))
        rules = [rule for rule in named if (pages / f"{rule}.md").exists()]
        shown = any("## Bad" in (pages / f"{rule}.md").read_text(encoding="utf-8") for rule in rules)
        return shown or any(f'"{rule}"' in text for rule in rules for text in TEXTS.values())
    typed = f'"{member.replace("_", "-")}"' if name == "doors" else f'"{member}"'
    return any(typed in text or (f"claude_doctor.{FAMILIES[name].rpartition('.')[0]}" in text and member in text) for text in TEXTS.values())


@pytest.mark.parametrize(("name", "member"), members())
def test_every_member_has_a_test(name, member):
    assert is_tested(name, member), f"{name}/{member} has no test"


@pytest.mark.parametrize(("name", "member"), members())
def test_no_member_imports_a_sibling(name, member):
    home = f"claude_doctor.{FAMILIES[name]}"
    siblings = {f"{home}.{other}" for other in registry.names(family(name)) if other != member}
    depth = home.count(".") + 2
    for path in sources(name, member):
        both = siblings & {".".join(module.split(".")[:depth]) for module in imported(path)}
        assert not both, f"{path.relative_to(PACKAGE)} imports {both}"


@pytest.mark.parametrize("name", [name for name in FAMILIES if name in {"signals", "logs", "kinds"}])
def test_ranks_are_unique(name):
    ranks = [(registry.load(family(name), member).RANK, member) for member in registry.names(family(name))]
    taken = [rank for rank, _ in ranks]
    assert len(set(taken)) == len(taken), sorted(ranks)


def test_no_import_cycles_at_module_level():
    graph = {}
    for path in PACKAGE.rglob("*.py"):
        if "_built" in path.parts:
            continue
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        graph[module] = {name for name in top_imports(path) if name.startswith("claude_doctor")}
    for module in graph:
        assert not leads_back(graph, module), module


def top_imports(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = {
                name
                for name in names
                if (PACKAGE.parent / Path(*name.split("."))).with_suffix(".py").exists() or (PACKAGE.parent / Path(*name.split("."))).is_dir()
            }
            yield from modules or {node.module}


def leads_back(graph: dict[str, set[str]], start: str) -> bool:
    seen: set[str] = set()
    todo = list(graph.get(start, ()))
    while todo:
        module = todo.pop()
        if module == start:
            return True
        if module not in seen:
            seen.add(module)
            todo += graph.get(module, ())
    return False


def test_every_module_can_be_imported():
    for module in pkgutil.walk_packages(claude_doctor.__path__, "claude_doctor."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
