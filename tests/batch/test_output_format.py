"""The forms people bring from elsewhere."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, params

PLACE = "params.output_config.format"


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"type": "json_object"}, f"{PLACE}.type"),
        ({"schema": {"type": "string"}}, f"{PLACE}.type"),
        ("json_schema", PLACE),
        ({"type": "json_schema"}, f"{PLACE}.schema"),
        ({"type": "json_schema", "schema": "{}"}, f"{PLACE}.schema"),
    ],
)
def test_what_is_no_json_schema(given, place):
    assert errors(params(output_config={"format": given})) == [("output-format-type", place)]


def test_the_schema_inside_json_schema_is_named():
    given = {"type": "json_schema", "json_schema": {"name": "x", "schema": {}}}
    assert {rule for rule, _ in errors(params(output_config={"format": given}))} == {"output-format-type"}


def test_null_means_none():
    assert errors(params(output_config={"format": None})) == []


BETA = ("structured-outputs-2025-11-13",)


def test_under_its_old_name():
    assert (
        errors(
            params(
                output_format={
                    "type": "json_schema",
                    "schema": {"type": "object", "additionalProperties": False},
                }
            ),
            betas=BETA,
        )
        == []
    )
    for given in (
        "json",
        {"type": "json_object"},
        {"type": "json_schema"},
        {"type": "json_schema", "schema": {}, "name": "x"},
    ):
        assert errors(params(output_format=given), betas=BETA) == [
            ("output-format-type", "params.output_format")
        ]
        assert errors(params(output_format=given)) == [("output-format-top-level", "params.output_format")]


def of(schema):
    return params(output_config={"format": {"type": "json_schema", "schema": schema}})


def held(schema):
    return of(
        {"type": "object", "properties": {"a": schema}, "required": ["a"], "additionalProperties": False}
    )


@pytest.mark.parametrize(
    "schema",
    [{"type": "str"}, {"type": "any"}, {"type": []}, {"enum": "a"}, {"anyOf": []}, {"type": "STRING"}],
)
def test_what_is_no_schema_inside(schema):
    assert errors(held(schema)) == [
        ("output-format-type", f"{PLACE}.schema.properties.a.{next(iter(schema))}")
    ]


def test_what_other_rules_say_is_said_once():
    assert [rule for rule, _ in errors(held({"type": "array", "items": [{"type": "string"}]}))] == [
        "schema-tuple-items"
    ]
    assert [rule for rule, _ in errors(held({"type": "number", "exclusiveMinimum": True}))] == [
        "schema-numeric-bounds"
    ]
    tool = {
        "name": "t",
        "strict": True,
        "input_schema": {
            "type": "object",
            "properties": {"a": {"type": "str"}},
            "additionalProperties": False,
        },
    }
    assert [rule for rule, _ in errors(params(tools=[tool]))] == ["tool-schema-invalid"]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": ["string", "null"]},
        {"enum": ["a", None]},
        {"const": {"type": "str"}},
        {"type": "string", "default": {"type": "x"}},
    ],
)
def test_what_is_one(schema):
    assert errors(held(schema)) == []
