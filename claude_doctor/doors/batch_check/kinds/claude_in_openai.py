"""Params of the Messages API in the wrapper of OpenAI's batches: only the wrapper is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.head import Head

RANK = 20
NAME = "a batch of Claude requests in the wrapper of an OpenAI batch file"
WAY_OUT = (
    "Drop `method` and `url`, and rename `body` to `params`: `claude-doctor batch-check FILE "
    "--fix-unsafe NEW` does."
)


def recognise(head: Head) -> bool:
    """Whether a body goes to the Messages API, or asks for a Claude model without an address."""
    item, body = head.item, head.item.get("body")
    if not isinstance(body, dict) or not ("url" in item or "method" in item):
        return False
    url = item.get("url")
    return url == "/v1/messages" or (
        not isinstance(url, str) and str(body.get("model", "")).startswith("claude-")
    )


def request(item: dict[str, Any], number: int) -> dict[str, Any] | None:
    """Return the request of a line."""
    body = item.get("body")
    return (
        {"custom_id": item.get("custom_id", f"row-{number}"), "params": body}
        if isinstance(body, dict)
        else None
    )


WRAP = request
