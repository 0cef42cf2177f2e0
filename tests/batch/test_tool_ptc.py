"""Tools that code may call."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, params

CODE = {"type": "code_execution_20260120", "name": "code_execution"}
OPEN = {"type": "object", "properties": {"a": {"type": "string"}}}
TREE = {"type": "object", "properties": {"more": {"type": "array", "items": {"$ref": "#"}}}}
ID = "tool-ptc-incompatible"


def called(callers=("code_execution_20260120",), choice=None, **more):
    tool = {"name": "t", "input_schema": OPEN, "allowed_callers": list(callers), **more}
    return params(model="claude-opus-5", tools=[CODE, tool], tool_choice=choice)


def test_what_goes_together():
    assert errors(called()) == []
    assert errors(called(choice={"type": "auto"})) == []
    assert errors(called(("direct", "code_execution_20260521"), choice={"type": "tool", "name": "t"})) == []
    assert (
        errors(called(("direct",), strict=True, input_schema={**OPEN, "additionalProperties": False})) == []
    )
    assert errors(called(("direct",), input_schema=TREE)) == []


@pytest.mark.parametrize("kind", ["auto", "any"])
def test_parallel_use_cannot_be_disabled(kind):
    assert errors(called(choice={"type": kind, "disable_parallel_tool_use": True})) == [
        (ID, "params.tool_choice.disable_parallel_tool_use")
    ]


def test_what_does_not():
    assert errors(called(())) == [(ID, "params.tools.1.allowed_callers")]
    assert errors(called(strict=True, input_schema={**OPEN, "additionalProperties": False})) == [
        (ID, "params.tools.1.strict")
    ]
    assert errors(called(input_schema=TREE)) == [
        (ID, "params.tools.1.input_schema.properties.more.items.$ref")
    ]
    assert errors(called(choice={"type": "tool", "name": "t"})) == [(ID, "params.tool_choice.name")]


def test_a_caller_that_does_not_exist_is_said_once():
    assert [place for _, place in errors(called(("model",)))] == ["params.tools.1.allowed_callers.0"]
    assert errors(called(())) == [(ID, "params.tools.1.allowed_callers")]
