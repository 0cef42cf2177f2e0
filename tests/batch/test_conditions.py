"""Conditions of rules: expressions that are written into the visit."""

from __future__ import annotations

import ast
import builtins

import pytest

from claude_doctor.doors.batch_check.engine import compiled
from claude_doctor.doors.batch_check.engine.rule import Anchors, anchors_of
from tests.batch import helper

CHECKS = sorted(
    {(anchor, check) for anchor, found in helper.table().checks.items() for check, _ in found},
    key=lambda one: (one[0], one[1].__module__, one[1].__qualname__),
)
CONDITIONAL = [
    pytest.param(check, id=f"{anchor}-{check.__module__.rpartition('.')[2]}")
    for anchor, check in CHECKS
    if anchors_of(check).when
]


@pytest.mark.parametrize("check", CONDITIONAL)
def test_a_condition_names_what_there_is(check):
    when = anchors_of(check).when
    names = {node.id for node in ast.walk(ast.parse(when, mode="eval")) if isinstance(node, ast.Name)}
    assert names <= {"it", "r", *check.__globals__, *dir(builtins)}, when
    assert not any(
        isinstance(node, ast.Constant) and isinstance(node.value, str)
        for node in ast.walk(ast.parse(when, mode="eval"))
    ), when


@pytest.mark.parametrize(
    "check", [pytest.param(check, id=anchor) for anchor, check in CHECKS if anchors_of(check).when]
)
def test_conditions_stand_where_they_are_asked(check):
    asked = ("block.", "once.", "params.", "cache_control", "request")
    assert all(anchor.startswith(asked) for anchor in anchors_of(check).at)


def test_names_of_two_modules_do_not_meet():
    called = []
    checks = [
        (
            lambda it, place, r, name=name: called.append(name),
            Anchors((), (), when=f"it > {name}"),
            {name: limit},
        )
        for name, limit in (("LIMIT", 1), ("MOST", 9))
    ]
    checks += [
        (lambda it, place, r: called.append("other"), Anchors((), (), when="it > LIMIT"), {"LIMIT": 100})
    ]
    space: dict = {}
    visit = compiled.function("visit(value, r)", compiled.calls(checks, "value", "'here'", space), space)
    visit(5, None)
    assert called == ["LIMIT"]
