"""Unions stand alone in strict schemas; at the root of a tool another rule speaks."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, found, params

PLACE = "params.output_config.format.schema.properties.a"


def output(schema):
    made = {
        "type": "object",
        "properties": {"a": schema},
        "required": ["a"],
        "additionalProperties": False,
        "$defs": {"D": {"type": "string"}},
    }
    return params(output_config={"format": {"type": "json_schema", "schema": made}})


@pytest.mark.parametrize("key", ["title", "description", "default"])
def test_what_only_describes_may_stand_beside_a_union(key):
    assert errors(output({"anyOf": [{"type": "string"}, {"type": "null"}], key: "x"})) == []


def test_siblings_of_one_union_are_one_finding():
    schema = {
        "type": "object",
        "properties": {},
        "required": [],
        "additionalProperties": False,
        "anyOf": [{"type": "null"}],
    }
    assert errors(output(schema)) == [("schema-anyof-siblings", f"{PLACE}.type")]


def test_a_reference_in_all_of_is_a_warning():
    assert [item[:2] for item in found(output({"allOf": [{"$ref": "#/$defs/D"}]}))] == [
        ("schema-anyof-siblings", "warning")
    ]


def test_what_stands_inside_not_is_not_looked_at():
    assert errors(output({"type": "string", "not": {"type": "object", "minProperties": 1}})) == [
        ("schema-not", f"{PLACE}.not")
    ]


def test_a_union_at_the_root_of_a_strict_tool_is_one_finding():
    tool = {
        "name": "t",
        "strict": True,
        "input_schema": {"type": "object", "additionalProperties": False, "anyOf": [{"required": ["a"]}]},
    }
    assert {rule for rule, _ in errors(params(tools=[tool]))} <= {"tool-schema-top-level-union"}
