"""What an element and its params must and may hold; the typed decode sees it, this file says whose fault it
is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.fault import Claim, quoted

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.fault import ShapeFault

# What other interfaces call it -> what to do here.
_ELSEWHERE = {
    "max_completion_tokens": "Use `max_tokens`.",
    "max_tokens_to_sample": "Use `max_tokens`.",
    "prompt": "Use `messages`.",
    "stop": "Use `stop_sequences`, an array of strings.",
    "response_format": "Use `output_config.format` with a JSON schema.",
    "reasoning_effort": "Use `output_config.effort`.",
    "user": "Use `metadata.user_id`.",
    "functions": "Use `tools`.",
    "function_call": "Use `tool_choice`.",
    "parallel_tool_calls": "Use `tool_choice.disable_parallel_tool_use`.",
    "n": "Send the request several times under several ids.",
}
# What answers hold and the types of requests do not: an answer that is sent back unchanged has it.
_ANSWERED = (
    *(
        f"{name}.abort_reason"
        for name in ("CodeExecutionResult", "EncryptedCodeExecutionResult", "BashCodeExecutionResult")
    ),
    *(f"{name}.file_id" for name in ("CharLocation", "PageLocation", "ContentBlockLocation")),
)


# null was seen to be refused here; metadata and stop_sequences were seen to take it as left out.
_NO_NULL = (
    "Params.tools:null",
    "Params.stream:null",
    "Params.output_config:null",
    "CustomTool.description:null",
)


def _unknown(fault: ShapeFault) -> tuple[str, str]:
    return f"`{quoted(fault.field)[1:-1]}` is not a parameter of the Messages API", _ELSEWHERE.get(
        fault.field, ""
    )


def _beside(fault: ShapeFault) -> tuple[str, str]:
    return f"`{quoted(fault.field)[1:-1]}` is beside custom_id and params", ""


CLAIMS = (
    Claim("params-wrong-type", ("Params.messages:null",), "Write at least one message.", severity="error"),
    Claim("params-wrong-type", _NO_NULL, "Leave it out.", severity="error"),
    Claim("tool-choice-type", ("Params.tool_choice:null",), "Leave it out.", severity="error"),
    Claim("nested-unknown-field", _ANSWERED, "Remove it: it belongs to answers.", severity="warning"),
    Claim(
        "request-unknown-key",
        ("Item:unknown",),
        "An element holds custom_id and params only: put parameters into params, drop method, url and body.",
        says=_beside,
    ),
    Claim(
        "params-missing",
        ("Item.params",),
        'Write the request into "params": {"model": ..., "max_tokens": ..., "messages": [...]}.',
        severity="error",
    ),
    Claim(
        "params-required-field",
        ("Params.model:missing", "Params.max_tokens:missing", "Params.messages:missing"),
        "Add it: model, max_tokens and messages are required.",
    ),
    Claim("params-unknown-field", ("Params:unknown",), "Remove it.", says=_unknown),
    Claim("stop-sequences-type", ("Params.stop_sequences:item",), "Write every item as a string."),
    Claim("params-wrong-type", ("Params",), "Write the value in the type the API reference gives."),
    Claim("nested-unknown-field", (":unknown",), "Remove it."),
)
