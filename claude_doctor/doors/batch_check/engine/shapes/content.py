"""Content blocks a request is written with."""

from typing import TYPE_CHECKING, Any, Literal

from msgspec import UNSET, UnsetType, field

from claude_doctor.doors.batch_check.engine.shapes import changes
from claude_doctor.doors.batch_check.engine.shapes.base import OnlyCache, Other, Shape
from claude_doctor.doors.batch_check.engine.shapes.locations import (
    CharLocation,
    ContentBlockLocation,
    PageLocation,
    SearchResultLocation,
    WebSearchResultLocation,
)


class Text(Shape, tag="text"):
    """A `text` block."""

    text: str
    cache_control: OnlyCache | UnsetType | None = UNSET
    citations: (
        list[
            CharLocation
            | PageLocation
            | ContentBlockLocation
            | WebSearchResultLocation
            | SearchResultLocation
        ]
        | UnsetType
        | None
    ) = UNSET


if TYPE_CHECKING:
    OnlyText = Text
else:
    OnlyText = Text | Other


class Base64ImageSource(Shape, tag="base64"):
    """A `base64` object."""

    data: str
    media_type: Literal["image/jpeg", "image/png", "image/gif", "image/webp"]


class UrlImageSource(Shape, tag="url"):
    """A `url` object."""

    url: str


class FileImageSource(Shape, tag="file"):
    """A `file` object."""

    file_id: str


class ImageTransformations(Shape):
    """What may be done to an image."""

    oversized_image: Literal["downsize", "error"] | UnsetType = UNSET


class Image(Shape, tag="image"):
    """A `image` block."""

    source: Base64ImageSource | UrlImageSource | FileImageSource
    cache_control: OnlyCache | UnsetType | None = UNSET
    transformations: ImageTransformations | UnsetType | None = UNSET


class Base64PdfSource(Shape, tag="base64"):
    """A `base64` object."""

    data: str
    media_type: Literal["application/pdf"]


class PlainTextSource(Shape, tag="text"):
    """A `text` block."""

    data: str
    media_type: Literal["text/plain"]


class ContentBlockSource(Shape, tag="content"):
    """A `content` object."""

    content: str | list[Text | Image]


class UrlPdfSource(Shape, tag="url"):
    """A `url` object."""

    url: str


class FileDocumentSource(Shape, tag="file"):
    """A `file` object."""

    file_id: str


class Citations(Shape):
    """Whether a document or search result may be cited."""

    enabled: bool | UnsetType = UNSET


class Document(Shape, tag="document"):
    """A `document` block."""

    source: Base64PdfSource | PlainTextSource | ContentBlockSource | UrlPdfSource | FileDocumentSource
    cache_control: OnlyCache | UnsetType | None = UNSET
    citations: Citations | UnsetType | None = UNSET
    context: str | UnsetType | None = UNSET
    title: str | UnsetType | None = UNSET


if TYPE_CHECKING:
    OnlyDocument = Document
else:
    OnlyDocument = Document | Other


class SearchResult(Shape, tag="search_result"):
    """A `search_result` block."""

    content: list[OnlyText]
    source: str
    title: str
    cache_control: OnlyCache | UnsetType | None = UNSET
    citations: Citations | UnsetType = UNSET


class Thinking(Shape, tag="thinking"):
    """A `thinking` block."""

    signature: str
    thinking: str


class RedactedThinking(Shape, tag="redacted_thinking"):
    """A `redacted_thinking` block."""

    data: str


class DirectCaller(Shape, tag="direct"):
    """A `direct` object."""


class ServerToolCaller(Shape, tag="code_execution_20250825"):
    """A `code_execution_20250825` object."""

    tool_id: str


class ServerToolCaller20260120(Shape, tag="code_execution_20260120"):
    """A `code_execution_20260120` object."""

    tool_id: str


class ToolUse(Shape, tag="tool_use"):
    """A `tool_use` block."""

    id: str
    input: dict[str, Any]
    name: str
    cache_control: OnlyCache | UnsetType | None = UNSET
    caller: DirectCaller | ServerToolCaller | ServerToolCaller20260120 | UnsetType = UNSET
    toolset_name: str | UnsetType | None = UNSET


class ToolReference(Shape, tag="tool_reference"):
    """A `tool_reference` block."""

    tool_name: str
    cache_control: OnlyCache | UnsetType | None = UNSET


if TYPE_CHECKING:
    OnlyToolReference = ToolReference
else:
    OnlyToolReference = ToolReference | Other


class BrowserTab(Shape):
    """One tab of a browser_state block."""

    tab_id: str
    title: str
    url: str
    active: bool | UnsetType = UNSET


class BrowserTabOpened(Shape, tag="tab_opened"):
    """A `tab_opened` object."""

    tab_id: str


class BrowserDownloadStarted(Shape, tag="download_started"):
    """A `download_started` object."""

    download_id: str
    url: str


class BrowserDownloadCompleted(Shape, tag="download_completed"):
    """A `download_completed` object."""

    download_id: str
    url: str
    path: str | UnsetType | None = UNSET
    size_bytes: int | UnsetType | None = UNSET


class BrowserDownloadFailed(Shape, tag="download_failed"):
    """A `download_failed` object."""

    download_id: str
    url: str
    error: str | UnsetType | None = UNSET


class BrowserState(Shape, tag="browser_state"):
    """A `browser_state` block."""

    tabs: list[BrowserTab]
    cache_control: OnlyCache | UnsetType | None = UNSET
    state_changes: (
        list[BrowserTabOpened | BrowserDownloadStarted | BrowserDownloadCompleted | BrowserDownloadFailed]
        | UnsetType
        | None
    ) = UNSET


class ToolResult(Shape, tag="tool_result"):
    """A `tool_result` block."""

    tool_use_id: str
    cache_control: OnlyCache | UnsetType | None = UNSET
    content: str | list[Text | Image | SearchResult | Document | ToolReference | BrowserState] | UnsetType = (
        UNSET
    )
    is_error: bool | UnsetType = UNSET
    toolset_name: str | UnsetType | None = UNSET


class ServerToolUse(Shape, tag="server_tool_use"):
    """A `server_tool_use` block."""

    id: str
    input: dict[str, Any]
    name: Literal[
        "advisor",
        "web_search",
        "web_fetch",
        "code_execution",
        "bash_code_execution",
        "text_editor_code_execution",
        "tool_search_tool_regex",
        "tool_search_tool_bm25",
    ]
    cache_control: OnlyCache | UnsetType | None = UNSET
    caller: DirectCaller | ServerToolCaller | ServerToolCaller20260120 | UnsetType = UNSET


class ContainerUpload(Shape, tag="container_upload"):
    """A `container_upload` block."""

    file_id: str
    cache_control: OnlyCache | UnsetType | None = UNSET


class ToolAddition(Shape, tag="tool_addition"):
    """A `tool_addition` block."""

    tool: changes.ChangedTool | changes.ChangedMcpTool | changes.ChangedMcpToolset | changes.DefinedTool
    cache_control: OnlyCache | UnsetType | None = UNSET


class ToolRemoval(Shape, tag="tool_removal"):
    """A `tool_removal` block."""

    tool: changes.ChangedTool | changes.ChangedMcpTool | changes.ChangedMcpToolset
    cache_control: OnlyCache | UnsetType | None = UNSET


class Compaction(Shape, tag="compaction"):
    """A `compaction` block."""

    cache_control: OnlyCache | UnsetType | None = UNSET
    content: str | UnsetType | None = UNSET
    encrypted_content: str | UnsetType | None = UNSET
    signature: str | UnsetType | None = UNSET
    tool_changes: list[ToolAddition | ToolRemoval] | UnsetType | None = UNSET


class Fallback(Shape, tag="fallback"):
    """A `fallback` block."""

    from_: Any = field(name="from")
    to: Any
    trigger: Any | UnsetType = UNSET
