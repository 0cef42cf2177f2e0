"""A batch of Claude on Vertex AI: `custom_id` and `request`, checked by Vertex's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.head import Platform

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.head import Head

RANK = 70
NAME = "a batch prediction file for Claude on Vertex AI"
WAY_OUT = "It is checked by Vertex AI's rules."
PLATFORM = Platform(
    name="vertex",
    title="Vertex AI batch predictions",
    id_key="custom_id",
    body="request",
    version="vertex-2023-10-16",
    optional_id=False,
    renamed={
        "custom-id-duplicate": "vertex-custom-id",
        "custom-id-type": "vertex-custom-id",
        "custom-id-missing": "vertex-custom-id",
        "params-missing": "vertex-request-shape",
    },
)


def recognise(head: Head) -> bool:
    """Whether the first object has a request with messages, or with the version of Vertex."""
    request = head.item.get("request")
    return isinstance(request, dict) and ("messages" in request or "anthropic_version" in request)
