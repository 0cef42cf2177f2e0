"""Counts over all strict schemas of a request."""

from __future__ import annotations

from tests.batch.helper import errors, params

OUTPUT = "params.output_config.format.schema"


def closed(optional=0, unions=0):
    properties = {f"o{n}": {"type": "string"} for n in range(optional)} | {
        f"u{n}": {"type": ["string", "null"]} for n in range(unions)
    }
    return {
        "type": "object",
        "properties": properties,
        "required": [f"u{n}" for n in range(unions)],
        "additionalProperties": False,
    }


def tools(*schemas, strict=True):
    return [{"name": f"t{n}", "strict": strict, "input_schema": schema} for n, schema in enumerate(schemas)]


def test_the_counts_of_strict_tools_add_up():
    assert errors(params(tools=tools(closed(12), closed(12)))) == []
    assert errors(params(tools=tools(closed(12), closed(13)))) == [("schema-optional-params", "params.tools")]
    assert errors(params(tools=tools(closed(12), closed(13), strict=False))) == []


def test_tools_and_output_count_together():
    config = {"format": {"type": "json_schema", "schema": closed(13)}}
    assert errors(params(tools=tools(closed(12)), output_config=config)) == [
        ("schema-optional-params", OUTPUT)
    ]
    assert errors(params(tools=tools(closed(11)), output_config=config)) == []
    assert errors(params(tools=tools(closed(12), strict=False), output_config=config)) == []


def test_too_many_in_one_place_are_said_once():
    config = {"format": {"type": "json_schema", "schema": closed(25)}}
    assert errors(params(tools=tools(closed(12)), output_config=config)) == [
        ("schema-optional-params", OUTPUT)
    ]


def test_alternatives_are_counted_apart_from_options():
    assert errors(params(tools=tools(closed(unions=16)))) == []
    assert errors(params(tools=tools(closed(unions=8), closed(unions=9)))) == [
        ("schema-union-params", "params.tools")
    ]


def test_what_is_reached_only_over_a_reference_does_not_count():
    schema = {
        "type": "object",
        "properties": {"a": {"$ref": "#/$defs/D"}},
        "required": ["a"],
        "additionalProperties": False,
        "$defs": {"D": closed(30)},
    }
    assert errors(params(output_config={"format": {"type": "json_schema", "schema": schema}})) == []
