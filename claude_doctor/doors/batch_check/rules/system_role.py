"""Messages of role system: on which model, and where. A message that sets nothing but the effort may stand
anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET

from claude_doctor.doors.batch_check.engine.anchors import SYSTEM_MESSAGE
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.server_results import SERVER_RESULTS
from claude_doctor.doors.batch_check.engine.shapes import Params, SystemMessage

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.models import Model
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Message

_TOP = "Put the text into the top-level system parameter."
_AFTER = "Put it right after a user message, before the assistant's answer or at the end."


@rule(
    "system-role-first",
    "system-role-unsupported",
    "system-role-placement",
    at=SYSTEM_MESSAGE,
    reads=(Params.messages,),
)
def placement(message: SystemMessage, place: str, request: Request) -> None:
    """Judge a model's refusal once, and a run of system messages at its first."""
    index = int(place.rsplit(".", 1)[1])
    if index == 0 and not _directive(message):
        request.found("system-role-first", place, "the first message has role system", _TOP)
        return
    if request.model and request.model.mid_system in (False, "ignored"):
        if request.once(_first) == index:
            _unsupported(request, request.model, place)
        if not request.model.mid_system:
            return
    if not _directive(message):
        _place(index, request)


def _unsupported(request: Request, model: Model, place: str) -> None:
    if model.mid_system == "ignored":
        words, severity = f"{model.id} accepts messages of role system and ignores them", "warning"
    else:
        words, severity = f"{model.id} does not accept messages of role system", ""
    request.found(
        "system-role-unsupported",
        place,
        words,
        "Use the top-level system parameter, or say it in a user message.",
        severity,
    )


def _first(request: Request) -> int:
    """Return the index of the first system message."""
    return next(
        (at for at, message in enumerate(request.params.messages) if isinstance(message, SystemMessage)), -1
    )


def _spoken(request: Request) -> tuple[list[tuple[int, Message]], dict[int, int]]:
    """Return (index, message) of the messages that say something, and the place in that list by index."""
    spoken = [(at, message) for at, message in enumerate(request.params.messages) if not _directive(message)]
    return spoken, {at: position for position, (at, _) in enumerate(spoken)}


def _place(index: int, request: Request) -> None:
    spoken, positions = request.once(_spoken)
    position = positions[index]
    before = spoken[position - 1][1] if position else None
    if isinstance(before, SystemMessage):
        return
    if before is None or not _may_precede(before):
        request.found(
            "system-role-placement",
            f"params.messages.{index}",
            "a system message that does not follow a user message",
            _AFTER,
        )
        return
    while position + 1 < len(spoken) and isinstance(spoken[position + 1][1], SystemMessage):
        position += 1
    if position + 1 < len(spoken) and spoken[position + 1][1].role == "user":
        request.found(
            "system-role-placement",
            f"params.messages.{spoken[position][0]}",
            "a system message with a user message after it",
            _AFTER,
        )


def _may_precede(message: Message) -> bool:
    if message.role == "user":
        return True
    return (
        isinstance(message.content, list)
        and bool(message.content)
        and isinstance(message.content[-1], SERVER_RESULTS)
    )


def _directive(message: Message) -> bool:
    return (
        isinstance(message, SystemMessage)
        and (message.content is UNSET or message.content == [])
        and bool(message.output_config)
    )
