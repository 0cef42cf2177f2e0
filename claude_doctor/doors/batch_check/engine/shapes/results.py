"""Blocks that come from answers and are sent back: server tool results, MCP, the advisor."""

from typing import TYPE_CHECKING, Any

from msgspec import UNSET, UnsetType

from claude_doctor.doors.batch_check.engine.shapes.base import OnlyCache, Other, Shape
from claude_doctor.doors.batch_check.engine.shapes.content import (
    DirectCaller,
    OnlyDocument,
    OnlyText,
    OnlyToolReference,
    ServerToolCaller,
    ServerToolCaller20260120,
)


class WebSearchResult(Shape, tag="web_search_result"):
    """A `web_search_result` object."""

    encrypted_content: str
    title: str
    url: str
    page_age: str | UnsetType | None = UNSET


if TYPE_CHECKING:
    OnlyWebSearchResult = WebSearchResult
else:
    OnlyWebSearchResult = WebSearchResult | Other


class WebSearchToolRequestErrorObject(Shape, tag="web_search_tool_result_error"):
    """A `web_search_tool_result_error` object."""

    error_code: str


class WebSearchToolResult(Shape, tag="web_search_tool_result"):
    """A `web_search_tool_result` block."""

    content: list[OnlyWebSearchResult] | WebSearchToolRequestErrorObject
    tool_use_id: str
    cache_control: OnlyCache | UnsetType | None = UNSET
    caller: DirectCaller | ServerToolCaller | ServerToolCaller20260120 | UnsetType = UNSET


class WebFetchToolResultError(Shape, tag="web_fetch_tool_result_error"):
    """A `web_fetch_tool_result_error` object."""

    error_code: str


class WebFetch(Shape, tag="web_fetch_result"):
    """A `web_fetch_result` object."""

    content: OnlyDocument
    url: str
    retrieved_at: str | UnsetType | None = UNSET


class WebFetchToolResult(Shape, tag="web_fetch_tool_result"):
    """A `web_fetch_tool_result` block."""

    content: WebFetchToolResultError | WebFetch
    tool_use_id: str
    cache_control: OnlyCache | UnsetType | None = UNSET
    caller: DirectCaller | ServerToolCaller | ServerToolCaller20260120 | UnsetType = UNSET


class AdvisorToolResultError(Shape, tag="advisor_tool_result_error"):
    """A `advisor_tool_result_error` object."""

    error_code: str


class AdvisorResult(Shape, tag="advisor_result"):
    """A `advisor_result` object."""

    text: str
    stop_reason: str | UnsetType | None = UNSET


class AdvisorRedactedResult(Shape, tag="advisor_redacted_result"):
    """A `advisor_redacted_result` object."""

    encrypted_content: str
    stop_reason: str | UnsetType | None = UNSET


class AdvisorToolResult(Shape, tag="advisor_tool_result"):
    """A `advisor_tool_result` block."""

    content: AdvisorToolResultError | AdvisorResult | AdvisorRedactedResult
    tool_use_id: str
    cache_control: OnlyCache | UnsetType | None = UNSET


class CodeExecutionToolResultError(Shape, tag="code_execution_tool_result_error"):
    """A `code_execution_tool_result_error` object."""

    error_code: str


class CodeExecutionOutput(Shape, tag="code_execution_output"):
    """A `code_execution_output` object."""

    file_id: str


if TYPE_CHECKING:
    OnlyCodeExecutionOutput = CodeExecutionOutput
else:
    OnlyCodeExecutionOutput = CodeExecutionOutput | Other


class CodeExecutionResult(Shape, tag="code_execution_result"):
    """A `code_execution_result` object."""

    content: list[OnlyCodeExecutionOutput]
    return_code: int
    stderr: str
    stdout: str


class EncryptedCodeExecutionResult(Shape, tag="encrypted_code_execution_result"):
    """A `encrypted_code_execution_result` object."""

    content: list[OnlyCodeExecutionOutput]
    encrypted_stdout: str
    return_code: int
    stderr: str


class CodeExecutionToolResult(Shape, tag="code_execution_tool_result"):
    """A `code_execution_tool_result` block."""

    content: CodeExecutionToolResultError | CodeExecutionResult | EncryptedCodeExecutionResult
    tool_use_id: str
    cache_control: OnlyCache | UnsetType | None = UNSET


class BashCodeExecutionToolResultError(Shape, tag="bash_code_execution_tool_result_error"):
    """A `bash_code_execution_tool_result_error` object."""

    error_code: str


class BashCodeExecutionOutput(Shape, tag="bash_code_execution_output"):
    """A `bash_code_execution_output` object."""

    file_id: str


if TYPE_CHECKING:
    OnlyBashCodeExecutionOutput = BashCodeExecutionOutput
else:
    OnlyBashCodeExecutionOutput = BashCodeExecutionOutput | Other


class BashCodeExecutionResult(Shape, tag="bash_code_execution_result"):
    """A `bash_code_execution_result` object."""

    content: list[OnlyBashCodeExecutionOutput]
    return_code: int
    stderr: str
    stdout: str


class BashCodeExecutionToolResult(Shape, tag="bash_code_execution_tool_result"):
    """A `bash_code_execution_tool_result` block."""

    content: BashCodeExecutionToolResultError | BashCodeExecutionResult
    tool_use_id: str
    cache_control: OnlyCache | UnsetType | None = UNSET


class TextEditorCodeExecutionToolResultError(Shape, tag="text_editor_code_execution_tool_result_error"):
    """A `text_editor_code_execution_tool_result_error` object."""

    error_code: str
    error_message: str | UnsetType | None = UNSET


class TextEditorCodeExecutionViewResult(Shape, tag="text_editor_code_execution_view_result"):
    """A `text_editor_code_execution_view_result` object."""

    content: str
    file_type: str
    num_lines: int | UnsetType | None = UNSET
    start_line: int | UnsetType | None = UNSET
    total_lines: int | UnsetType | None = UNSET


class TextEditorCodeExecutionCreateResult(Shape, tag="text_editor_code_execution_create_result"):
    """A `text_editor_code_execution_create_result` object."""

    is_file_update: bool


class TextEditorCodeExecutionStrReplaceResult(Shape, tag="text_editor_code_execution_str_replace_result"):
    """A `text_editor_code_execution_str_replace_result` object."""

    lines: list[str] | UnsetType | None = UNSET
    new_lines: int | UnsetType | None = UNSET
    new_start: int | UnsetType | None = UNSET
    old_lines: int | UnsetType | None = UNSET
    old_start: int | UnsetType | None = UNSET


class TextEditorCodeExecutionToolResult(Shape, tag="text_editor_code_execution_tool_result"):
    """A `text_editor_code_execution_tool_result` block."""

    content: (
        TextEditorCodeExecutionToolResultError
        | TextEditorCodeExecutionViewResult
        | TextEditorCodeExecutionCreateResult
        | TextEditorCodeExecutionStrReplaceResult
    )
    tool_use_id: str
    cache_control: OnlyCache | UnsetType | None = UNSET


class ToolSearchToolResultError(Shape, tag="tool_search_tool_result_error"):
    """A `tool_search_tool_result_error` object."""

    error_code: str
    error_message: str | UnsetType | None = UNSET


class ToolSearchToolSearchResult(Shape, tag="tool_search_tool_search_result"):
    """A `tool_search_tool_search_result` object."""

    tool_references: list[OnlyToolReference]


class ToolSearchToolResult(Shape, tag="tool_search_tool_result"):
    """A `tool_search_tool_result` block."""

    content: ToolSearchToolResultError | ToolSearchToolSearchResult
    tool_use_id: str
    cache_control: OnlyCache | UnsetType | None = UNSET


class McpToolUse(Shape, tag="mcp_tool_use"):
    """A `mcp_tool_use` block."""

    id: str
    input: dict[str, Any]
    name: str
    server_name: str
    cache_control: OnlyCache | UnsetType | None = UNSET


class McpToolResult(Shape, tag="mcp_tool_result"):
    """A `mcp_tool_result` block."""

    tool_use_id: str
    cache_control: OnlyCache | UnsetType | None = UNSET
    content: str | list[OnlyText] | UnsetType = UNSET
    is_error: bool | UnsetType = UNSET


class McpTool(Shape):
    """One tool an MCP server lists."""

    input_schema: dict[str, Any]
    name: str
    description: str | UnsetType | None = UNSET


class McpToolListing(Shape, tag="mcp_tool_listing"):
    """A `mcp_tool_listing` block."""

    mcp_server_name: str
    tools: list[McpTool]
