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


@pytest.mark.parametrize("schema", [{"enum": ["a"]}, {"const": 1}, {"$ref": "#/$defs/A", "$defs": {"A": {"type": "null"}}}])
def test_a_value_may_be_said_without_a_type(schema):
    assert errors(output(schema)) == []
