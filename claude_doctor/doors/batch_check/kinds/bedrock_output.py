"""What a batch inference job of Amazon Bedrock gave back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.head import Head

RANK = 14
NAME = "the output of an Amazon Bedrock batch inference job"
WAY_OUT = "Name the file of the records that were sent."


def recognise(head: Head) -> bool:
    """Whether the first object has a model's output."""
    return "modelOutput" in head.item and "params" not in head.item
