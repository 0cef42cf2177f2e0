"""What `tool_addition` and `tool_removal` name; apart from the blocks, because one of them shares its type
with a block.
"""

from typing import Any

from claude_doctor.doors.batch_check.engine.shapes.base import Shape


class ChangedTool(Shape, tag="tool_reference"):
    """One of `tools`, by name."""

    name: str


class ChangedMcpTool(Shape, tag="mcp_tool_reference"):
    """One tool of an MCP server."""

    name: str
    server_name: str


class ChangedMcpToolset(Shape, tag="mcp_toolset_reference"):
    """All tools of an MCP server."""

    server_name: str


class DefinedTool(Shape, tag="tool_definition"):
    """A tool that is not in `tools`."""

    definition: dict[str, Any]
