"""The body of one request: `params`, its settings and its messages."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from msgspec import UNSET, Raw, UnsetType

from claude_doctor.doors.batch_check.engine.shapes import content, results
from claude_doctor.doors.batch_check.engine.shapes.base import OnlyCache, Other, Shape


class SystemMessageOutputConfig(Shape):
    """What a message of role system may set from there on."""

    effort: Literal["low", "medium", "high", "xhigh", "max"] | UnsetType | None = UNSET


class BillingPolicy(Shape, tag="billing_policy"):
    """A `billing_policy` object."""

    bill_to: Literal["self", "user_profile"] | UnsetType = UNSET


if TYPE_CHECKING:
    OnlyBillingPolicy = BillingPolicy
else:
    OnlyBillingPolicy = BillingPolicy | Other


class Compacting(Shape, tag="summarize"):
    """A `summarize` object."""

    instructions: str | UnsetType | None = UNSET


if TYPE_CHECKING:
    OnlyCompacting = Compacting
else:
    OnlyCompacting = Compacting | Other


class Skill(Shape):
    """One of `container.skills`."""

    type: Literal["anthropic", "custom"]
    skill_id: str
    version: str | UnsetType = UNSET


class Container(Shape):
    """`container` in its object form."""

    id: str | UnsetType | None = UNSET
    skills: list[Skill] | UnsetType | None = UNSET


class InputTokens(Shape, tag="input_tokens"):
    """A `input_tokens` object."""

    value: int


if TYPE_CHECKING:
    OnlyInputTokens = InputTokens
else:
    OnlyInputTokens = InputTokens | Other


class ToolUses(Shape, tag="tool_uses"):
    """A `tool_uses` object."""

    value: int


if TYPE_CHECKING:
    OnlyToolUses = ToolUses
else:
    OnlyToolUses = ToolUses | Other


class ClearToolUses(Shape, tag="clear_tool_uses_20250919"):
    """A `clear_tool_uses_20250919` object."""

    clear_at_least: OnlyInputTokens | UnsetType | None = UNSET
    clear_tool_inputs: bool | list[str] | UnsetType | None = UNSET
    exclude_tools: list[str] | UnsetType | None = UNSET
    keep: OnlyToolUses | UnsetType = UNSET
    trigger: InputTokens | ToolUses | UnsetType = UNSET


class ThinkingTurns(Shape, tag="thinking_turns"):
    """A `thinking_turns` object."""

    value: int


class AllThinkingTurns(Shape, tag="all"):
    """A `all` object."""


class ClearThinking(Shape, tag="clear_thinking_20251015"):
    """A `clear_thinking_20251015` object."""

    keep: ThinkingTurns | AllThinkingTurns | Literal["all"] | UnsetType = UNSET


class Compact(Shape, tag="compact_20260112"):
    """A `compact_20260112` object."""

    instructions: str | UnsetType | None = UNSET
    pause_after_compaction: bool | UnsetType = UNSET
    trigger: OnlyInputTokens | UnsetType | None = UNSET


class ContextManagement(Shape):
    """`context_management`."""

    edits: list[ClearToolUses | ClearThinking | Compact] | UnsetType = UNSET


class Diagnostics(Shape):
    """`diagnostics`."""

    previous_message_id: str | UnsetType | None = UNSET


class TaskBudget(Shape, tag="tokens"):
    """A `tokens` object."""

    total: int
    remaining: int | UnsetType | None = UNSET


if TYPE_CHECKING:
    OnlyTaskBudget = TaskBudget
else:
    OnlyTaskBudget = TaskBudget | Other


class OutputFormat(Shape, tag="json_schema"):
    """`output_config.format`; the schema is read once per distinct text (see _tools)."""

    schema: Raw


if TYPE_CHECKING:
    OnlyOutputFormat = OutputFormat
else:
    OnlyOutputFormat = OutputFormat | Other


class OutputConfig(Shape):
    """`output_config`."""

    effort: Literal["low", "medium", "high", "xhigh", "max"] | UnsetType | None = UNSET
    format: OnlyOutputFormat | UnsetType | None = UNSET
    task_budget: OnlyTaskBudget | UnsetType | None = UNSET


class ThinkingBlockBinding(Shape):
    """`thinking.block_binding`."""

    prefix_mismatch_behavior: Literal["error", "drop_block"] | UnsetType | None = UNSET


class ThinkingEnabled(Shape, tag="enabled"):
    """A `enabled` object."""

    budget_tokens: int
    block_binding: ThinkingBlockBinding | UnsetType | None = UNSET
    display: Literal["summarized", "omitted", "updates"] | UnsetType | None = UNSET


class ThinkingDisabled(Shape, tag="disabled"):
    """A `disabled` object."""


class ThinkingBetweenTools(Shape, tag="between_tools"):
    """A `between_tools` object."""


class ThinkingAdaptive(Shape, tag="adaptive"):
    """A `adaptive` object."""

    block_binding: ThinkingBlockBinding | UnsetType | None = UNSET
    display: Literal["summarized", "omitted", "updates"] | UnsetType | None = UNSET


class Metadata(Shape):
    """`metadata`."""

    user_id: str | UnsetType | None = UNSET


class ToolChoiceAuto(Shape, tag="auto"):
    """A `auto` object."""

    disable_parallel_tool_use: bool | UnsetType = UNSET


class ToolChoiceAny(Shape, tag="any"):
    """A `any` object."""

    disable_parallel_tool_use: bool | UnsetType = UNSET


class ToolChoiceTool(Shape, tag="tool"):
    """A `tool` object."""

    name: str
    disable_parallel_tool_use: bool | UnsetType = UNSET


class ToolChoiceNone(Shape, tag="none"):
    """A `none` object."""


class McpToolConfiguration(Shape):
    """`mcp_servers[].tool_configuration` of the first MCP beta."""

    allowed_tools: list[str] | UnsetType | None = UNSET
    enabled: bool | UnsetType | None = UNSET


class McpServer(Shape, tag="url"):
    """One of `mcp_servers`."""

    name: str
    url: str
    authorization_token: str | UnsetType | None = UNSET
    tool_configuration: McpToolConfiguration | UnsetType | None = UNSET


if TYPE_CHECKING:
    OnlyMcpServer = McpServer
else:
    OnlyMcpServer = McpServer | Other


Block = (
    content.Text
    | content.Image
    | content.Document
    | content.SearchResult
    | content.Thinking
    | content.RedactedThinking
    | content.ToolUse
    | content.ToolResult
    | content.ServerToolUse
    | content.ContainerUpload
    | content.ToolAddition
    | content.ToolRemoval
    | content.Compaction
    | content.Fallback
    | results.WebSearchToolResult
    | results.WebFetchToolResult
    | results.AdvisorToolResult
    | results.CodeExecutionToolResult
    | results.BashCodeExecutionToolResult
    | results.TextEditorCodeExecutionToolResult
    | results.ToolSearchToolResult
    | results.McpToolUse
    | results.McpToolResult
    | results.McpToolListing
)


class UserMessage(Shape, tag_field="role", tag="user"):
    """A message of the user; which block fits which role is a rule's business."""

    role: ClassVar[str] = "user"
    content: str | list[Block]


class AssistantMessage(Shape, tag_field="role", tag="assistant"):
    """A message of the assistant."""

    role: ClassVar[str] = "assistant"
    content: str | list[Block]


class SystemMessage(Shape, tag_field="role", tag="system"):
    """A system message among the others; one that sets the effort needs no content."""

    role: ClassVar[str] = "system"
    content: str | list[Block] | UnsetType = UNSET
    clear_at: Literal["next_user_message", "never"] | UnsetType | None = UNSET
    output_config: SystemMessageOutputConfig | UnsetType | None = UNSET


Message = UserMessage | AssistantMessage | SystemMessage


class Params(Shape):
    """`params`: one Messages request. Sampling settings are rules' business alone: what they may be depends
    on the version.
    """

    model: str
    max_tokens: int
    messages: list[Message]
    billing_policy: OnlyBillingPolicy | UnsetType | None = UNSET
    cache_control: OnlyCache | UnsetType | None = UNSET
    compaction: OnlyCompacting | UnsetType | None = UNSET
    container: str | Container | UnsetType | None = UNSET
    context_management: ContextManagement | UnsetType | None = UNSET
    diagnostics: Diagnostics | UnsetType | None = UNSET
    fallback_credit_token: Any | UnsetType = UNSET
    fallbacks: Any | UnsetType = UNSET
    inference_geo: str | UnsetType | None = UNSET
    mcp_servers: list[OnlyMcpServer] | UnsetType = UNSET
    metadata: Metadata | UnsetType = UNSET
    output_config: OutputConfig | UnsetType = UNSET
    output_format: Any | UnsetType = UNSET
    research_preview_2026_02: Any | UnsetType = UNSET
    service_tier: Literal["auto", "standard_only"] | UnsetType = UNSET
    speed: Literal["standard", "fast"] | UnsetType | None = UNSET
    stop_sequences: list[str] | UnsetType = UNSET
    stream: bool | UnsetType = UNSET
    system: str | list[content.OnlyText] | UnsetType = UNSET
    temperature: Any | UnsetType = UNSET
    thinking: ThinkingEnabled | ThinkingDisabled | ThinkingBetweenTools | ThinkingAdaptive | UnsetType = UNSET
    thread: Any | UnsetType = UNSET
    tool_choice: ToolChoiceAuto | ToolChoiceAny | ToolChoiceTool | ToolChoiceNone | UnsetType = UNSET
    tools: Raw | UnsetType = UNSET
    top_k: Any | UnsetType = UNSET
    top_p: Any | UnsetType = UNSET
    user_profile_id: str | UnsetType = UNSET
    workspace_id: str | UnsetType = UNSET


class Item(Shape):
    """One element of a batch."""

    custom_id: str
    params: Params
