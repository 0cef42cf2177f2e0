"""What belongs into headers or into the call of the SDK, written into params."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import Claim
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.fault import ShapeFault
    from claude_doctor.doors.batch_check.engine.request import Request

_SDK = ("extra_headers", "extra_query", "extra_body", "timeout", "max_retries", "request_options")


def _header(fault: ShapeFault) -> tuple[str, str]:
    return f"`{fault.field}` is a header of the call that creates the batch, not a parameter", ""


def _argument(fault: ShapeFault) -> tuple[str, str]:
    return f"`{fault.field}` is an argument of the SDK, not a parameter of the API", ""


CLAIMS = (
    Claim(
        "betas-in-params",
        ("Params.betas", "Params.anthropic_beta", "Params.anthropic-beta"),
        "Pass it once for all requests: client.beta.messages.batches.create(betas=[...]).",
        says=_header,
    ),
    Claim(
        "sdk-kwargs-in-params",
        tuple(f"Params.{name}" for name in _SDK),
        "Pass it to the SDK's call that creates the batch.",
        says=_argument,
    ),
)


@rule("header-fields-in-params", at=param(Params.user_profile_id) | param(Params.workspace_id))
def header(_value: str, place: str, request: Request) -> None:
    """Warn: one that differs from the header of the batch errors the request."""
    name = place.rpartition(".")[2]
    request.found(
        "header-fields-in-params",
        place,
        f"`{name}` is a header of the call that creates the batch",
        f"Pass {name}=... to batches.create, and remove it here.",
    )
