"""The results of a batch of ours: what came back, not what is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.head import Head

RANK = 10
NAME = "a results file of a Message Batch"
WAY_OUT = (
    "`claude-doctor tail FILE` sums it up: what failed and why; beside its requests, `claude-doctor "
    "batch-check REQUESTS --results FILE`."
)
_TYPES = ("succeeded", "errored", "canceled", "expired")


def recognise(head: Head) -> bool:
    """Whether the first object has a result."""
    result = head.item.get("result")
    return isinstance(result, dict) and ("custom_id" in head.item or result.get("type") in _TYPES)
