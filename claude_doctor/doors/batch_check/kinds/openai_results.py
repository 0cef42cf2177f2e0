"""The results of a batch of OpenAI's API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.head import Head

RANK = 40
NAME = "a results file of an OpenAI batch"
WAY_OUT = "Name the file of the requests instead; claude-doctor reads results of Claude's batches only."


def recognise(head: Head) -> bool:
    """Whether the first object has OpenAI's response or error beside its id."""
    item = head.item
    return "custom_id" in item and "response" in item and "error" in item and "request" not in item
