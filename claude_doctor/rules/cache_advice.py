"""Caching that is accepted and does little: five minutes in a batch, and prefixes too short to be cached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.rules import _shapes as shapes
from claude_doctor.rules._request import inner
from claude_doctor.rules._rule import rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_doctor.rules._request import Request

# A token of plain text is never shorter than this on average; other scripts may need two tokens a character.
_CHARACTERS = 2
_ONLY = "params.system.0.cache_control"


@rule("cache-5m-in-batch", "cache-control-below-minimum", at="cache_control", reads=("tools",))
def advice(request: Request) -> None:
    """Both look at the same marks."""
    marks, auto = request.breakpoints(), request.params.cache_control
    if auto:
        marks = [*marks, ("params.cache_control", auto)]
    for _, mark in marks:
        if mark.ttl == "1h":  # the shared part was thought of
            break
    else:
        if not request.again("cache-5m-in-batch"):
            request.advise("cache-5m-in-batch", marks[0][0], "a cache of 5 minutes in a batch", 'Use "ttl": "1h" for what the requests share.')
    model = request.model
    if model is not None and model.min_cacheable is not None and not request.tools.present:
        _short(marks[-1][0], model.id, model.min_cacheable, request)


def _short(where: str, model: str, least: int, request: Request) -> None:
    """Speak only where even a generous estimate stays below the minimum; tools bring a prompt of their own."""
    tokens = _weight_up_to(where, request, least * _CHARACTERS) // _CHARACTERS
    if tokens < least and not request.again("cache-control-below-minimum"):
        words = "too few tokens before it to be cached (estimated)"
        request.advise(
            "cache-control-below-minimum", where, f"{words}; {model} caches {least} or more", "Remove it, or set it behind more of what repeats."
        )


def _weight_up_to(where: str, request: Request, enough: int) -> int:
    """Weigh the text before and at a mark; what is no text weighs enough, as its size is not known."""
    system = request.params.system
    if type(system) is list and len(system) == 1 and where == _ONLY:
        return _blocks(system, enough)  # the commonest place
    steps = where.split(".")
    if isinstance(system, str):
        weight = _weight(system)
    else:
        end = int(steps[2]) + 1 if steps[1] == "system" else None
        weight = _blocks(system[:end], enough) if system else 0
    if steps[1] == "system" or weight >= enough:
        return weight
    messages, index = request.params.messages, int(steps[2]) if steps[1] == "messages" else -1
    for at, message in enumerate(messages):
        if isinstance(message.content, str):
            weight += _weight(message.content)
        else:
            weight += _blocks((message.content or [])[: int(steps[4]) + 1 if at == index else None], enough)
        if at == index or weight >= enough:
            break
    return weight


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


def _weight(text: str) -> int:
    return len(text) + 1 if text.isascii() else 2 * _CHARACTERS * len(text)
