"""output_config.format: a JSON schema, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.rules._rule import Claim

if TYPE_CHECKING:
    from claude_doctor.rules._fault import ShapeFault

_WRITE = 'Write {"type": "json_schema", "schema": {...}}.'


def _said(fault: ShapeFault) -> tuple[str, str]:
    if fault.value in ("json_object", "text"):
        return "", f"There is no `{fault.value}` here. {_WRITE}"
    if fault.owner == "OutputFormat.json_schema":
        return "the schema stands in `json_schema`", 'Name it `schema`, directly beside "type": "json_schema".'
    return "", _WRITE


CLAIMS = (
    Claim(
        "output-format-type",
        (
            "OutputConfig.format:tag",
            "OutputConfig.format:untagged",
            "OutputConfig.format:type",
            "OutputFormat.schema",
            "OutputFormat.json_schema:unknown",
        ),
        says=_said,
    ),
)
