"""Caching that is accepted and does little: five minutes in a batch, and prefixes too short to be cached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.rules import _shapes as shapes
from claude_doctor.rules._request import inner
from claude_doctor.rules._rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.rules._request import Request

# A token of plain text is never shorter than this on average; other scripts may need two tokens a character.
_CHARACTERS = 2
_UNKNOWN = 1 << 30


@rule("cache-5m-in-batch", at="cache_control", reads=("tools",))
def lifetime(request: Request) -> None:
    """Say nothing where any of them lasts an hour: the shared part was thought of."""
    marks = list(request.breakpoints())
    if request.params.cache_control:
        marks.append(("params.cache_control", request.params.cache_control))
    if marks and not any(mark.ttl == "1h" for _, mark in marks):
        request.found("cache-5m-in-batch", marks[0][0], "a cache of 5 minutes in a batch", 'Use "ttl": "1h" for what the requests share.')


@rule("cache-control-below-minimum", at="cache_control", reads=("tools",))
def short(request: Request) -> None:
    """Speak only where even a generous estimate stays below the minimum; tools bring a prompt of their own."""
    model, marks, auto = request.model, request.breakpoints(), request.params.cache_control
    if model is None or model.min_cacheable is None or request.tools.present or not (marks or auto):
        return
    where = "params.cache_control" if auto else marks[-1][0]
    tokens = _tokens_up_to("" if auto else where.removesuffix(".cache_control"), request, model.min_cacheable)
    if tokens < model.min_cacheable:
        words = f"at most {tokens} tokens up to it (estimated); {model.id} caches {model.min_cacheable} or more"
        request.found("cache-control-below-minimum", where, words, "Remove it, or set it behind more of what repeats.")


def _tokens_up_to(last: str, request: Request, enough: int) -> int:
    """Count blocks up to a place (all without one) and the plain texts before it; stop when there is enough."""
    tokens = sum(_tokens(text) for text in _plain(last, request))
    for place, block in request.blocks():
        if tokens >= enough:
            break
        tokens += _size(block)
        if place == last:
            break
    return tokens


def _plain(last: str, request: Request) -> Iterator[str]:
    messages = request.params.messages
    end = int(last.split(".", 3)[2]) if last.startswith("params.messages.") else 0 if last else len(messages)
    if isinstance(request.params.system, str):
        yield request.params.system
    yield from (message.content for message in messages[:end] if isinstance(message.content, str))


def _size(block: Any) -> int:
    if isinstance(block, shapes.Text):
        return _tokens(block.text)
    # What holds blocks is counted with them; of anything else the size is not known.
    return 0 if inner(block) else _UNKNOWN


def _tokens(text: str) -> int:
    return len(text) // _CHARACTERS + 1 if text.isascii() else 2 * len(text)
