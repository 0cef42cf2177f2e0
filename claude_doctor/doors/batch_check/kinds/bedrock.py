"""A batch inference file of Amazon Bedrock: `recordId` and `modelInput`, checked by Bedrock's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.head import Platform

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.head import Head

RANK = 12
NAME = "a batch inference file for Amazon Bedrock"
WAY_OUT = "It is checked by Bedrock's rules."
PLATFORM = Platform(
    name="bedrock",
    title="Amazon Bedrock batch inference",
    id_key="recordId",
    body="modelInput",
    version="bedrock-2023-05-31",
    optional_id=True,
    renamed={
        "custom-id-duplicate": "bedrock-record-id",
        "custom-id-type": "bedrock-record-id",
        "params-missing": "bedrock-record-shape",
    },
)


def recognise(head: Head) -> bool:
    """Whether the first object has the input of a model; Bedrock's output has that too, and says so by
    `modelOutput`.
    """
    return "modelInput" in head.item and "modelOutput" not in head.item
