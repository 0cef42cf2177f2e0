"""Options of other kinds of tools, and very many tools."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, found, params

MCP = {"type": "mcp_toolset", "mcp_server_name": "a"}
SERVERS = [{"type": "url", "url": "https://example.com/mcp", "name": "a"}]
BETA = ("mcp-client-2025-11-20",)


@pytest.mark.parametrize("field", ["strict", "allowed_callers", "defer_loading", "input_examples"])
def test_an_mcp_toolset(field):
    assert errors(params(tools=[{**MCP, field: True}], mcp_servers=SERVERS), betas=BETA) == [
        ("tool-option-unavailable", f"params.tools.0.{field}")
    ]


def test_a_server_tool():
    tool = {"type": "code_execution_20250825", "name": "code_execution", "eager_input_streaming": True}
    assert errors(params(tools=[tool])) == [
        ("tool-option-unavailable", "params.tools.0.eager_input_streaming")
    ]


def test_a_client_tool_may_have_examples():
    assert (
        errors(
            params(tools=[{"type": "bash_20250124", "name": "bash", "input_examples": [{"command": "ls"}]}])
        )
        == []
    )


def test_very_many_tools_are_a_warning():
    tools = [{"name": f"t{n}", "input_schema": {"type": "object"}} for n in range(10_001)]
    assert found(params(tools=tools[:-1])) == []
    assert found(params(tools=tools)) == [("tool-count", "warning", "params.tools")]
