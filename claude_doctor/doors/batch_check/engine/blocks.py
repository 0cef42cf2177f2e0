"""The walk through messages and their blocks.

The place of a list of blocks is the index of its message, or a path where it is elsewhere: it is put into
words when a check is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from claude_doctor.doors.batch_check.engine import anchors, shapes
from claude_doctor.doors.batch_check.engine.request import HOLDERS, here, inner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from claude_doctor.doors.batch_check.engine.request import At, Request
    from claude_doctor.doors.batch_check.engine.table import Check

    Calls = tuple[Callable[..., None], ...]

# What a list of blocks is in: a message of this type, or None for `system` and for other blocks.
Inside = type[Any] | None
_INSIDES: tuple[Inside, ...] = (None, shapes.UserMessage, shapes.AssistantMessage, shapes.SystemMessage)
_MEDIA = (shapes.Image, shapes.Document)
_MARKED = frozenset(kind for kind in anchors.BLOCKS.values() if "cache_control" in kind.__struct_fields__)


class Blocks:
    """Visits messages; `at` returns the checks of an anchor."""

    def __init__(self, at: Callable[[anchors.Anchor[Any]], list[Check]]) -> None:
        self._blank, self._empty, self._missing = (
            _calls(at(anchor))
            for anchor in (anchors.CONTENT_BLANK, anchors.CONTENT_EMPTY, anchors.CONTENT_MISSING)
        )
        self._text_blank, self._text_cited = _calls(at(anchors.TEXT_BLANK)), _calls(at(anchors.TEXT_CITED))
        self._by_type: dict[Inside, dict[type, Calls]] = {
            inside: {
                kind: _calls(one for one in at(anchors.of_block(kind)) if one.inside in (None, inside))
                for kind in anchors.BLOCKS.values()
            }
            for inside in _INSIDES
        }

    def empty(self, message: Any, index: int, r: Request) -> None:
        """Look at a message without content, or with blank text."""
        content = message.content
        if type(content) is str:
            call(self._blank, message, f"params.messages.{index}.content", r)
        elif content is not None:  # None is a stand-in's
            missing = content is UNSET
            call(self._missing if missing else self._empty, message, f"params.messages.{index}", r)

    def visit(self, blocks: list[Any], at: At, inside: Inside, r: Request) -> None:  # noqa: C901  # one frame
        """Visit blocks and those inside them."""
        by_type, text = self._by_type[inside], shapes.Text
        index = -1
        for block in blocks:
            index += 1
            kind = type(block)
            if kind is text:
                if block.cache_control:
                    r.marks.append((at, index, block.cache_control))
                if not block.text or block.text.isspace():
                    call(self._text_blank, block, here(at, index), r)
                if block.citations:
                    call(self._text_cited, block, here(at, index), r)
            elif kind in by_type:  # a stand-in is not
                checks = by_type[kind]
                r.kinds[kind] += 1
                if checks:
                    place = here(at, index)
                    for check in checks:
                        check(block, place, r)
                if kind in _MEDIA:
                    r.media += len(getattr(block.source, "data", ""))
                if kind in _MARKED and block.cache_control:
                    r.marks.append((at, index, block.cache_control))
                if kind in HOLDERS:
                    held = inner(block)
                    if held:
                        self.visit(held[1], f"{here(at, index)}.{held[0]}", None, r)


def call(checks: Calls, value: Any, place: str, r: Request) -> None:
    """Call checks with a value of a request."""
    for check in checks:
        check(value, place, r)


def _calls(checks: Iterable[Check]) -> Calls:
    return tuple(check.call for check in checks)
