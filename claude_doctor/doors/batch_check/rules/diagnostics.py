"""diagnostics.previous_message_id: the id of an earlier answer, or null."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Diagnostics

LONGEST = 256


@rule("diagnostics-id", at=param(Params.diagnostics))
def previous(diagnostics: Diagnostics | None, place: str, request: Request) -> None:
    """Look at its form; whether the message exists cannot be seen here."""
    value = diagnostics.previous_message_id if diagnostics else None
    if isinstance(value, str) and (not value.startswith("msg_") or len(value) > LONGEST):
        words = (
            f"{quoted(value)} is no message id"
            if len(value) <= LONGEST
            else f"the id has {len(value)} characters; {LONGEST} are allowed"
        )
        request.found(
            "diagnostics-id",
            f"{place}.previous_message_id",
            words,
            "Use the `id` of the earlier answer (msg_...), or null.",
        )
