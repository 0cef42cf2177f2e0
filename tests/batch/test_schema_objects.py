"""Strict objects: closed, at every depth, and only where strict."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, found, params

PLACE = "params.output_config.format.schema"
CLOSED = {"type": "object", "properties": {}, "additionalProperties": False}


def output(schema):
    return params(output_config={"format": {"type": "json_schema", "schema": schema}})


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ({"type": "object"}, PLACE),
        ({"type": "object", "additionalProperties": True}, PLACE),
        ({"type": "object", "additionalProperties": {"type": "string"}}, PLACE),
        ({"type": ["object", "null"], "properties": {}}, PLACE),
        (
            {**CLOSED, "properties": {"a": {"type": "array", "items": {"type": "object"}}}},
            f"{PLACE}.properties.a.items",
        ),
        ({**CLOSED, "$defs": {"D": {"type": "object"}}}, f"{PLACE}.$defs.D"),
        ({"anyOf": [{"type": "object"}, {"type": "null"}]}, f"{PLACE}.anyOf.0"),
    ],
)
def test_an_open_object_is_found_where_it_stands(schema, place):
    assert errors(output(schema)) == [("schema-additional-properties", place)]


def test_a_tool_that_is_not_strict_may_be_open():
    tool = {"name": "t", "input_schema": {"type": "object", "properties": {"a": {"type": "object"}}}}
    assert errors(params(tools=[tool])) == []
    assert errors(params(tools=[{**tool, "strict": False}])) == []


def test_several_keywords_of_one_object_are_one_finding():
    schema = {**CLOSED, "if": {}, "then": {}, "else": {}}
    assert errors(output(schema)) == [("schema-object-keywords", f"{PLACE}.if")]


def test_a_property_may_have_the_name_of_a_keyword():
    names = ("not", "if", "minimum", "format", "oneOf", "$ref", "items", "anyOf", "type")
    schema = {**CLOSED, "properties": {name: {"type": "string"} for name in names}, "required": list(names)}
    assert errors(output(schema)) == []


@pytest.mark.parametrize(
    ("value", "rule"), [({"a": 1}, "schema-object-keywords"), ([1], "schema-array-keywords")]
)
def test_values_that_are_no_scalars(value, rule):
    held = {**CLOSED, "properties": {"a": {"enum": ["x", value, value]}}}
    assert errors(output(held)) == [(rule, f"{PLACE}.properties.a.enum.1")]
    constant = {**CLOSED, "properties": {"a": {"const": value}}}
    assert found(output(constant)) == [(rule, "warning", f"{PLACE}.properties.a.const")]
    plain = {**CLOSED, "properties": {"a": {"enum": ["x", 1, True, None]}, "b": {"const": None}}}
    assert errors(output(plain)) == []


@pytest.mark.parametrize(
    ("node", "place"),
    [
        ({"type": ["string", "null"], "enum": ["x", None]}, "enum"),
        ({"type": ["string", "null"], "enum": ["x"]}, "enum"),
        ({"type": "string", "enum": ["x", None]}, "enum.1"),
        ({"type": "string", "enum": [1, 2]}, "enum.0"),
        ({"type": "integer", "enum": [1, 1.5]}, "enum.1"),
        ({"type": "boolean", "enum": [True, "false"]}, "enum.1"),
    ],
)
def test_values_of_another_type(node, place):
    held = {**CLOSED, "properties": {"a": node}}
    assert errors(output(held)) == [("schema-enum-type", f"{PLACE}.properties.a.{place}")]
    assert errors(params(tools=[{"name": "t", "strict": True, "input_schema": held}])) == [
        ("schema-enum-type", f"params.tools.0.input_schema.properties.a.{place}")
    ]
    assert errors(params(tools=[{"name": "t", "input_schema": held}])) == []


@pytest.mark.parametrize(
    "node",
    [
        {"enum": ["x", None]},
        {"type": ["string", "null"]},
        {"type": "number", "enum": [1, 1.5]},
        {"type": "integer", "enum": [1, 2.0]},
        {"type": "boolean", "enum": [True]},
        {"anyOf": [{"type": "string", "enum": ["x"]}, {"type": "null"}]},
    ],
)
def test_values_that_fit(node):
    assert errors(output({**CLOSED, "properties": {"a": node}})) == []
