"""Stop sequences: each with something to be seen, and not very many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import param
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

SEEN = 16


@rule("stop-sequence-whitespace", "stop-sequences-count", at=param(Params.stop_sequences))
def sequences(found: list[str], place: str, request: Request) -> None:
    """Name the first blank one; more than were ever seen accepted are only advice."""
    for blank, text in enumerate(found):
        if text and not text.isspace():
            continue
        words = "a stop sequence is only white space" if text else "a stop sequence is empty"
        request.found(
            "stop-sequence-whitespace",
            f"{place}.{blank}",
            words,
            "Remove it; use a word or a mark that the prompt asks for.",
        )
        break
    if len(found) > SEEN:
        words = f"{len(found)} stop sequences; no limit is documented, {SEEN} were seen to be accepted"
        request.found("stop-sequences-count", place, words, "Use fewer, or cut the answer yourself.")
