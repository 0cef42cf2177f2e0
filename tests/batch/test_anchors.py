"""Anchors are typed objects: a misspelt attribute, anchor or key is found by mypy, and when the rule is loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

from claude_doctor.doors.batch_check.engine import anchors, batch, shapes, walk
from claude_doctor.doors.batch_check.engine.rule import marked_of, rule
from tests.batch import generate, helper
from tests.conftest import ROOT

RULE = """from __future__ import annotations
from claude_doctor.doors.batch_check.engine.anchors import SCHEMA, each, once, param
from claude_doctor.doors.batch_check.engine.request import Request
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Document, Image, Params, Text, ThinkingEnabled

@rule("x", at={at}, reads=({reads}))
def check(value: {type}, place: str, request: Request) -> None:
    if {condition}:
        request.found("x", place, "what", "fix")
"""
RIGHT = {
    "at": "param(Params.stop_sequences)",
    "reads": "Params.thinking,",
    "type": "list[str]",
    "condition": "value[0].isspace() and request.params.tools",
}
IMAGE = {"at": "each(Image)", "type": "Image", "condition": "value.cache_control"}
# What is misspelt, and what mypy says of it.
WRONG = {
    "a key": ({"at": "param(Params.stop_sequence)"}, "has no attribute"),
    "reads": ({"reads": "Params.thinkin,"}, "has no attribute"),
    "an anchor": ({"at": "SCHEMAS"}, "not defined"),
    "a type of block": ({"at": "each(Imag)"}, "not defined"),
    "an attribute of the value": ({**IMAGE, "condition": "value.cache_contro"}, "has no attribute"),
    "an attribute of the request": ({"condition": "request.toolz"}, "has no attribute"),
    "the type of the value": ({"type": "dict[str, str]", "condition": "value"}, "incompatible type"),
    "one of two types": ({**IMAGE, "at": "each(Image) | each(Document)"}, "incompatible type"),
    "the arguments": ({"at": "once(Image)"}, "incompatible type"),
}


def said_by_mypy(folder, **changes):
    path = folder / "member.py"
    path.write_text(RULE.format(**{**RIGHT, **changes}), encoding="utf-8")
    cache = str(folder.parent / "mypy-of-anchors")  # one for all of these tests
    words = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--follow-imports",
        "silent",
        "--cache-dir",
        cache,
        str(path),
    ]
    # From the folder of the member: beside an installed package mypy would take its neighbours for modules.
    return subprocess.run(words, capture_output=True, text=True, cwd=folder, check=False).stdout


def test_mypy_takes_what_is_right(tmp_path):
    assert "Success" in said_by_mypy(tmp_path)
    assert "Success" in said_by_mypy(tmp_path, **IMAGE)


@pytest.mark.parametrize("name", WRONG)
def test_mypy_finds_what_is_misspelt(name, tmp_path):
    changes, words = WRONG[name]
    assert words in said_by_mypy(tmp_path, **changes)


@pytest.mark.parametrize(
    "at",
    [
        lambda: anchors.param(shapes.Params.stop_sequence),
        lambda: anchors.param("stop_sequences"),
        lambda: anchors.param(shapes.Container.skills),
        lambda: anchors.each(shapes.CharLocation),
        lambda: anchors.each("image"),
        lambda: anchors.once(shapes.Params),
        lambda: anchors.SCHEMAS,
        lambda: rule("x", at="params.stop_sequences"),
        lambda: rule("x", at=anchors.SCHEMA, reads=("thinking",)),
        lambda: rule("x", at=anchors.SCHEMA, reads=(shapes.Container.id,)),
    ],
)
def test_what_does_not_exist_raises_when_the_rule_is_loaded(at):
    with pytest.raises((TypeError, AttributeError)):
        at()


def test_an_anchor_at_several_places_is_each_of_them():
    made = anchors.each(shapes.Image) | anchors.param(shapes.Params.tools)

    @rule("x", at=made, reads=(shapes.Params.thinking,))
    def check(value, place, request):
        """Do nothing."""

    marked = marked_of(check)
    assert marked is not None
    assert [one.name for one in marked.at.parts] == ["block.image", "params.tools"]
    assert marked.reads == {"thinking"}


def test_every_anchor_is_documented():
    names = {name.partition(".")[0] for name in helper.table().checks}
    text = (ROOT / "docs" / "adding-a-rule.md").read_text(encoding="utf-8")
    for name, made in (*vars(anchors).items(), *vars(batch).items()):
        if isinstance(made, anchors.Anchor):
            assert f"`{name}`" in text, name
            names.discard(made.name.partition(".")[0])
    assert names <= {"params", "block", "once"}
    assert all(word in text for word in ("`param(Params.KEY)`", "`each(TYPE)`", "`once(TYPE)`"))


def test_the_keys_that_are_there_are_seen_alike_by_the_loop_and_written_out():
    bits = walk.BITS
    quick = walk.quick_presence(bits)
    made, _ = generate.items(200, seed=4)
    for item in made:
        checker = helper.checked([]).checker
        checker.check(helper.line(item["params"]))
        p = checker.request.params
        assert quick(p) == walk.presence(bits, p)
    assert quick(checker.request.params) or len(bits) > 20
