"""What is known of the tools of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.reporter import Reporter

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine import shapes
    from claude_doctor.doors.batch_check.engine.reporter import Fault, Scope


class ToolSet(Reporter):
    """The tools of a request. `tools` are plain dictionaries; None stands for one that lost a required part
    (`whole` is false then).
    """

    __slots__ = ("breakpoints", "by_model", "keys", "names", "present", "tools", "types", "whole")

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.present = False
        self.whole = True
        self.tools: list[dict[str, Any] | None] = []
        self.types: list[str] = []
        self.names: list[str] = []
        self.keys: set[str] = set()  # of all tools
        self.breakpoints: list[tuple[str, shapes.CacheControl]] = []
        self.by_model: dict[str, list[Fault]] = {}

    def of_type(self, *prefixes: str) -> list[tuple[str, dict[str, Any]]]:
        """Return (place, tool) of the tools whose type begins with one of the prefixes."""
        return [
            (f"params.tools.{index}", tool)
            for index, tool in enumerate(self.tools)
            if tool is not None and str(tool.get("type") or "custom").startswith(prefixes)
        ]

    def strict_schemas(self) -> list[tuple[str, dict[str, Any]]]:
        """Return (place, schema) of the tools with `strict: true`."""
        return [
            (f"params.tools.{index}.input_schema", tool["input_schema"])
            for index, tool in enumerate(self.tools)
            if tool is not None and tool.get("strict") is True and isinstance(tool.get("input_schema"), dict)
        ]
