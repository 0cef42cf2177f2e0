"""input_schema against draft 2020-12, with an independent validator beside it."""

from __future__ import annotations

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claude_doctor.doors.batch_check.values.metaschema import faults
from tests.batch.helper import errors, params

PLACE = "params.tools.0.input_schema"


def own(schema, **more):
    return params(tools=[{"name": "t", "input_schema": schema, **more}])


def inside(schema):
    return own({"type": "object", "properties": {"a": schema}})


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ({}, ".type"),
        ({"type": "array"}, ".type"),
        ({"type": ["object"]}, ".type"),
        ([], ""),
        (None, ""),
        ("{}", ""),
        ({"type": "array", "anyOf": [{}]}, ".type"),
    ],
)
def test_what_is_no_object_schema(schema, place):
    assert errors(own(schema)) == [("tool-input-schema-type", f"{PLACE}{place}")]


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ({"type": "str"}, ".properties.a.type"),
        ({"type": ["string", "string"]}, ".properties.a.type"),
        ({"type": []}, ".properties.a.type"),
        ({"exclusiveMinimum": True}, ".properties.a.exclusiveMinimum"),
        ({"items": [{"type": "string"}]}, ".properties.a.items"),
        ({"required": True}, ".properties.a.required"),
        ({"required": ["b", "b"]}, ".properties.a.required"),
        ({"enum": "red"}, ".properties.a.enum"),
        ({"anyOf": []}, ".properties.a.anyOf"),
        ({"properties": []}, ".properties.a.properties"),
        ({"not": {"type": "any"}}, ".properties.a.not.type"),
        ({"minLength": -1}, ".properties.a.minLength"),
        ({"multipleOf": 0}, ".properties.a.multipleOf"),
        ({"description": None}, ".properties.a.description"),
        ("string", ".properties.a"),
    ],
)
def test_what_is_no_schema(schema, place):
    assert errors(inside(schema)) == [("tool-schema-invalid", f"{PLACE}{place}")]


def test_one_finding_a_tool():
    assert (
        len(errors(own({"type": "object", "properties": {"a": {"type": "str"}, "b": {"type": "int"}}}))) == 1
    )


@pytest.mark.parametrize(
    "schema",
    [
        True,
        {"type": ["string", "null"]},
        {"minLength": 2.0, "x-anything": [], "nullable": True},
        {"prefixItems": [{}], "items": False},
        {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"a": {}}},
        {"format": "whatever", "default": None, "examples": []},
    ],
)
def test_what_draft_2020_12_allows(schema):
    assert errors(inside(schema)) == []


def test_property_names():
    assert errors(own({"type": "object", "properties": {"a.b-c_9": {}, "x" * 64: {}}})) == []
    for name in ("", "a b", "x" * 65, "ü", "$x", "a\n"):
        assert [rule for rule, _ in errors(own({"type": "object", "properties": {name: {}}}))] == [
            "tool-property-key-pattern"
        ]


def test_null_for_two_keys_of_the_root_as_the_reference_has_it():
    assert errors(own({"type": "object", "properties": None, "required": None})) == []
    assert errors(own({"type": "object", "properties": None}, strict=True)) == [
        ("schema-additional-properties", PLACE)
    ]
    assert errors(own({"type": "object", "$defs": None})) == [("tool-schema-invalid", f"{PLACE}.$defs")]
    assert errors(inside({"type": "object", "properties": None})) == [
        ("tool-schema-invalid", f"{PLACE}.properties.a.properties")
    ]


def test_a_union_at_the_root_only():
    assert errors(own({"type": "object", "oneOf": [{"required": ["a"]}]})) == [
        ("tool-schema-top-level-union", f"{PLACE}.oneOf")
    ]
    assert errors(own({"anyOf": [{"type": "object"}]})) == [("tool-schema-top-level-union", f"{PLACE}.anyOf")]
    assert errors(inside({"oneOf": [{"type": "string"}]})) == []


keywords = [
    "type",
    "items",
    "properties",
    "required",
    "enum",
    "minimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxItems",
    "uniqueItems",
]
keywords += [
    "anyOf",
    "not",
    "additionalProperties",
    "$defs",
    "title",
    "prefixItems",
    "const",
    "dependentRequired",
    "patternProperties",
    "if",
]
words = st.sampled_from(["string", "object", "integer", "any", "a", "b"])
values = st.none() | st.booleans() | st.integers(-2, 5) | words | st.sampled_from([0.5, 2.0])
inner = st.recursive(
    values,
    lambda deeper: (
        st.lists(deeper, max_size=3) | st.dictionaries(st.sampled_from(keywords), deeper, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(keywords), inner, max_size=4))
@settings(max_examples=400)
def test_the_same_as_an_independent_validator(schema):
    ours = not list(faults(schema, ""))
    assert ours == jsonschema_rs.meta.is_valid(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    )
