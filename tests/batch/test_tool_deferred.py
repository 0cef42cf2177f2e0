"""Deferred tools."""

from __future__ import annotations

from tests.batch.helper import errors, params

SEARCH = {"type": "tool_search_tool_bm25_20251119", "name": "tool_search_tool_bm25"}


def own(name, **more):
    return {"name": name, "input_schema": {"type": "object"}, **more}


def test_one_mistake_is_one_finding():
    assert errors(params(tools=[{**SEARCH, "defer_loading": True}, own("a", defer_loading=True)])) == [
        ("tool-search-deferred", "params.tools.0.defer_loading")
    ]


def test_one_loaded_tool_is_enough():
    assert errors(params(tools=[own("a"), own("b", defer_loading=True)])) == []
    assert errors(params(tools=[own("a", defer_loading=False)])) == []
    assert errors(params(tools=[own("a", defer_loading=True), own("b", defer_loading=True)])) == [
        ("tool-all-deferred", "params.tools")
    ]


def test_a_toolset_beside_deferred_tools_is_not_judged():
    assert errors(params(tools=[own("a", defer_loading=True), {"type": "browser_toolset_20260801"}])) == []
