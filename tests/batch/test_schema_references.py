"""Circles of definitions are found, chains are not; references stay inside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_doctor.doors.batch_check.values.schema import cycle, nodes, references, resolve
from tests.batch.helper import errors, found, params


def output(definitions, reference="#/$defs/A"):
    schema = {
        "type": "object",
        "properties": {"a": {"$ref": reference}},
        "required": ["a"],
        "additionalProperties": False,
        "$defs": definitions,
    }
    return params(output_config={"format": {"type": "json_schema", "schema": schema}})


def holder(reference):
    return {"type": "array", "items": {"$ref": reference}}


@pytest.mark.parametrize(
    ("definitions", "circle"),
    [
        ({"A": holder("#/$defs/A")}, "A -> A"),
        ({"A": holder("#/$defs/B"), "B": holder("#/$defs/A")}, "A -> B -> A"),
        ({"A": holder("#/$defs/B"), "B": holder("#/$defs/C"), "C": holder("#/$defs/B")}, "B -> C -> B"),
    ],
)
def test_a_circle_is_named(definitions, circle):
    schema = output(definitions)["output_config"]["format"]["schema"]
    assert cycle(schema, "")[1] == circle
    assert [rule for rule, _ in errors(output(definitions))] == ["schema-recursive"]


def test_the_root_may_not_lead_to_itself():
    assert [rule for rule, _ in errors(output({}, "#"))] == ["schema-recursive"]


def test_a_definition_used_twice_is_no_circle():
    definitions = {"A": {"anyOf": [{"$ref": "#/$defs/B"}, holder("#/$defs/B")]}, "B": {"type": "string"}}
    assert errors(output(definitions)) == []


@pytest.mark.parametrize("reference", ["https://example.com/a.json", "other.json", "#name", "/$defs/A"])
def test_a_reference_out_of_the_schema_is_an_error(reference):
    assert errors(output({"A": {"type": "string"}}, reference)) == [
        ("schema-external-ref", "params.output_config.format.schema.properties.a.$ref")
    ]


def test_a_reference_to_nothing_is_an_error():
    assert [item[:2] for item in found(output({}, "#/$defs/A"))] == [("schema-external-ref", "error")]


def test_pointers_are_unescaped():
    schema = {"$defs": {"a/b~c d": {"type": "string"}}, "allOf": [{"type": "null"}]}
    assert resolve(schema, "#/$defs/a~1b~0c%20d") == {"type": "string"}
    assert resolve(schema, "#/allOf/0") == {"type": "null"}
    assert resolve(schema, "#/allOf/7") is None
    assert resolve(schema, "#/$defs/a/b") is None


keys = st.sampled_from(["$ref", "$defs", "properties", "items", "anyOf", "allOf", "type", "a", "b"])
references_ = st.sampled_from(["#", "#/$defs/a", "#/$defs/b", "#/properties/a", "#/items", "#/anyOf/0", "x"])
schemas = st.recursive(
    references_ | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=25,
)


@given(st.dictionaries(keys, schemas, max_size=4))
def test_any_object_can_be_walked(schema):
    assert len(list(nodes(schema, ""))) <= 20_000
    circle = cycle(schema, "")
    assert circle is None or " -> " in circle[1]
    assert all(isinstance(reference, str) for _, reference in references(schema, ""))


def test_a_long_chain_ends_soon():
    definitions = {f"N{n}": holder(f"#/$defs/N{n + 1}") for n in range(3000)}
    definitions["N3000"] = holder("#/$defs/N0")
    schema = {"$ref": "#/$defs/N0", "$defs": definitions}
    cycle(schema, "")  # followed as far as the bound; must return
