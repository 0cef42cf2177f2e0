"""input_examples: what is refused is surely wrong; an independent validator is asked."""

from __future__ import annotations

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claude_doctor.doors.batch_check.values.instance import Fit
from tests.batch.helper import errors, params

SCHEMA = {
    "type": "object",
    "properties": {
        "city": {"type": "string"},
        "unit": {"enum": ["c", "f"]},
        "days": {"type": "array", "items": {"type": "integer"}},
        "near": {"$ref": "#/$defs/near"},
        "when": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    },
    "required": ["city"],
    "additionalProperties": False,
    "$defs": {"near": {"type": "object", "properties": {"km": {"type": "number"}}, "required": ["km"]}},
}


def examples(*given):
    return params(tools=[{"name": "t", "input_schema": SCHEMA, "input_examples": list(given)}])


@pytest.mark.parametrize(
    "example",
    [{"city": "P"}, {"city": "P", "unit": "c", "days": [1, 2.0], "near": {"km": 2, "x": 1}, "when": None}],
)
def test_what_fits(example):
    assert errors(examples(example)) == []


@pytest.mark.parametrize(
    "example",
    [
        {},
        {"city": 1},
        {"city": "P", "town": "P"},
        {"city": "P", "unit": "k"},
        {"city": "P", "days": [True]},
        {"city": "P", "near": {}},
        {"city": "P", "when": 1},
    ],
)
def test_what_does_not(example):
    assert errors(examples({"city": "P"}, example)) == [
        ("tool-input-examples", "params.tools.0.input_examples.1")
    ]


def test_no_value_of_an_example_is_quoted():
    from tests.batch.helper import kept, line

    ((*_, message, _),) = kept([line(examples({"city": "P", "secretword": "hush"}))])
    assert "secretword" not in message
    assert "hush" not in message


words = st.sampled_from(["string", "object", "integer", "number", "array", "null", "boolean"])
leaf = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from([0.5, 2.0, "a", "b"])
value = st.recursive(
    leaf,
    lambda deeper: (
        st.lists(deeper, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), deeper, max_size=3)
    ),
    max_leaves=6,
)
schema = st.recursive(
    st.fixed_dictionaries(
        {}, optional={"type": words, "enum": st.lists(leaf, min_size=1, max_size=3), "const": leaf}
    )
    | st.booleans(),
    lambda deeper: st.fixed_dictionaries(
        {},
        optional={
            "type": words,
            "properties": st.dictionaries(st.sampled_from(["a", "b"]), deeper, max_size=2),
            "required": st.lists(st.sampled_from(["a", "b", "c"]), max_size=2, unique=True),
            "additionalProperties": st.booleans(),
            "items": deeper,
            "anyOf": st.lists(deeper, min_size=1, max_size=2),
            "allOf": st.lists(deeper, min_size=1, max_size=2),
        },
    ),
    max_leaves=8,
)


@given(schema, value)
@settings(max_examples=500)
def test_the_same_as_an_independent_validator(schema, value):
    root = schema if isinstance(schema, dict) else {"allOf": [schema]}
    assert (Fit(root).wrong(value, root) == "") == jsonschema_rs.is_valid(root, value)


def test_a_schema_that_leads_to_itself_ends():
    root = {"$ref": "#"}
    assert Fit(root).wrong({}, root) == ""
