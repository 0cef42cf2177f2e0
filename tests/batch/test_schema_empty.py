"""A schema that says nothing is found at every place of it."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, params

PLACE = "params.output_config.format.schema"


def output(schema):
    return params(output_config={"format": {"type": "json_schema", "schema": schema}})


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ({}, PLACE),
        ({"type": "array", "items": {}}, f"{PLACE}.items"),
        ({"anyOf": [{"type": "string"}, {"description": "anything"}]}, f"{PLACE}.anyOf.1"),
    ],
)
def test_where_anything_may_stand(schema, place):
    assert errors(output(schema)) == [("schema-empty", place)]


@pytest.mark.parametrize(
    "schema", [{"enum": ["a"]}, {"const": 1}, {"$ref": "#/$defs/A", "$defs": {"A": {"type": "null"}}}]
)
def test_a_value_may_be_said_without_a_type(schema):
    assert errors(output(schema)) == []


@pytest.mark.parametrize(
    "schema",
    [
        {"items": {"type": "string"}},
        {"pattern": "^a$"},
        {"format": "date"},
        {"required": ["x"], "additionalProperties": False},
    ],
)
def test_a_keyword_that_needs_a_type(schema):
    held = {"type": "object", "properties": {"a": schema}, "required": ["a"], "additionalProperties": False}
    assert errors(output(held)) == [("schema-empty", f"{PLACE}.properties.a")]
    tool = {"name": "t", "strict": True, "input_schema": held}
    assert errors(params(tools=[tool])) == [("schema-empty", "params.tools.0.input_schema.properties.a")]
    assert errors(params(tools=[{**tool, "strict": False}])) == []


def test_a_root_without_a_type():
    assert errors(output({"properties": {"a": {"type": "null"}}, "additionalProperties": False})) == [
        ("schema-empty", PLACE)
    ]


def test_a_part_of_a_union_is_another_rules_business():
    schema = {"type": "object", "additionalProperties": False, "allOf": [{"required": ["a"]}]}
    assert [rule for rule, _ in errors(output(schema))] == ["schema-anyof-siblings"]
