"""Caching that is accepted and does little: five minutes in a batch, and prefixes too short to be cached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine import shapes
from claude_doctor.doors.batch_check.engine.anchors import CACHE_CONTROL
from claude_doctor.doors.batch_check.engine.request import inner
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Params

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_doctor.doors.batch_check.engine.request import Request

# A token of plain text is never shorter than this on average; other scripts may need two tokens a character.
_CHARACTERS = 2
_SYSTEM = "params.system"


@rule("cache-5m-in-batch", "cache-control-below-minimum", at=CACHE_CONTROL, reads=(Params.tools,))
def advice(request: Request) -> None:
    """Both look at the same marks."""
    # An hour anywhere shows that the shared part was thought of.
    if not _hour(request) and not request.again("cache-5m-in-batch"):
        where = next((place for place, _ in request.breakpoints()), "params.cache_control")
        request.advise(
            "cache-5m-in-batch",
            where,
            "a cache of 5 minutes in a batch",
            'Use "ttl": "1h" for what the requests share.',
        )
    model = request.model
    # Tools bring a prompt of their own.
    if model is not None and model.min_cacheable is not None and not request.tools.present:
        least = model.min_cacheable
        if _weight(request, least * _CHARACTERS) < least * _CHARACTERS and not request.again(
            "cache-control-below-minimum"
        ):
            words = f"too few tokens before it to be cached (estimated); {model.id} caches {least} or more"
            where = "params.cache_control" if request.params.cache_control else request.breakpoints()[-1][0]
            request.advise(
                "cache-control-below-minimum",
                where,
                words,
                "Remove it, or set it behind more of what repeats.",
            )


def _hour(request: Request) -> bool:
    for _, _, mark in request.marks:
        if mark.ttl == "1h":
            return True
    for _, mark in request.tools.breakpoints:
        if mark.ttl == "1h":
            return True
    auto = request.params.cache_control
    return bool(auto and auto.ttl == "1h")


def _weight(request: Request, enough: int) -> int:
    """Weigh the text before and at the last mark, generously; what is no text weighs enough, as its size is
    not known.
    """
    system, messages = request.params.system, request.params.messages
    message, block = len(messages), 0
    if not request.params.cache_control:
        at, block, _ = request.marks[-1]
        if at == _SYSTEM:
            return _blocks(system[: block + 1], enough)  # type: ignore[index]  # a block of it is marked
        if isinstance(at, int):
            message = at
        else:
            _, place, *steps = at.split(".")
            if place == "system":
                return _blocks(system[: int(steps[0]) + 1], enough)  # type: ignore[index]
            message, block = int(steps[0]), int(steps[2])
    weight = _of(system, enough) if system else 0
    for index, one in enumerate(messages[: message + 1]):
        if weight >= enough:
            break
        content = one.content
        if content:
            weight += _of(
                content[: block + 1] if index == message and type(content) is list else content, enough
            )
    return weight


def _of(content: str | Sequence[Any], enough: int) -> int:
    if isinstance(content, str):
        return len(content) + 1 if content.isascii() else 2 * _CHARACTERS * len(content)
    return _blocks(content, enough)


def _blocks(blocks: Sequence[Any], enough: int) -> int:
    weight = 0
    for block in blocks:
        if type(block) is shapes.Text:
            text = block.text
            weight += len(text) + 1 if text.isascii() else 2 * _CHARACTERS * len(text)
            continue
        held = inner(block)
        weight += _blocks(held[1], enough) if held else enough
    return weight
