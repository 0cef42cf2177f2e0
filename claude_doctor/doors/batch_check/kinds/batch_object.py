"""What the API says of a batch: the object, or the list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.head import Head

RANK = 50
NAME = "the API's object of a batch (`message_batch`), not its requests"
WAY_OUT = (
    "Name the file the batch was created from; of a finished batch `claude-doctor tail results.jsonl` "
    "reads the results."
)


def recognise(head: Head) -> bool:
    """Whether the first object is a batch or a page of batches."""
    data = head.item.get("data")
    items = [head.item, *(data if isinstance(data, list) else [])]
    return any(isinstance(item, dict) and item.get("type") == "message_batch" for item in items[:2])
