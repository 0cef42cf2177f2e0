"""The last turn of a request as the beginning of its answer."""

from __future__ import annotations

from typing import Any


def prefilled(messages: list[Any], shown: str) -> list[Any]:
    """Return the messages with what was shown as the beginning of the answer, after the request's own."""
    last = messages[-1] if messages else None
    if isinstance(last, dict) and last.get("role") == "assistant" and isinstance(last.get("content"), str):
        return [*messages[:-1], {**last, "content": last["content"] + shown}]
    return [*messages, {"role": "assistant", "content": shown}]


def own_prefill(body: dict[str, Any]) -> str:
    """Return why the request's own last turn cannot be continued; "" when it can."""
    messages = body.get("messages")
    last = messages[-1] if isinstance(messages, list) and messages else None
    if (
        isinstance(last, dict)
        and last.get("role") == "assistant"
        and not isinstance(last.get("content"), str)
    ):
        return "the request itself ends in an assistant turn of blocks"
    return ""
