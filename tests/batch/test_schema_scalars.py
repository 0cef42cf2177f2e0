"""Numbers and strings in strict schemas."""

from __future__ import annotations

import pytest

from claude_doctor.doors.batch_check.rules.schema_scalars import FORMATS
from tests.batch.helper import errors, found, params

PLACE = "params.output_config.format.schema"


def output(schema):
    return params(output_config={"format": {"type": "json_schema", "schema": schema}})


@pytest.mark.parametrize("wanted", FORMATS)
def test_known_formats_are_fine(wanted):
    assert found(output({"type": "string", "format": wanted})) == []


def test_a_format_of_a_number_is_not_a_string_format():
    assert found(output({"type": "integer", "format": "int32"})) == []


@pytest.mark.parametrize("kind", ["string", ["string", "null"]])
def test_an_unknown_format_of_a_string_is_an_error(kind):
    assert errors(output({"type": kind, "format": "uri-reference"})) == [
        ("schema-string-format", f"{PLACE}.format")
    ]


def test_bounds_of_a_string_are_a_warning_once():
    assert found(output({"type": "string", "minLength": 1, "maxLength": 3})) == [
        ("schema-string-bounds", "warning", f"{PLACE}.minLength")
    ]


def test_bounds_of_a_tool_that_is_not_strict_are_fine():
    tool = {
        "name": "t",
        "input_schema": {
            "type": "object",
            "properties": {"n": {"type": "integer", "minimum": 1, "maximum": 9}},
        },
    }
    assert found(params(tools=[tool])) == []
