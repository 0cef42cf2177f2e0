"""An unknown name near a known one is asked about, in every object of a request; it is never "remove it"."""

from __future__ import annotations

import json

import pytest

from tests.batch import helper

TOOL = {"name": "t", "input_schema": {"type": "object"}}
CASES = [
    ({"sytem": "a"}, "system"),
    ({"maxTokens": 1}, "max_tokens"),
    ({"stop_sequence": ["a"]}, "stop_sequences"),
    ({"tool-choice": {"type": "auto"}}, "tool_choice"),
    ({"metadata": {"userid": "a"}}, "user_id"),
    ({"thinking": {"type": "enabled", "budget_token": 2000}, "max_tokens": 4000}, "budget_tokens"),
    ({"system": [{"type": "text", "text": "a", "cache_controll": {"type": "ephemeral"}}]}, "cache_control"),
    ({"messages": [{"role": "user", "contents": "b", "content": "a"}]}, "content"),
    ({"messages": [{"role": "user", "content": [{"type": "text", "text": "a", "txt": "b"}]}]}, "text"),
    ({"tools": [{**TOOL, "descripton": "a"}]}, "description"),
    ({"tools": [{"type": "web_search_20250305", "name": "web_search", "max_use": 1}]}, "max_uses"),
    ({"output_config": {"efort": "low"}}, "effort"),
]


@pytest.mark.parametrize(("fields", "meant"), CASES, ids=[meant for _, meant in CASES])
def test_a_name_near_a_known_one_is_asked_about(fields, meant):
    found = helper.kept([helper.line(helper.params(**fields))])
    fixes = [one[7] for one in found]
    assert f"Did you mean {meant}?" in fixes, found
    assert not any(fix.startswith("Remove it") for fix in fixes), found


def test_so_it_is_beside_params_and_where_something_else_is_wrong_too():
    element = {"custom_id": "a", "param": {}, "params": helper.params(sytem="a", temperature="hot")}
    found = helper.kept([json.dumps(element).encode()])
    assert {"Did you mean params?", "Did you mean system?"} <= {one[7] for one in found}


@pytest.mark.parametrize("key", ["frobnicate", "n", "zz", "x" * 100])
def test_a_name_near_none_is_to_be_removed(key):
    (found,) = helper.kept([helper.line(helper.params(**{key: 1}))])
    assert "mean" not in found[7]


def test_what_other_interfaces_call_it_says_more_than_a_likeness():
    (found,) = helper.kept([helper.line(helper.params(stop=["a"]))])
    assert found[7] == "Use `stop_sequences`, an array of strings."
