"""What each kind of tool may hold, by its `type`; a tool without one (or `custom`) is the user's own."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, UnsetType

from claude_doctor.doors.batch_check.engine.shapes import CacheControl, Citations, McpTool, Shape
from claude_doctor.doors.batch_check.engine.spec import ShapeSpec, spec_of

_CALLERS = Literal["direct", "code_execution_20250825", "code_execution_20260120", "code_execution_20260521"]


class McpToolConfig(Shape):
    """What may be set for one tool of an MCP server."""

    defer_loading: bool = False
    enabled: bool = True


class AnyUrls(Shape, tag="all"):
    """Every address."""


class NoUrls(Shape, tag="none"):
    """No address."""


class NamedTool(Shape, tag="tool_reference"):
    """A tool whose results are meant."""

    name: str


class OnlyUrls(Shape, tag="only"):
    """Addresses out of the results of these tools."""

    tools: list[NamedTool]


class ExceptUrls(Shape, tag="except"):
    """Addresses out of the results of all other tools."""

    tools: list[NamedTool]


class UrlSources(Shape):
    """Where web fetch may take addresses from."""

    client_tool_results: AnyUrls | NoUrls | OnlyUrls | ExceptUrls | UnsetType = UNSET
    server_tool_results: AnyUrls | NoUrls | OnlyUrls | ExceptUrls | UnsetType = UNSET
    user_input: AnyUrls | NoUrls | UnsetType = UNSET


class UserLocation(Shape, tag="approximate"):
    """Where a web search pretends to come from."""

    city: str | None = None
    country: str | None = None
    region: str | None = None
    timezone: str | None = None


_FIELDS: dict[str, Any] = {
    "name": str,
    "type": str | None,
    "description": str,
    "input_schema": Any,
    "cache_control": CacheControl | None,
    "allowed_callers": list[_CALLERS],
    "defer_loading": bool,
    "strict": bool,
    "eager_input_streaming": bool | None,
    "input_examples": list[dict[str, Any]],
    "display_height_px": int,
    "display_width_px": int,
    "display_number": int | None,
    "enable_zoom": bool,
    "max_characters": int | None,
    "allowed_domains": list[str] | None,
    "blocked_domains": list[str] | None,
    "max_uses": int | None,
    "max_content_tokens": int | None,
    "user_location": UserLocation | None,
    "citations": Citations | None,
    "url_sources": UrlSources | None,
    "use_cache": bool,
    "response_inclusion": Literal["full", "excluded"],
    "model": str,
    "max_tokens": int | None,
    "caching": CacheControl | None,
    "configs": Any,
    "default_config": McpToolConfig,
    "mcp_server_name": str,
    "tools": list[McpTool] | None,
}
_COMMON = "name type cache_control allowed_callers defer_loading strict"
_CUSTOM = f"{_COMMON} description input_schema eager_input_streaming input_examples"
_CLIENT = f"{_COMMON} input_examples"
_COMPUTER = f"{_CLIENT} display_height_px display_width_px display_number"
_SEARCH = f"{_COMMON} allowed_domains blocked_domains max_uses user_location"
_FETCH = f"{_COMMON} allowed_domains blocked_domains max_uses max_content_tokens citations url_sources"
_SIZE = "display_height_px display_width_px"

# type -> (its fixed name or "", the fields it may hold, the fields it needs besides name)
TOOLS: dict[str, tuple[str, str, str]] = {
    "bash_20241022": ("bash", _CLIENT, ""),
    "bash_20250124": ("bash", _CLIENT, ""),
    "text_editor_20241022": ("str_replace_editor", _CLIENT, ""),
    "text_editor_20250124": ("str_replace_editor", _CLIENT, ""),
    "text_editor_20250429": ("str_replace_based_edit_tool", _CLIENT, ""),
    "text_editor_20250728": ("str_replace_based_edit_tool", f"{_CLIENT} max_characters", ""),
    "memory_20250818": ("memory", _CLIENT, ""),
    "computer_20241022": ("computer", _COMPUTER, _SIZE),
    "computer_20250124": ("computer", _COMPUTER, _SIZE),
    "computer_20251124": ("computer", f"{_COMPUTER} enable_zoom", _SIZE),
    "code_execution_20250522": ("code_execution", _COMMON, ""),
    "code_execution_20250825": ("code_execution", _COMMON, ""),
    "code_execution_20260120": ("code_execution", _COMMON, ""),
    "code_execution_20260521": ("code_execution", _COMMON, ""),
    "web_search_20250305": ("web_search", _SEARCH, ""),
    "web_search_20260209": ("web_search", _SEARCH, ""),
    "web_search_20260318": ("web_search", f"{_SEARCH} response_inclusion", ""),
    "web_fetch_20250910": ("web_fetch", _FETCH, ""),
    "web_fetch_20260209": ("web_fetch", _FETCH, ""),
    "web_fetch_20260309": ("web_fetch", f"{_FETCH} use_cache", ""),
    "web_fetch_20260318": ("web_fetch", f"{_FETCH} use_cache response_inclusion", ""),
    "advisor_20260301": ("advisor", f"{_COMMON} model max_tokens max_uses caching", "model"),
    "tool_search_tool_bm25": ("tool_search_tool_bm25", _COMMON, ""),
    "tool_search_tool_bm25_20251119": ("tool_search_tool_bm25", _COMMON, ""),
    "tool_search_tool_regex": ("tool_search_tool_regex", _COMMON, ""),
    "tool_search_tool_regex_20251119": ("tool_search_tool_regex", _COMMON, ""),
}
TOOLSETS = ("computer_toolset_20260801", "browser_toolset_20260801")
MCP_TOOLSET = "mcp_toolset"
_made: dict[str, ShapeSpec] = {}


def spec_for(kind: str | None) -> ShapeSpec | None:
    """Return the table of a tool type (None is the user's own); None for a type nobody knows.

    Its name, by which faults are claimed, is CustomTool, ServerTool, Toolset or McpToolset.
    """
    if kind == "":
        return None
    key = "" if kind in (None, "custom") else kind
    if key not in _made:
        made = _spec(key)
        if made is None:
            return None
        _made[key] = made
    return _made[key]


def _spec(kind: str) -> ShapeSpec | None:
    if kind == "":
        return _shape("CustomTool", _CUSTOM, "name input_schema")
    if kind in TOOLSETS:
        return _shape("Toolset", "type cache_control configs allowed_callers", "")
    if kind == MCP_TOOLSET:
        made = _shape(
            "McpToolset", "type cache_control configs default_config mcp_server_name tools", "mcp_server_name"
        )
        made.fields["configs"] = spec_of(dict[str, McpToolConfig] | None)
        return made
    if kind in TOOLS:
        _, fields, needed = TOOLS[kind]
        return _shape("ServerTool", fields, f"name {needed}")
    return None


def _shape(name: str, fields: str, needed: str) -> ShapeSpec:
    shape = ShapeSpec(name, None)
    shape.fields = {field: spec_of(_FIELDS[field]) for field in fields.split()}
    shape.required = tuple(needed.split())
    return shape
