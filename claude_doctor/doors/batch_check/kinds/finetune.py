"""Data for fine-tuning: examples with their answers, nothing to be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.head import Head

RANK = 90
NAME = "fine-tuning data"
WAY_OUT = (
    "A batch holds requests: leave out the answers, and write model, max_tokens and messages into the "
    "params of each."
)


def recognise(head: Head) -> bool:
    """Whether the first object is a conversation without a model, or a prompt with its completion."""
    item = head.item
    if "custom_id" in item or "model" in item:
        return False
    return isinstance(item.get("messages"), list) or {"prompt", "completion"} <= item.keys()
