"""service_tier: two values, and neither matters in a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.fault import ShapeFault
    from claude_doctor.doors.batch_check.engine.request import Request

ID = "service-tier-in-batch"


def _value(fault: ShapeFault) -> tuple[str, str]:
    answer = "; that is a value of answers" if fault.value in ("batch", "priority", "standard") else ""
    words = f"service_tier is {quoted(fault.value)}; it may be auto or standard_only{answer}"
    return words, "Remove it: batches have a tier of their own."


CLAIMS = (Claim("service-tier-value", ("Params.service_tier",), severity="error", says=_value),)


@rule(ID, at=param(Params.service_tier))
def tier(_value: str, place: str, request: Request) -> None:
    """Say that it changes nothing."""
    request.advise(ID, place, "service_tier has no effect in a batch", "Remove it.")
