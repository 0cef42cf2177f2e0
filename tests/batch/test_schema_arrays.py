"""Arrays in strict schemas."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, params

PLACE = "params.output_config.format.schema"


def rules(**keywords):
    schema = {"type": "array", "items": {"type": "string"}, **keywords}
    return errors(params(output_config={"format": {"type": "json_schema", "schema": schema}}))


@pytest.mark.parametrize("least", [0, 1, 1.0])
def test_none_or_one_item_may_be_wanted(least):
    assert rules(minItems=least) == []


@pytest.mark.parametrize("least", [2, 1.5, 100])
def test_more_items_may_not(least):
    assert rules(minItems=least) == [("schema-array-keywords", f"{PLACE}.minItems")]


def test_keywords_of_one_array_are_one_finding():
    assert rules(maxItems=3, uniqueItems=True) == [("schema-array-keywords", f"{PLACE}.maxItems")]


def test_a_list_of_items_in_a_strict_tool():
    tool = {
        "name": "t",
        "strict": True,
        "input_schema": {
            "type": "object",
            "properties": {"a": {"type": "array", "items": [{"type": "string"}]}},
            "additionalProperties": False,
        },
    }
    assert errors(params(tools=[tool])) == [
        ("schema-tuple-items", "params.tools.0.input_schema.properties.a.items")
    ]
