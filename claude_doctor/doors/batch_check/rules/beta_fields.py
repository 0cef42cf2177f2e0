"""Parameters that exist under a beta header only. Those with rules of their own (mcp_servers, task_budget,
threads ...) are not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import SYSTEM_MESSAGE, Place, param
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import SystemMessage

MESSAGE = "mid-conversation-output-config-2026-07-01"
# parameter -> (beginnings of the headers that bring it, the header to name)
FIELDS = {
    "params.context_management": (("context-management-", "compact-"), "context-management-2025-06-27"),
    "params.compaction": (("compact-2026-09-04",), "compact-2026-09-04"),
    "params.billing_policy": (("user-profiles-billing-",), "user-profiles-billing-2026-10-01"),
}
_BEHIND_BETAS: Place[Any] = (
    param(Params.context_management) | param(Params.compaction) | param(Params.billing_policy)
)


@rule("beta-field-without-header", at=_BEHIND_BETAS)
def field(value: Any, place: str, request: Request) -> None:
    """Compare with the headers of the batch; null is the same as absent."""
    prefixes, beta = FIELDS[place]
    if value is not None and not request.has_beta(*prefixes):
        name = place.partition(".")[2]
        request.found(
            "beta-field-without-header",
            place,
            f"{name} exists under the beta {beta} only",
            f'Create the batch with betas=["{beta}"], or remove {name}.',
        )


@rule("beta-field-without-header", at=SYSTEM_MESSAGE, reads=(Params.messages,))
def effort(message: SystemMessage, place: str, request: Request) -> None:
    """Warn of an effort for a part of the conversation: only the beta types have it, no refusal was seen."""
    if (
        message.output_config
        and message.output_config.effort
        and not request.has_beta("mid-conversation-output-config-")
    ):
        words = f"output_config of a message exists under the beta {MESSAGE} only"
        request.found(
            "beta-field-without-header",
            f"{place}.output_config",
            words,
            f'Create the batch with betas=["{MESSAGE}"].',
            severity="warning",
        )
