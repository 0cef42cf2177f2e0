"""A batch of Gemini, or its predictions: `contents` instead of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.head import Head

RANK = 60
NAME = "a Gemini batch file"
WAY_OUT = (
    'A batch of Claude has {"custom_id": ..., "params": ...} on each line: rewrite `contents` as '
    "`messages` of the Messages API."
)
_OWN = ("contents", "generationConfig", "generation_config", "systemInstruction", "system_instruction")


def recognise(head: Head) -> bool:
    """Whether the first object, or the request in it, has Gemini's keys."""
    request = head.item.get("request")
    inside = request if isinstance(request, dict) else {}
    return any(key in inside or key in head.item for key in _OWN)
