"""Every member keeps its folder's contract: mypy says so for all of them, found by listing; no list of
members anywhere.
"""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from claude_doctor.base import registry
from claude_doctor.base.options import COMMON, Args
from claude_doctor.cli import door
from tests.conftest import SOURCE
from tests.families import CONTRACTS, Family, families

FAMILIES = families()
KINDS = {"flag": "bool", "text": "str", "count": "int", "number": "float"}


def protocol_of(family: Family) -> ast.ClassDef:
    tree = ast.parse(family.contract.read_text(encoding="utf-8"))
    (found,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    return found


def optional(family: Family) -> dict[str, object]:
    lines = [
        node
        for node in protocol_of(family).body
        if isinstance(node, ast.AnnAssign) and node.value is not None
    ]
    return {node.target.id: ast.literal_eval(node.value) for node in lines}


def without(family: Family, names: frozenset[str]) -> str:
    """The contract's text for members that leave out these names; its attributes are read-only, as the runner
    reads them.
    """
    tree = ast.parse(family.contract.read_text(encoding="utf-8"))
    (protocol,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    body: list[ast.stmt] = []
    for node in protocol.body:
        if not isinstance(node, ast.AnnAssign):
            body.append(node)
        elif node.target.id not in names:
            body += ast.parse(
                f"@property\ndef {node.target.id}(self) -> {ast.unparse(node.annotation)}: ..."
            ).body
    protocol.body = body or [ast.Pass()]
    return ast.unparse(tree)


def defined(path: Path) -> set[str]:
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            found |= (
                {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}
                if target is not None
                else set()
            )
    return found


def checked(folder: Path, family: Family, members: list[tuple[str, Path]]) -> None:
    """Write what mypy reads: each contract's variants, and one assignment a member."""
    lines, variants = [], {}
    for number, (module, path) in enumerate(members):
        missing = frozenset(optional(family)) - defined(path)
        if missing not in variants:
            variants[missing] = f"{family.slug}_contract_{len(variants)}"
            (folder / f"{variants[missing]}.py").write_text(without(family, missing), encoding="utf-8")
        parent, _, name = module.rpartition(".")
        lines += [f"from {parent} import {name} as m{number}", f"import {variants[missing]}"]
        lines.append(f"a{number}: {variants[missing]}.{protocol_of(family).name} = m{number}")
    (folder / f"{family.slug}_members.py").write_text("\n".join(lines) + "\n", encoding="utf-8")


def verdict(folder: Path) -> str:
    config = "[mypy]\nstrict = True\nfollow_imports = silent\n"
    (folder / "mypy.ini").write_text(config, encoding="utf-8")
    files = sorted(str(path) for path in folder.glob("*_members.py"))
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file",
        str(folder / "mypy.ini"),
        "--cache-dir",
        str(folder / "cache"),
        *files,
    ]
    environment = {"MYPYPATH": f"{folder}:{SOURCE}", "PATH": ""}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env=environment, check=False
    ).stdout


def test_every_member_keeps_its_contract(tmp_path):
    for family in FAMILIES:
        checked(tmp_path, family, family.modules())
    (readers,) = (family for family in FAMILIES if family.name == "signals.readers")
    (tmp_path / "made").mkdir()
    broken = {
        "rank": "RANK = 'first'\n\n\ndef read(text: str) -> None: ...\n",
        "inside": "RANK = 1\nINSIDE = 1\n\n\ndef read(text: str) -> None: ...\n",
        "argument": "RANK = 1\n\n\ndef read(text: bytes) -> None: ...\n",
        "answer": "RANK = 1\n\n\ndef read(text: str) -> int: ...\n",
        "nothing": "RANK = 1\n",
    }
    for name, text in (("__init__", ""), *broken.items()):
        (tmp_path / "made" / f"{name}.py").write_text(text, encoding="utf-8")
    checked(
        tmp_path,
        Family("made", readers.contract),
        [(f"made.{name}", tmp_path / "made" / f"{name}.py") for name in broken],
    )
    said = verdict(tmp_path)
    errors = [line.partition(":")[0] for line in said.splitlines() if "error:" in line]
    assert errors == ["made_members.py"] * len(broken), said  # each that breaks it is found, and no other


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_contract_gives_its_defaults_and_is_no_member(family):
    assert registry.CONTRACT not in family.members()
    assert ast.get_docstring(ast.parse(family.contract.read_text(encoding="utf-8")))
    contract = importlib.import_module(family.contract_module)
    protocol = getattr(contract, protocol_of(family).name)
    for module, path in family.modules():
        parent, _, name = module.rpartition(".")
        member = registry.load(importlib.import_module(parent), name, protocol)
        for key, value in optional(family).items():
            assert key in defined(path) or getattr(member, key) == value


def test_every_folder_of_members_has_one():
    assert {
        "doors",
        "signals.readers",
        "doors.tail.formats",
        "doors.health.checks",
        "doors.batch_check.rules",
    } <= {f.name for f in FAMILIES}
    assert len([family for family in FAMILIES if family.name.endswith(".views")]) == len(door.names())
    assert all(path.name == f"{registry.CONTRACT}.py" for path in CONTRACTS)


@pytest.mark.parametrize("name", door.names())
def test_what_was_asked_has_one_typed_field_for_each_option(name):
    command = door.load(name)
    expected = {}
    for option in command.OPTIONS:
        kind = KINDS[option.kind]
        may_be_none = option.kind != "flag" and not option.many and option.default is None
        expected[option.dest] = (
            {"list[str]", "Words"} if option.many else {f"{kind} | None" if may_be_none else kind}
        )
    if command.ARGUMENT is not None:
        expected[command.ARGUMENT.dest] = {"list[str]", "Words"}
    fields = command.ASKED.__annotations__
    assert issubclass(command.ASKED, Args)
    assert set(fields) == set(expected)
    wide = {"list[str | dict[str, str]]"}  # a configuration may give tables here
    assert {name: kind for name, kind in fields.items() if kind not in expected[name] | wide} == {}
    assert {option.dest for option in COMMON} <= set(Args.__annotations__)
