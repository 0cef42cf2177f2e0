"""inference_geo: for Claude 4.6 and later, us or global."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

UNSUPPORTED = ("opus-4-5", "sonnet-4-5", "haiku-4-5")
KNOWN = ("us", "global")


@rule("inference-geo", at=param(Params.inference_geo))
def geo(value: str | None, place: str, request: Request) -> None:
    """Refuse it on earlier models, and every region but the two that exist."""
    if value is None:
        return
    if request.model and request.model.family in UNSUPPORTED:
        request.found(
            "inference-geo",
            place,
            f"{request.model.id} does not take inference_geo",
            "Remove it, or use Claude 4.6 or later.",
        )
    elif value not in KNOWN:
        request.found(
            "inference-geo",
            place,
            f"{quoted(value)} is neither us nor global",
            "Use one of the two, or leave it out.",
        )
