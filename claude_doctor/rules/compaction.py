"""`compaction` and the parameters that do not go together with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.rules._rule import rule
from claude_doctor.rules._shapes import ToolChoiceAny, ToolChoiceTool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.rules._request import Request
    from claude_doctor.rules._shapes import Compacting, Params


@rule("compaction-incompatible", at="params.compaction", reads=("context_management", "stop_sequences", "tool_choice", "output_config"))
def alone(compaction: Compacting | None, place: str, request: Request) -> None:
    """Name all of them in one finding."""
    others = list(_others(request.params)) if compaction else []
    if others:
        request.found("compaction-incompatible", place, f"compaction together with {' and '.join(others)}", f"Remove {others[0]}, or compaction.")


def _others(params: Params) -> Iterator[str]:
    if params.context_management:
        yield "context_management"
    if params.stop_sequences:
        yield "stop_sequences"
    if isinstance(params.tool_choice, ToolChoiceAny | ToolChoiceTool):
        yield "a forced tool_choice"
    if params.output_config and params.output_config.format:
        yield "output_config.format"
