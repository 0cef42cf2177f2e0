"""`compaction` and the parameters that do not go together with it; compaction blocks that are sent back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import each, param
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import (
    Compact,
    Compaction,
    Params,
    ToolChoiceAny,
    ToolChoiceTool,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Compacting

THRESHOLD = "compact-2026-01-12"
ON_DEMAND = "compact-2026-09-04"


@rule(
    "compaction-incompatible",
    at=param(Params.compaction),
    reads=(Params.context_management, Params.stop_sequences, Params.tool_choice, Params.output_config),
)
def alone(compaction: Compacting | None, place: str, request: Request) -> None:
    """Name all of them in one finding."""
    others = list(_others(request.params)) if compaction else []
    if others:
        request.found(
            "compaction-incompatible",
            place,
            f"compaction together with {' and '.join(others)}",
            f"Remove {others[0]}, or compaction.",
        )


@rule("context-management-beta", at=each(Compaction), reads=(Params.context_management,))
def strategy(_block: Compaction, place: str, request: Request) -> None:
    """Ask for the edit that makes such blocks, or for the beta in which they stand alone."""
    if any(beta.startswith("compact-") and beta != THRESHOLD for beta in request.scope.betas):
        return
    edits = request.params.context_management.edits if request.params.context_management else ()
    if not any(isinstance(edit, Compact) for edit in edits or ()):
        words = f"a compaction block, and neither a compact_20260112 edit nor the beta {ON_DEMAND}"
        fix = (
            'Send "context_management": {"edits": [{"type": "compact_20260112"}]} with every request of '
            "the conversation."
        )
        request.found("context-management-beta", place, words, fix)


@rule("content-empty-string", at=each(Compaction))
def summary(block: Compaction, place: str, request: Request) -> None:
    """Find an empty summary; null stands for one that failed."""
    if block.content == "":
        request.found(
            "content-empty-string",
            f"{place}.content",
            "content of a compaction block is an empty string",
            "Send the block back unchanged.",
        )


def _others(params: Params) -> Iterator[str]:
    if params.context_management:
        yield "context_management"
    if params.stop_sequences:
        yield "stop_sequences"
    if isinstance(params.tool_choice, ToolChoiceAny | ToolChoiceTool):
        yield "a forced tool_choice"
    if params.output_config and params.output_config.format:
        yield "output_config.format"
