"""What recorded answers have taught: schemas under the old name, results of server tools, keys twice anywhere
in a file.
"""

from __future__ import annotations

import json

import pytest

from tests.batch import helper

OLD = ("structured-outputs-2025-11-13",)
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer", "minimum": 3}}}


def test_the_schema_of_output_format_is_checked_like_that_of_output_config():
    form = {"type": "json_schema", "schema": SCHEMA}
    new = helper.errors(helper.params(output_config={"format": form}))
    old = helper.errors(helper.params(output_format=form), betas=OLD, version="2023-06-01")
    assert new
    assert old == [(rule, place.replace("output_config.format", "output_format")) for rule, place in new]
    right = {
        "type": "object",
        "properties": {"a": {"type": "integer"}},
        "required": ["a"],
        "additionalProperties": False,
    }
    assert (
        helper.errors(
            helper.params(output_format={"type": "json_schema", "schema": right}),
            betas=OLD,
            version="2023-06-01",
        )
        == []
    )


@pytest.mark.parametrize(
    ("choice", "found"),
    [({"type": "any"}, True), ({"type": "tool", "name": "f"}, True), ({"type": "auto"}, False)],
)
def test_adaptive_thinking_with_a_forced_tool_is_a_warning(choice, found):
    tools = [{"name": "f", "description": "F.", "input_schema": {"type": "object", "properties": {}}}]
    request = helper.params(
        model="claude-opus-4-6", thinking={"type": "adaptive"}, tools=tools, tool_choice=choice
    )
    told = [(rule, severity) for rule, severity, _ in helper.found(request)]
    assert (("thinking-forced-tool-adaptive", "warning") in told) is found
    assert helper.errors(request) == []


@pytest.mark.parametrize("packed", [False, True])
def test_a_key_twice_is_found_in_every_request_once_one_of_the_first_has_it(run, tmp_path, packed):
    twice = (
        '{"custom_id": "r%d", "params": {"model": "claude-opus-5-5", "model": "claude-opus-5-5", '
        '"max_tokens": 9, "messages": %s}}'
    )
    good = '{"custom_id": "r%d", "params": {"model": "claude-opus-5-5", "max_tokens": 9, "messages": %s}}'
    lines = [(twice if at % 2 else good) % (at, json.dumps(helper.HELLO)) for at in range(1200)]
    text = "\n".join(lines).encode()
    if packed:
        import gzip

        text = gzip.compress(text)
    (tmp_path / "r.jsonl").write_bytes(text)
    report = json.loads(run("batch-check", "r.jsonl", "--json", "--max-findings", "2000").stdout)
    assert report["summary"]["by_rule"] == {"batch-duplicate-json-key": 600}
    assert [(one["line"], one["index"], one["custom_id"]) for one in report["findings"]] == [
        (at + 1, at, f"r{at}") for at in range(1, 1200, 2)
    ]
