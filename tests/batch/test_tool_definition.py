"""Names and types of tools."""

from __future__ import annotations

import pytest

from claude_doctor.doors.batch_check.engine.toolspecs import TOOLS
from tests.batch.helper import errors, found, params


def own(name, **more):
    return {"name": name, "input_schema": {"type": "object"}, **more}


@pytest.mark.parametrize("name", ["a", "A-1_b", "a" * 64])
def test_plain_names(name):
    assert found(params(tools=[own(name), own("other", type="custom")])) == []


@pytest.mark.parametrize("name", ["", "a.b", "a b", "a\n", "ä", "a" * 129])
def test_other_names(name):
    assert errors(params(tools=[own(name)])) == [("tool-name-pattern", "params.tools.0.name")]


def test_long_names_are_a_warning_up_to_the_pattern():
    assert [item[:2] for item in found(params(tools=[own("a" * 65)]))] == [("tool-name-pattern", "warning")]
    assert [item[:2] for item in found(params(tools=[own("a" * 128)]))] == [("tool-name-pattern", "warning")]


@pytest.mark.parametrize("kind", sorted(TOOLS))
def test_every_type_has_its_name(kind):
    tool = {"type": kind, "name": "mine"}
    tool.update({"display_width_px": 9, "display_height_px": 9} if kind.startswith("computer") else {})
    tool.update({"model": "claude-opus-5"} if kind.startswith("advisor") else {})
    betas = (
        "computer-use-2024-10-22",
        "computer-use-2025-01-24",
        "computer-use-2025-11-24",
        "advisor-tool-2026-03-01",
    )
    request = params(model="claude-opus-5", tools=[tool])
    assert errors(request, betas=betas) == [("tool-server-name-fixed", "params.tools.0.name")]
    assert errors(params(model="claude-opus-5", tools=[{**tool, "name": TOOLS[kind][0]}]), betas=betas) == []


@pytest.mark.parametrize("kind", ["function", "web_search", "bash", "computer_toolset"])
def test_types_nobody_knows(kind):
    assert errors(params(tools=[own("a", type=kind)])) == [("tool-type-unknown", "params.tools.0.type")]


def test_what_is_missing_is_named_each():
    assert errors(params(tools=[{"description": "x"}])) == [
        ("tool-name-missing", "params.tools.0.name"),
        ("tool-name-missing", "params.tools.0.input_schema"),
    ]


def test_an_empty_type_is_not_the_same_as_none():
    assert errors(params(tools=[own("a", type=None)])) == []
    assert errors(params(tools=[own("a", type="")])) == [("tool-type-unknown", "params.tools.0.type")]
