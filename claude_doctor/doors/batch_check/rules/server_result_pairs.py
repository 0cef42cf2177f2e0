"""Results of server tools against their calls: one each, of the kind that the tool gives; a call of code that
waits needs its container.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import LAST_ASSISTANT, once
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.server_results import SERVER_RESULTS
from claude_doctor.doors.batch_check.engine.shapes import Container, DirectCaller, Params, ServerToolUse

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import AssistantMessage

_OF = {
    "web_search": "web_search_tool_result",
    "web_fetch": "web_fetch_tool_result",
    "code_execution": "code_execution_tool_result",
    "bash_code_execution": "bash_code_execution_tool_result",
    "text_editor_code_execution": "text_editor_code_execution_tool_result",
    "tool_search_tool_regex": "tool_search_tool_result",
    "tool_search_tool_bm25": "tool_search_tool_result",
    "advisor": "advisor_tool_result",
}


@rule(
    "server-tool-result-duplicate",
    "server-tool-result-kind",
    at=once(ServerToolUse),
    reads=(Params.messages,),
)
def pairs(request: Request) -> None:
    """Look at all results of the conversation; one without a call is another rule's."""
    wanted: dict[str, str] = {}
    answered: set[str] = set()
    for place, block in request.blocks():
        if isinstance(block, ServerToolUse):
            wanted[block.id] = _OF.get(block.name, "")
        elif isinstance(block, SERVER_RESULTS) and block.tool_use_id in wanted:
            tag, right = str(block.__struct_config__.tag), wanted[block.tool_use_id]
            if block.tool_use_id in answered:
                words = f"a second result for the call {quoted(block.tool_use_id)}"
                request.found(
                    "server-tool-result-duplicate",
                    f"{place}.tool_use_id",
                    words,
                    "Send the one that the API gave.",
                )
            elif right and tag != right:
                words = f"{tag} answers the call {quoted(block.tool_use_id)}, whose result is a {right}"
                request.found(
                    "server-tool-result-kind",
                    f"{place}.type",
                    words,
                    "Send the blocks back as the API gave them.",
                )
            answered.add(block.tool_use_id)


@rule("server-tool-paused-container", at=LAST_ASSISTANT, reads=(Params.container, Params.messages))
def paused(message: AssistantMessage, _place: str, request: Request) -> None:
    """Warn of a call that code has made and that has no result yet, where no container says in which one the
    code waits.
    """
    held = request.params.container
    if not isinstance(message.content, list) or (held.id if isinstance(held, Container) else held):
        return
    done = {block.tool_use_id for block in message.content if isinstance(block, SERVER_RESULTS)}
    for block in message.content:
        if not isinstance(block, ServerToolUse) or block.id in done:
            continue
        caller = getattr(block, "caller", None)
        if caller and not isinstance(caller, DirectCaller):
            words = (
                f"code waits for the {block.name} call {quoted(block.id)}, and container does not say where"
            )
            request.found(
                "server-tool-paused-container",
                "params.container",
                words,
                "Send the container id of the paused answer as `container`.",
            )
            return
