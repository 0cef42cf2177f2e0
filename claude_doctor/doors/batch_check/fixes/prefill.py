"""A last message of the assistant where none is taken: removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.case import Change

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.case import Case

RULES = ("prefill-unsupported", "thinking-prefill-manual", "format-with-prefill")
SAFE = False


def fix(case: Case) -> Change | None:
    """Remove the last message, unless it is the only one."""
    params = case.item.get("params")
    messages = params.get("messages") if isinstance(params, dict) else None
    if not isinstance(messages, list) or len(messages) < 2:
        return None
    messages.pop()
    why = "The answer begins anew, not behind the words that were put into its mouth."
    return Change(case.rule, f"params.messages.{len(messages)}", "a message of the assistant", "", why)
