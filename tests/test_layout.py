"""The house keeps its shape: every member has a test, members do not know each other, order has no ties,
imports no cycles.
"""

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
from tests.families import families

PACKAGE = Path(claude_doctor.__file__).parent
TESTS = Path(__file__).parent
FAMILIES = {found.name: found for found in families()}


def family(name: str):
    return FAMILIES[name].package()


def members() -> list[tuple[str, str]]:
    return [(name, member) for name in FAMILIES for member in registry.names(family(name))]


def sources(name: str, member: str) -> list[Path]:
    place = PACKAGE / name.replace(".", "/") / member
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
# Closures over the walk's state: parted, each call would cost a look-up a block.
LONG = {
    ("claude_doctor.doors.batch_check.engine.walk", "_request_visit"),
    ("claude_doctor.doors.batch_check.engine.walk", "visit"),
}


def is_tested(name: str, member: str) -> bool:
    """Whether a member has a test file of its own, or the tests of its family run it by name."""
    if name.endswith("views"):
        return any(
            f'"--format", "{member}"' in text
            or f"format_{member}" in text
            or f"format={member}" in text
            or member in text
            for text in TEXTS.values()
        )
    if {f"test_{member}.py", f"test_{member}_command.py", f"test_render_{member}.py"} & {
        path.name for path in TEXTS
    }:
        return True
    if name == "doors.batch_check.rules":  # the examples on a rule's pages are executed
        pages = SOURCE / "claude_doctor" / "doors" / "batch_check" / "pages"
        module = (PACKAGE / "doors" / "batch_check" / "rules" / f"{member}.py").read_text(encoding="utf-8")
        named = set(re.findall(r'"([a-z0-9-]+)"', module))
        rules = [rule for rule in named if (pages / f"{rule}.md").exists()]
        shown = any("## Bad" in (pages / f"{rule}.md").read_text(encoding="utf-8") for rule in rules)
        return shown or any(f'"{rule}"' in text for rule in rules for text in TEXTS.values())
    if (
        TESTS / "logs" / "samples" / f"{member}.json"
    ).exists() and name == "doors.tail.formats":  # executed by test_formats.py
        return True
    typed = f'"{member.replace("_", "-")}"' if name == "doors" else f'"{member}"'
    return any(
        typed in text or (f"claude_doctor.{name.rpartition('.')[0]}" in text and member in text)
        for text in TEXTS.values()
    )


@pytest.mark.parametrize(("name", "member"), members())
def test_every_member_has_a_test(name, member):
    assert is_tested(name, member), f"{name}/{member} has no test"


@pytest.mark.parametrize(("name", "member"), members())
def test_no_member_imports_a_sibling(name, member):
    if (name, member) == ("doors", "preflight"):  # it is made of the others
        return
    home = f"claude_doctor.{name}"
    siblings = {f"{home}.{other}" for other in registry.names(family(name)) if other != member}
    depth = home.count(".") + 2
    for path in sources(name, member):
        both = siblings & {".".join(module.split(".")[:depth]) for module in imported(path)}
        assert not both, f"{path.relative_to(PACKAGE)} imports {both}"


@pytest.mark.parametrize("name", [name for name, found in FAMILIES.items() if "RANK" in found.names()])
def test_ranks_are_unique(name):
    ranks = [(importlib.import_module(module).RANK, module) for module, _ in FAMILIES[name].modules()]
    taken = [rank for rank, _ in ranks]
    assert len(set(taken)) == len(taken), sorted(ranks)


def modules() -> dict[str, Path]:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        if "_built" not in path.parts:
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imports_of(path: Path) -> set[str]:
    """The modules of ours a file imports: at its top, inside functions and under TYPE_CHECKING."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in MODULES else node.module for name in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & set(MODULES)


GRAPH = {module: imports_of(path) for module, path in MODULES.items()}


def test_no_import_cycles_hidden_ones_neither():
    assert [module for module in GRAPH if leads_back(GRAPH, module)] == []


def test_a_cycle_would_be_seen():
    assert leads_back({"a": {"b"}, "b": {"c"}, "c": {"a"}}, "a")
    assert len(GRAPH) > 300
    assert sum(map(len, GRAPH.values())) > 1000


def test_no_private_module_is_imported_from_another_package():
    for module, path in MODULES.items():
        home = module if path.name == "__init__.py" else module.rpartition(".")[0]
        for name in imported(path):
            parts = name.split(".")
            private = [
                at
                for at, part in enumerate(parts)
                if part.startswith("_") and not part.startswith("__") and at
            ]
            owners = {".".join(parts[:at]) for at in private if ".".join(parts[: at + 1]) in MODULES}
            assert owners <= {home}, f"{module} imports {name}"


def test_files_and_functions_stay_small():
    for module, path in MODULES.items():
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 350, module
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (module, node.name) not in LONG:
                assert node.end_lineno - node.lineno < 50, f"{module}.{node.name}"


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
