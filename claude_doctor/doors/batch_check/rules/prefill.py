"""A last message of the assistant that ends in text: words put into its mouth. At most one reason is given
for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import LAST_ASSISTANT
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params, Text, ThinkingAdaptive, ThinkingEnabled

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import AssistantMessage

_END = "End with a user message"


@rule(
    "prefill-unsupported",
    "thinking-prefill-manual",
    "format-with-prefill",
    "final-assistant-trailing-space",
    at=LAST_ASSISTANT,
    reads=(Params.thinking, Params.output_config),
)
def prefill(message: AssistantMessage, place: str, request: Request) -> None:
    """Look for the first reason; one that ends in a tool call or a result goes on after a pause and is no
    prefill.
    """
    text, where = _ending(message, place)
    if not text:
        return
    model, config = request.model, request.params.output_config
    if model and model.prefill is False:
        request.found(
            "prefill-unsupported",
            place,
            f"the last message is the assistant's; {model.id} does not accept prefill",
            f"{_END}.",
        )
    elif _thinks(request):
        request.found(
            "thinking-prefill-manual",
            place,
            "the last message is the assistant's, with thinking on",
            f"{_END}, or leave thinking out.",
        )
    elif config and config.format:
        request.found(
            "format-with-prefill",
            place,
            "the last message is the assistant's, with output_config.format",
            f"{_END}; the schema is enough.",
        )
    elif model and model.prefill and text[-1].isspace():
        request.found(
            "final-assistant-trailing-space",
            where,
            "the last message is the assistant's and ends in white space",
            "Strip its end.",
        )


def _ending(message: AssistantMessage, place: str) -> tuple[str, str]:
    content = message.content
    if isinstance(content, str):
        return content, f"{place}.content"
    last = content[-1] if content else None
    return (last.text, f"{place}.content.{len(content) - 1}.text") if isinstance(last, Text) else ("", "")


def _thinks(request: Request) -> bool:
    thinking, model = request.params.thinking, request.model
    if not isinstance(thinking, ThinkingEnabled | ThinkingAdaptive):
        return False
    return model is None or model.thinking is None or model.thinking[str(thinking.__struct_config__.tag)]
