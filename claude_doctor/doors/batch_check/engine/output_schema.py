"""The schema of the output of a request, read once for each distinct text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine import shapes
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.tools import ToolReader

_OLD_FORMAT = "structured-outputs-2025-11-13"


class OutputSchema:
    """Sets `request.output_schema`, and reports what is wrong with it."""

    def __init__(self, tools: ToolReader) -> None:
        self._tools = tools

    def of_config(self, config: shapes.OutputConfig, _place: str, r: Request) -> None:
        """Look at the schema of `output_config.format`."""
        if config and config.format:
            report, r.output_schema = self._tools.schema(config.format.schema)
            r.faults += report.faults

    def of_format(self, form: Any, place: str, r: Request) -> None:
        """Look at the schema of `output_format`, where its beta makes it one; places are named there."""
        if (
            not isinstance(form, dict)
            or form.keys() != {"type", "schema"}
            or form["type"] != "json_schema"
            or not r.has_beta(_OLD_FORMAT)
        ):
            return
        schema, config = form["schema"], r.params.output_config
        if not isinstance(schema, dict) or (config and config.format):
            return
        report, r.output_schema = self._tools.schema(msgspec.Raw(msgspec.json.encode(schema)))
        for rule, at, said, fix, severity in report.faults:
            there = at.replace("params.output_config.format", place, 1)
            r.faults.append((rule, there, said, fix, severity))
