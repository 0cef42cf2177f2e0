"""MCP servers: behind a beta, over https, each with exactly one toolset; and the older beta, which has no
toolsets.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params
from claude_doctor.doors.batch_check.engine.toolspecs import MCP_TOOLSET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgspec import Raw

    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import McpServer

ID = "mcp-servers"
MOST = 20
OLD = "mcp-client-2025-04-04"
NEW = ("mcp-client-2025-11-20", "mcp-client-2026-09-15")
_BETA = f'Create the batch with betas=["{NEW[0]}"].'
# With these, toolsets may come from messages too.
_LATER = ("mid-conversation-tool-changes-", "inline-tools-")
CLAIMS = (
    Claim(
        ID, ("Params.mcp_servers", "McpServer"), 'Write {"type": "url", "url": "https://...", "name": "..."}.'
    ),
)
Found = tuple[str, str, str]


@rule(ID, at=param(Params.mcp_servers), reads=(Params.tools,))
def servers(servers: list[McpServer], place: str, request: Request) -> None:
    """Ask for the header first: which one it is decides what a server looks like."""
    if not servers:
        return
    new, old = request.has_beta(*NEW), request.has_beta(OLD)
    if not new and not old:
        request.found(ID, place, "mcp_servers needs a beta on the batch", _BETA)
        return
    if not new:
        request.found(
            ID,
            place,
            f"the beta {OLD} is deprecated",
            f"Move to {NEW[0]} and add an mcp_toolset for each server.",
            "warning",
        )
    for where, words, fix in (
        *_each(servers, place),
        *(_toolsets(servers, place, request) if new else _without(request)),
    ):
        request.found(ID, where, words, fix)


@rule(ID, at=param(Params.tools), reads=(Params.mcp_servers,))
def orphans(_raw: Raw, _place: str, request: Request) -> None:
    """Find toolsets in a request without servers."""
    if MCP_TOOLSET not in request.tools.types or request.params.mcp_servers:
        return
    for place, tool in request.tools.of_type(MCP_TOOLSET):
        words = f"mcp_toolset names the server {quoted(tool['mcp_server_name'])}, and there is no mcp_servers"
        request.found(ID, f"{place}.mcp_server_name", words, "Add the server to mcp_servers.")


def _each(servers: list[McpServer], place: str) -> Iterator[Found]:
    if len(servers) > MOST:
        yield place, f"{len(servers)} servers; a request takes {MOST}", "Name the servers this request needs."
    seen: set[str] = set()
    for index, server in enumerate(servers):
        if not server.url.lower().startswith("https://"):
            yield f"{place}.{index}.url", "the url does not begin with https://", "Serve it over https."
        if server.name in seen:
            yield (
                f"{place}.{index}.name",
                f"the name {quoted(server.name)} is taken by another server",
                "Rename one of the two.",
            )
        seen.add(server.name)


def _toolsets(servers: list[McpServer], place: str, request: Request) -> Iterator[Found]:
    """Compare servers and toolsets: one to one."""
    named = request.tools.of_type(MCP_TOOLSET)
    count = Counter(tool["mcp_server_name"] for _, tool in named)
    known = {server.name for server in servers}
    for where, tool in named:
        if tool["mcp_server_name"] not in known:
            yield (
                f"{where}.mcp_server_name",
                f"no server is named {quoted(tool['mcp_server_name'])}",
                "Correct the name, or add the server.",
            )
    for index, server in enumerate(servers):
        here = f"{place}.{index}"
        if server.tool_configuration:
            yield (
                f"{here}.tool_configuration",
                f"tool_configuration belongs to {OLD}",
                "Put it into default_config and configs of the mcp_toolset.",
            )
        if count[server.name] > 1:
            yield (
                f"{here}.name",
                f"{count[server.name]} toolsets name the server {quoted(server.name)}",
                "Keep one.",
            )
        elif not count[server.name] and not request.has_beta(*_LATER):
            yield (
                f"{here}.name",
                f"no mcp_toolset names the server {quoted(server.name)}",
                'Add {"type": "mcp_toolset", "mcp_server_name": "..."} to tools.',
            )


def _without(request: Request) -> Iterator[Found]:
    for where, _ in request.tools.of_type(MCP_TOOLSET):
        yield f"{where}.type", f"mcp_toolset does not exist under {OLD}", _BETA
