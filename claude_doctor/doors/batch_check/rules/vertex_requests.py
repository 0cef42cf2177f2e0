"""Batch prediction files for Claude on Vertex AI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import VERTEX_RECORD
from claude_doctor.doors.batch_check.engine.fault import kind_of, quoted
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.reporter import Reporter

VERSION = "vertex-2023-10-16"
_OUTPUT = ("response", "status")
_LINE = 'Write {"custom_id": ..., "request": {...}} on each line.'


@rule(
    "vertex-request-shape",
    "vertex-custom-id",
    "vertex-anthropic-version",
    "vertex-model-inside",
    "vertex-reserved-key",
    at=VERTEX_RECORD,
)
def request(value: dict[str, Any], report: Reporter) -> None:
    """Look at one line: its keys, its id, and what of its request is Vertex's own."""
    found = value.get("custom_id")
    if not isinstance(found, str) or not found:
        words = (
            "`custom_id` is missing"
            if "custom_id" not in value
            else f"`custom_id` is {kind_of(found) if found != '' else 'empty'}"
        )
        report.found("vertex-custom-id", "custom_id", words, "Give every request an id, as a string.")
    for key in _OUTPUT:
        if key in value:
            report.found(
                "vertex-reserved-key",
                key,
                f"`{key}` is a name of the output",
                "Leave it out: the job writes it.",
            )
    body = value.get("request")
    if not isinstance(body, dict):
        words = (
            f"`request` is {kind_of(body)}, not an object" if "request" in value else "`request` is missing"
        )
        report.found("vertex-request-shape", "request", words, _LINE)
        return
    if body.get("anthropic_version") != VERSION:
        missing = "anthropic_version" not in body
        words = (
            "`anthropic_version` is missing"
            if missing
            else f"`anthropic_version` is {quoted(body['anthropic_version'])}"
        )
        report.found("vertex-anthropic-version", "request.anthropic_version", words, f'Write "{VERSION}".')
    if "model" in body:
        fix = "Remove it: the model is named when the job is created."
        report.found("vertex-model-inside", "request.model", "`model` stands in the request", fix)
