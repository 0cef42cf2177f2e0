"""context_management: edits behind their betas, thinking edits first, compaction not too early."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import (
    ClearThinking,
    ClearToolUses,
    Compact,
    Params,
    ThinkingBetweenTools,
    ThinkingTurns,
)

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import ContextManagement, Shape

ID = "context-management-beta"
EDITING = "context-management-2025-06-27"
COMPACTING = "compact-2026-01-12"
LEAST = 50_000


@rule(ID, at=param(Params.context_management), reads=(Params.thinking, Params.model))
def edits(management: ContextManagement | None, place: str, request: Request) -> None:
    """Without any of the headers the whole field is unknown, which beta-field-without-header says."""
    editing, compacting = request.has_beta("context-management-"), request.has_beta("compact-")
    if not management or not (editing or compacting):
        return
    for index, edit in enumerate(management.edits or ()):
        _edit(edit, f"{place}.edits.{index}", index, request)


def _edit(edit: Shape, place: str, index: int, request: Request) -> None:
    beta = COMPACTING if isinstance(edit, Compact) else EDITING
    if not request.has_beta(beta.rsplit("-", 3)[0] + "-"):
        request.found(
            ID,
            f"{place}.type",
            f"this edit needs the beta {beta} on the batch",
            f'Create the batch with betas=["{beta}"] too.',
        )
    elif isinstance(edit, Compact):
        _compaction(edit, place, request)
    elif isinstance(edit, ClearToolUses):
        _tool_uses(edit, place, request)
    elif isinstance(edit, ClearThinking):
        _thinking(edit, place, index, request)


def _compaction(edit: Compact, place: str, request: Request) -> None:
    trigger = edit.trigger
    if trigger and trigger.value < LEAST:
        request.found(
            ID,
            f"{place}.trigger.value",
            f"compaction begins at {quoted(trigger.value)} tokens; at least {LEAST}",
            f"Use {LEAST} or more.",
        )


def _tool_uses(edit: ClearToolUses, place: str, request: Request) -> None:
    for key, limit, least in (
        ("trigger", edit.trigger, 1),
        ("keep", edit.keep, 0),
        ("clear_at_least", edit.clear_at_least, 0),
    ):
        if limit and limit.value < least:
            request.found(
                ID,
                f"{place}.{key}.value",
                f"{key} is {quoted(limit.value)}; at least {least}",
                f"Use {least} or more.",
            )


def _thinking(edit: ClearThinking, place: str, index: int, request: Request) -> None:
    if isinstance(edit.keep, ThinkingTurns) and edit.keep.value < 1:
        request.found(
            ID,
            f"{place}.keep.value",
            f"keep is {quoted(edit.keep.value)} turns; at least 1",
            'Use 1 or more, or "all".',
        )
    if index:
        request.found(
            ID,
            f"{place}.type",
            "clear_thinking_20251015 does not come first",
            "Make it the first of edits.",
        )
    elif (
        request.model
        and not request.thinking_on
        and not isinstance(request.params.thinking, ThinkingBetweenTools)
    ):
        request.found(
            ID,
            f"{place}.type",
            "clear_thinking_20251015 in a request that does not think",
            "Turn thinking on, or remove the edit.",
        )
