"""Parameters under an old name or in an old form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import Claim
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

_OLD = "structured-outputs-2025-11-13"
CLAIMS = (
    Claim(
        "metadata-unknown",
        ("Metadata:unknown",),
        "metadata holds user_id only: keep your own columns in a table that is joined by custom_id.",
    ),
)


@rule("output-format-top-level", "output-format-type", at=param(Params.output_format))
def output_format(value: Any, place: str, request: Request) -> None:
    """Warn where the old beta is on; without it the field does not exist."""
    severity = "warning" if request.has_beta(_OLD) else ""
    if value is not None or not severity:
        request.found(
            "output-format-top-level",
            place,
            "output_format has moved",
            "Write it as output_config.format.",
            severity,
        )
    if severity and value is not None and not _is_format(value):
        request.found(
            "output-format-type",
            place,
            "output_format is no JSON schema format",
            'Write {"type": "json_schema", "schema": {...}}.',
        )


def _is_format(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"type", "schema"}
        and value["type"] == "json_schema"
        and isinstance(value["schema"], dict)
    )
