"""billing_policy: a batch is billed to the organization that creates it, never to the customer behind a user
profile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes.request import BillingPolicy


@rule("billing-policy-in-batch", at=param(Params.billing_policy))
def bill_to(policy: BillingPolicy | None, place: str, request: Request) -> None:
    """Refuse user_profile; self and an absent value are the same."""
    if getattr(policy, "bill_to", None) == "user_profile":
        words = 'bill_to is "user_profile": a batch cannot bill the customer behind a user profile'
        fix = (
            'Remove billing_policy, or send "bill_to": "self"; bill the customer with single calls of the '
            "Messages API."
        )
        request.found("billing-policy-in-batch", f"{place}.bill_to", words, fix)
