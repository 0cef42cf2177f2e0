"""Params that stand elsewhere in an element: that is one mistake, and they are checked all the same."""

from __future__ import annotations

from typing import Any

from claude_doctor.doors.batch_check.engine import shapes

_KEYS = frozenset(shapes.Params.__struct_fields__)
_TELLING = frozenset(("model", "messages", "max_tokens"))


def moved(value: dict[str, Any]) -> str:
    """Move params to their place: out of the element itself ("flat"), or out of `body`, where OpenAI's format
    has them ("body").

    "" where there are params already, or nothing that looks like them.
    """
    if "params" in value:
        return ""
    body = value.get("body")
    if isinstance(body, dict) and not _TELLING.isdisjoint(body):
        value["params"] = body
        return "body"
    if len(_TELLING & value.keys()) > 1:
        value["params"] = {key: value.pop(key) for key in tuple(value) if key in _KEYS}
        return "flat"
    return ""
