"""output_config.format: a JSON schema, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import SCHEMA
from claude_doctor.doors.batch_check.engine.fault import Claim
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.values.metaschema import faults
from claude_doctor.doors.batch_check.values.schema import OUTPUT

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.fault import ShapeFault
    from claude_doctor.doors.batch_check.engine.reporter import Reporter

# Keywords whose wrong values no other rule of schemas speaks of.
_OURS = frozenset(
    (
        "type",
        "enum",
        "required",
        "properties",
        "anyOf",
        "$defs",
        "definitions",
        "$ref",
        "title",
        "description",
    )
)
_WRITE = 'Write {"type": "json_schema", "schema": {...}}.'


def _said(fault: ShapeFault) -> tuple[str, str]:
    if fault.value in ("json_object", "text"):
        return "", f"There is no `{fault.value}` here. {_WRITE}"
    if fault.owner == "OutputFormat.json_schema":
        return "the schema is in `json_schema`", 'Name it `schema`, directly beside "type": "json_schema".'
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


@rule("output-format-type", at=SCHEMA)
def schema(schema: dict[str, Any], place: str, report: Reporter) -> None:
    """Name the first keyword that says nothing in JSON Schema; of strict
    tools tool-schema-invalid says it.
    """
    if not place.startswith(OUTPUT):
        return
    for where, wrong in faults(schema, place):
        if where.rpartition(".")[2] in _OURS:
            report.found("output-format-type", where, wrong, "Write the schema in draft 2020-12.")
            return
