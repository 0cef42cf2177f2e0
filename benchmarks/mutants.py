"""How many small faults the tests notice: each mutant changes one place of a file, and its tests run.

    python benchmarks/mutants.py [--seed 20261201] [--count 160] [--share 1/2] [--limit 180] [--out FILE]

The same seed and tree give the same mutants; `--share 1/2` runs the first half of them, so that two processes
share the work. Mutants live in a copy of the tree. Of an area the test files that name the mutated module run
first, then the approved answers, then the rest of its folders, until one fails (killed), all passed
(survived) or `--limit` seconds are over (undecided, counted as survived). Each test that killed is run once
more on the unchanged tree at the end: what fails there too has killed nothing.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Area(NamedTuple):
    """A part of the package, its share of the mutants, and its tests: folders, and which approved answers."""

    paths: tuple[str, ...]
    weight: int
    tests: tuple[str, ...]
    golden: str = ""


AREAS = {
    "catalogue": Area(
        ("catalogue", "signals", "diagnosis.py"), 34, ("tests/signals", "tests/catalogue"), "answers or lists"
    ),
    "batch": Area(("doors/batch_check",), 36, ("tests/batch",), "batch or rule"),
    "tail": Area(("doors/tail",), 30, ("tests/logs",), "reports"),
    "health": Area(("doors/health",), 20, ("tests/health",), "reports"),
    "explain": Area(
        ("doors/explain", "cli", "render"), 16, ("tests/explain", "tests/screens"), "answers or reports"
    ),
    "models": Area(
        ("doors/models", "doors/preflight", "facts"), 8, ("tests/models", "tests/preflight"), "reports"
    ),
    "base": Area(("base",), 10, ("tests/test_*.py", "tests/secrets"), "answers or reports"),
    "app": Area(("app",), 6, ("tests/app",), ""),
}
_SWAPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


class Mutant(NamedTuple):
    """One change: the file, the place (line and number of the change in the file), the kind."""

    area: str
    path: str
    at: int
    kind: str
    line: int


class Changer(ast.NodeTransformer):
    """Counts the places of a file that can be changed, and changes the one of number `wanted`."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted = wanted
        self.places: list[tuple[str, int]] = []

    def _is_it(self, kind: str, node: ast.expr | ast.stmt) -> bool:
        self.places.append((kind, node.lineno))
        return len(self.places) - 1 == self.wanted

    def visit_If(self, node: ast.If) -> ast.AST:
        """Skip what only type checkers read."""
        return node if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """Skip the annotation."""
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """Skip annotations."""
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Skip decorators and what is returned in the annotation."""
        node.args = self.visit(node.args)
        node.body = [self.visit(item) for item in node.body]
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """Another comparison."""
        self.generic_visit(node)
        if type(node.ops[0]) in _SWAPS and self._is_it("comparison", node):
            node.ops[0] = _SWAPS[type(node.ops[0])]()
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        """`and` for `or`."""
        self.generic_visit(node)
        if self._is_it("and-or", node):
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        """No `not`."""
        self.generic_visit(node)
        return node.operand if isinstance(node.op, ast.Not) and self._is_it("not", node) else node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """Another number or truth value, another key."""
        value = node.value
        if isinstance(value, bool) and self._is_it("truth", node):
            node.value = not value
        elif isinstance(value, int) and not isinstance(value, bool) and self._is_it("number", node):
            node.value = value + 1
        elif (
            isinstance(value, str) and re.fullmatch(r"[a-z][a-z_]{2,30}", value) and self._is_it("key", node)
        ):
            node.value = value + "_"
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        """Leave format specifications alone."""
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        """Nothing is returned."""
        self.generic_visit(node)
        plain = isinstance(node.value, ast.Constant) and node.value.value is None
        if node.value is not None and not plain and self._is_it("return", node):
            node.value = ast.Constant(None)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        """Leave a call out; a docstring is none."""
        if isinstance(node.value, ast.Constant):
            return node
        self.generic_visit(node)
        return ast.Pass() if isinstance(node.value, ast.Call) and self._is_it("call", node) else node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        """Leave a sum out."""
        self.generic_visit(node)
        return ast.Pass() if self._is_it("sum", node) else node


def files_of(area: Area) -> list[Path]:
    """Return the source files of an area in order."""
    found: list[Path] = []
    for name in area.paths:
        place = ROOT / "claude_doctor" / name
        found += [place] if place.is_file() else sorted(place.rglob("*.py"))
    return [path for path in found if "_built" not in path.parts and "_made" not in path.parts]


def chosen(seed: int, count: int) -> list[Mutant]:
    """Return the mutants of a seed, in random order, of each area its share."""
    dice = random.Random(seed)
    total = sum(area.weight for area in AREAS.values())
    found: list[Mutant] = []
    for name, area in AREAS.items():
        places = []
        for path in files_of(area):
            changer = Changer()
            changer.visit(ast.parse(path.read_text(encoding="utf-8")))
            where = str(path.relative_to(ROOT))
            places += [Mutant(name, where, at, kind, line) for at, (kind, line) in enumerate(changer.places)]
        found += dice.sample(places, min(round(count * area.weight / total), len(places)))
    dice.shuffle(found)
    return found


def stages(mutant: Mutant, copy: Path) -> list[list[str]]:
    """Return what pytest gets, stage by stage: files that name the module, approved answers, the rest."""
    area = AREAS[mutant.area]
    every: list[str] = []
    for place in area.tests:
        found = sorted(copy.glob(place)) if "*" in place else sorted((copy / place).rglob("test_*.py"))
        every += [str(path.relative_to(copy)) for path in found]
    path = Path(mutant.path)
    stem = path.parent.name if path.stem == "__init__" else path.stem
    named = [
        name
        for name in every
        if stem in Path(name).stem
        or re.search(rf"\b{re.escape(stem)}\b", (copy / name).read_text(encoding="utf-8"))
    ]
    golden = [["tests/golden", "-k", area.golden]] if area.golden else []
    rest = [name for name in every if name not in named]
    return [stage for stage in (named, *golden, rest) if stage]


def run(copy: Path, stage: list[str], limit: float) -> tuple[str, str]:
    """Return (killed, passed or late) of one stage and the test that failed."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", *stage]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONPYCACHEPREFIX": str(copy / ".pyc")}
    environment.pop("DOCTOR_SOURCE", None)
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            command, cwd=copy, env=environment, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            return "late", ""
        said.seek(0)
        words = said.read()
    if code in (0, 5):
        return "passed", ""
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", words, re.M)
    return "killed", failed[0] if failed else words[-200:]


def tried(mutant: Mutant, copy: Path, limit: float, stamp: int) -> tuple[str, str, float]:
    """Return what became of one mutant: killed, survived or undecided, by which test, in how many seconds."""
    path = copy / mutant.path
    text = path.read_text(encoding="utf-8")
    tree = Changer(mutant.at).visit(ast.parse(text))
    path.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
    os.utime(path, (stamp, stamp))  # no compiled file of another mutant has this time
    begin = time.monotonic()
    try:
        for stage in stages(mutant, copy):
            left = limit - (time.monotonic() - begin)
            what, test = run(copy, stage, max(left, 1))
            if what != "passed":
                return ("killed" if what == "killed" else "undecided"), test, time.monotonic() - begin
        return "survived", "", time.monotonic() - begin
    finally:
        path.write_text(text, encoding="utf-8")
        os.utime(path, (stamp + 1, stamp + 1))


def copied(place: Path) -> Path:
    """Return a copy of the tree without what was generated."""
    ignored = shutil.ignore_patterns(".git", "__pycache__", "_built", "_made", ".mypy_cache", ".ruff_cache")
    return Path(shutil.copytree(ROOT, place / "tree", ignore=ignored))


def main() -> None:
    """Run a share of the mutants and print one line each, then the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=20261201)
    parser.add_argument("--count", type=int, default=160)
    parser.add_argument("--share", default="1/1")
    parser.add_argument("--limit", type=float, default=180)
    parser.add_argument("--out", default="-")
    given = parser.parse_args()
    at, of = (int(part) for part in given.share.split("/"))
    kinds: Counter[tuple[str, str]] = Counter()
    killers: dict[str, int] = {}
    with (
        tempfile.TemporaryDirectory() as place,
        open(1 if given.out == "-" else given.out, "a", encoding="utf-8", closefd=given.out != "-") as out,
    ):
        copy = copied(Path(place))
        for number, mutant in enumerate(chosen(given.seed, given.count)[at - 1 :: of]):
            what, test, took = tried(mutant, copy, given.limit, 2_000_000_000 + 4 * number)
            kinds[mutant.area, what] += 1
            killers[test] = killers.get(test, 0) + (what == "killed")
            row = {**mutant._asdict(), "what": what, "by": test, "seconds": round(took, 1)}
            print(json.dumps(row), file=out, flush=True)
        names = [name for name in killers if "::" in name]
        doubted = [name for name in names if run(copy, [name], given.limit)[0] == "killed"]
        for area in AREAS:
            killed, all_of = kinds[area, "killed"], sum(n for (name, _), n in kinds.items() if name == area)
            print(f"{area}: {killed} of {all_of}", file=out, flush=True)
        print(f"tests that fail on the unchanged tree too: {doubted}", file=out, flush=True)


if __name__ == "__main__":
    main()
