"""The blocks in which the API answers calls of its own tools, and those of MCP servers."""

from __future__ import annotations

from claude_doctor.doors.batch_check.engine import shapes

SERVER_RESULTS = (
    shapes.WebSearchToolResult,
    shapes.WebFetchToolResult,
    shapes.CodeExecutionToolResult,
    shapes.BashCodeExecutionToolResult,
    shapes.TextEditorCodeExecutionToolResult,
    shapes.ToolSearchToolResult,
    shapes.AdvisorToolResult,
    shapes.McpToolResult,
)
TAGS = tuple(str(kind.__struct_config__.tag) for kind in SERVER_RESULTS)
