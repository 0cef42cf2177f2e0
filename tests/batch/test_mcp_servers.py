"""MCP servers and toolsets, under the new betas and the old one."""

from __future__ import annotations

import pytest

from tests.batch.helper import errors, found, params

NEW = ("mcp-client-2025-11-20",)
OLD = ("mcp-client-2025-04-04",)
PLACE = "params.mcp_servers"


def server(name="a", **more):
    return {"type": "url", "url": f"https://{name}.example/mcp", "name": name, **more}


def toolset(name="a"):
    return {"type": "mcp_toolset", "mcp_server_name": name}


def request(servers, *tools):
    return params(model="claude-opus-5", mcp_servers=servers, tools=list(tools) or None)


def test_one_to_one():
    assert errors(request([server("a"), server("b")], toolset("b"), toolset("a")), betas=NEW) == []
    assert errors(request([server()], toolset()), betas=("mcp-client-2026-09-15",)) == []


@pytest.mark.parametrize(
    ("servers", "tools", "place"),
    [
        ([server()], [], f"{PLACE}.0.name"),
        ([server(url="http://a.example")], [toolset()], f"{PLACE}.0.url"),
        ([server()], [toolset(), toolset()], f"{PLACE}.0.name"),
        ([server(), server()], [toolset()], f"{PLACE}.1.name"),
        ([server()], [toolset(), toolset("b")], "params.tools.1.mcp_server_name"),
        ([server(tool_configuration={"enabled": True})], [toolset()], f"{PLACE}.0.tool_configuration"),
        ([{"type": "stdio", "name": "a", "url": "https://a.example"}], [toolset()], f"{PLACE}.0.type"),
        ([{"name": "a", "url": "https://a.example"}], [toolset()], f"{PLACE}.0.type"),
        ([{"type": "url", "name": "a"}], [toolset()], f"{PLACE}.0.url"),
        (None, [toolset()], "params.tools.0.mcp_server_name"),
    ],
)
def test_what_does_not_fit(servers, tools, place):
    assert errors(request(servers, *tools), betas=NEW) == [("mcp-servers", place)]


def test_the_header_comes_first():
    assert errors(request([server(url="http://a.example")])) == [("mcp-servers", PLACE)]


def test_the_old_beta_is_a_warning():
    assert found(request([server(tool_configuration={"enabled": True})]), betas=OLD) == [
        ("mcp-servers", "warning", PLACE)
    ]
    assert errors(request([server()], toolset()), betas=OLD) == [("mcp-servers", "params.tools.0.type")]


def test_twenty_servers():
    servers = [server(f"s{n}") for n in range(21)]
    tools = [toolset(f"s{n}") for n in range(21)]
    assert errors(request(servers[:20], *tools[:20]), betas=NEW) == []
    assert errors(request(servers, *tools), betas=NEW) == [("mcp-servers", PLACE)]


def test_no_url_or_token_is_quoted():
    from tests.batch.helper import kept, line

    secret = server(url="http://user:pass@a.example/?key=1", authorization_token="hush-hush")
    for *_, message, fix in kept([line(request([secret], toolset()))], betas=NEW):
        assert "pass" not in message + fix
        assert "hush" not in message + fix


@pytest.mark.parametrize(
    "configs", [None, {}, {"get": {}, "list": {"enabled": False, "defer_loading": True}}]
)
def test_settings_of_single_tools(configs):
    assert errors(request([server()], {**toolset(), "configs": configs}), betas=NEW) == []


@pytest.mark.parametrize(
    ("configs", "place"),
    [
        ([], ""),
        ({"get": True}, ".get"),
        ({"get": {"enabled": "no"}}, ".get.enabled"),
        ({"get": {"strict": True}}, ".get.strict"),
    ],
)
def test_settings_that_are_none(configs, place):
    said = errors(request([server()], {**toolset(), "configs": configs}), betas=NEW)
    assert [where for _, where in said] == [f"params.tools.0.configs{place}"]
