"""The tools of a request, read and checked once for each distinct text:
batches repeat them by the thousand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from claude_doctor.doors.batch_check.engine import anchors, shapes
from claude_doctor.doors.batch_check.engine.fault import ShapeFault
from claude_doctor.doors.batch_check.engine.mend import Mended
from claude_doctor.doors.batch_check.engine.reporter import Reporter
from claude_doctor.doors.batch_check.engine.tool_set import ToolSet
from claude_doctor.doors.batch_check.engine.toolspecs import spec_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.doors.batch_check.engine.reporter import Scope
    from claude_doctor.doors.batch_check.engine.table import Table

_KEPT = 1024
_APART = 61
_decode = msgspec.json.decode


class ToolReader:
    """Turns the raw text of `tools` or of a schema into what was found in it, remembering the last thousand
    texts.
    """

    def __init__(self, scope: Scope, table: Table, say: Callable[[Reporter, ShapeFault], None]) -> None:
        self.scope = scope
        self._tool = table.at(anchors.TOOL)
        self._tools = table.at(anchors.TOOLS)
        self._schema = table.at(anchors.SCHEMA)
        self._say = say
        self._sets: dict[bytes, ToolSet] = {}
        self._last: dict[bytes, tuple[bytes, ToolSet]] = {}
        self._single: dict[tuple[int, bytes], ToolSet] = {}
        self._schemas: dict[bytes, tuple[Reporter, dict[str, Any] | None]] = {}
        self.none = ToolSet(scope)

    def tools(self, raw: msgspec.Raw) -> ToolSet:
        """Return the tool set of a text."""
        text = bytes(raw)
        # To hash all of a text costs more than to compare it with the last one of which some bytes are the
        # same.
        some = text[::_APART]
        last = self._last.get(some)
        if last is not None and last[0] == text:
            return last[1]
        found = self._sets.get(text)
        if found is None:
            if len(self._sets) >= _KEPT:
                self._sets.clear()
                self._last.clear()
            found = self._sets[text] = self._read(_decode(text))
        self._last[some] = (text, found)
        return found

    def schema(self, raw: msgspec.Raw) -> tuple[Reporter, dict[str, Any] | None]:
        """Return what was found in an output schema, and the schema (None when it is no object)."""
        text = bytes(raw)
        found = self._schemas.get(text)
        if found is None:
            if len(self._schemas) >= _KEPT:
                self._schemas.clear()
            found = self._schemas[text] = self._read_schema(_decode(text))
        return found

    def _read_schema(self, value: Any) -> tuple[Reporter, dict[str, Any] | None]:
        report = Reporter(self.scope)
        place = "params.output_config.format.schema"
        if not isinstance(value, dict):
            self._say(
                report, ShapeFault("type", "OutputFormat.schema", tuple(place.split(".")), value, "an object")
            )
            return report, None
        for check in self._schema:
            check(value, place, report)
        return report, value

    def _read(self, value: Any) -> ToolSet:
        found = ToolSet(self.scope)
        if not isinstance(value, list):
            self._say(
                found,
                ShapeFault(
                    "null" if value is None else "type",
                    "Params.tools",
                    ("params", "tools"),
                    value,
                    "an array",
                ),
            )
            found.whole = False
            return found
        found.present = bool(value)
        for index, tool in enumerate(value):
            self._add(found, self._seen(index, tool))
        for check in self._tools:
            if found.whole:
                check(found, "params.tools", found)
        return found

    def _add(self, found: ToolSet, one: ToolSet) -> None:
        found.tools += one.tools
        found.types += one.types
        found.names += one.names
        found.keys |= one.keys
        found.breakpoints += one.breakpoints
        found.faults += one.faults
        found.whole = found.whole and one.whole

    def _seen(self, index: int, value: Any) -> ToolSet:
        """Return what is to be said of one tool at its place; the sets of a batch are made of few tools."""
        key = (index, msgspec.json.encode(value))
        found = self._single.get(key)
        if found is None:
            if len(self._single) >= _KEPT:
                self._single.clear()
            found = self._single[key] = ToolSet(self.scope)
            self._read_tool(found, index, value)
        return found

    def _read_tool(self, found: ToolSet, index: int, value: Any) -> None:
        tool = self._mended(found, index, value)
        found.tools.append(tool)
        if tool is None:
            found.whole = False
            return
        place = f"params.tools.{index}"
        found.keys.update(tool)
        found.types.append(str(tool.get("type") or "custom"))
        if isinstance(tool.get("name"), str):
            found.names.append(tool["name"])
        if tool.get("cache_control"):
            found.breakpoints.append(
                (f"{place}.cache_control", msgspec.convert(tool["cache_control"], shapes.CacheControl))
            )
        for check in self._tool:
            check(tool, place, found)
        if tool.get("strict") is True and isinstance(tool.get("input_schema"), dict):
            for check in self._schema:
                check(tool["input_schema"], f"{place}.input_schema", found)

    def _mended(self, found: ToolSet, index: int, value: Any) -> dict[str, Any] | None:
        mended = Mended()
        place: Any = ((((), "params"), "tools"), index)
        whole = False
        kind = value.get("type") if isinstance(value, dict) else None
        spec = spec_for(kind) if kind is None or isinstance(kind, str) else None
        if not isinstance(value, dict):
            mended.fault("type", "Params.tools", place, value, "an object")
        elif spec is None:
            mended.fault("tag", "Params.tools", (place, "type"), kind)
        else:
            whole = mended.shape(value, spec, place)
        for fault in mended.faults:
            self._say(found, fault)
        return value if whole else None
