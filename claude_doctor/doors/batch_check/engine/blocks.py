"""The visit of content blocks. Text is looked at in place; each other type has a function of its own, made
from the rules.

The place of a list is the index of its message, or a path where it stands elsewhere: it is put into words
when a check is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine import shapes
from claude_doctor.doors.batch_check.engine.compiled import calls, function
from claude_doctor.doors.batch_check.engine.request import here, inner

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.doors.batch_check.engine.compiled import Bound, Check
    from claude_doctor.doors.batch_check.engine.request import At, Request

    Visit = Callable[[list[Any], At, "Seers", Request], None]
    Seer = Callable[[Any, At, int, Request], None]

KINDS: dict[str, type] = {
    str(kind.__struct_config__.tag): kind
    for kind in vars(shapes).values()
    if isinstance(kind, type)
    and issubclass(kind, shapes.Shape)
    and kind.__struct_config__.tag_field == "type"
}
_TAGS = {kind: tag for tag, kind in KINDS.items()}
_HOLDERS = frozenset((shapes.ToolResult, shapes.SearchResult, shapes.McpToolResult, shapes.Document))
_MEDIA = (shapes.Image, shapes.Document)
_HERE = "here(at, index)"


class Blocks:
    """The visit of a list of blocks (`visit`), and the visits of single
    blocks by what holds them (`seers`).
    """

    def __init__(self, at: Callable[[str], tuple[Bound, ...]]) -> None:
        by_role = {role: Seers(role, at, self._nest) for role in ("", "user", "assistant", "system")}
        # By the type of the message a list stands in; None for `system` and for blocks inside others.
        self.seers: dict[type | None, Seers] = {
            None: by_role[""],
            shapes.UserMessage: by_role["user"],
            shapes.AssistantMessage: by_role["assistant"],
            shapes.SystemMessage: by_role["system"],
        }
        self.visit = self._list_visit(_text_visit(at))

    def _list_visit(self, special: Callable[[shapes.Text, str, Request], None]) -> Visit:
        # One loop: a call a block would cost as much as the rest.
        text, call, result = shapes.Text, shapes.ToolUse, shapes.ToolResult
        callers, answerers = self.seers[shapes.AssistantMessage], self.seers[shapes.UserMessage]

        def visit(blocks: list[Any], at: At, seers: Seers, r: Request) -> None:
            """Visit blocks and those inside them."""
            index = -1
            results = 0
            called = False
            for block in blocks:
                index += 1
                kind = type(block)
                if kind is text:
                    if called:
                        r.odd = True
                    if block.cache_control:
                        r.touched = True
                        r.marks.append((at, index, block.cache_control))
                    if block.citations or not block.text or block.text.isspace():
                        special(block, here(at, index), r)
                    continue
                if kind is call:
                    called = True
                    if seers is callers:
                        r.calls.append((at, block.id))
                    else:
                        r.odd = True
                elif kind is result:
                    if seers is answerers and index == results:
                        results += 1
                        r.answers.append((at - 1, block.tool_use_id))  # type: ignore[operator]  # in a message it is an index
                    else:
                        r.odd = True
                seer = seers[kind]
                if seer is not None:  # a stand-in has none
                    seer(block, at, index, r)

        return visit

    def _nest(self, block: Any, place: str, r: Request) -> None:
        held = inner(block)
        if held:
            self.visit(held[1], f"{place}.{held[0]}", self.seers[None], r)


class Seers(dict[type, "Seer | None"]):
    """The visits of blocks by their type, for one role of the message; each is written when the first such
    block is met.
    """

    def __init__(self, role: str, at: Callable[[str], tuple[Bound, ...]], nest: Check) -> None:
        super().__init__()
        self._role = role
        self._at = at
        self._nest = nest

    def __missing__(self, kind: type) -> Seer | None:
        tag = _TAGS.get(kind)
        made = self[kind] = (
            None if tag is None else _seer(kind, self._role, self._at(f"block.{tag}"), self._nest)
        )
        return made


def _seer(kind: type, role: str, checks: tuple[Bound, ...], nest: Check) -> Seer:
    """Write the visit of a block of one type: what is gathered of it, the checks that apply, the blocks it
    holds.
    """
    fields = kind.__struct_fields__  # type: ignore[attr-defined]  # every block is a Struct
    fit = tuple(one for one in checks if one[1].role in ("", role))
    space: dict[str, Any] = {"kind": kind, "nest": nest, "plain": plain, "here": here}
    lines = ["r.kinds.add(kind)", "r.touched = True", *calls(fit, "b", _HERE, space)]
    if kind in _MEDIA:
        lines.append('r.media += len(getattr(b.source, "data", ""))')
    if kind is shapes.Image:
        lines.append("r.images += 1")
    if "cache_control" in fields:
        lines.append("if b.cache_control: r.marks.append((at, index, b.cache_control))")
    if kind is shapes.Document:
        lines.append(f"nest(b, {_HERE}, r)")
    elif kind in _HOLDERS:
        lines.append(f"if type(b.content) is list and not plain(b.content): nest(b, {_HERE}, r)")
    made: Seer = function("seen(b, at, index, r)", lines, space)
    return made


def _text_visit(at: Callable[[str], tuple[Bound, ...]]) -> Callable[[shapes.Text, str, Request], None]:
    blank, cited = ([check for check, *_ in at(anchor)] for anchor in ("text.blank", "text.citations"))

    def special(block: shapes.Text, place: str, r: Request) -> None:
        if not block.text or block.text.isspace():
            for check in blank:
                check(block, place, r)
        if block.citations:
            for check in cited:
                check(block, place, r)

    return special


def plain(blocks: list[Any]) -> bool:
    """Whether a list is one text block that nobody looks at, as most are."""
    if len(blocks) != 1:
        return False
    only = blocks[0]
    return (
        type(only) is shapes.Text
        and bool(only.text)
        and not only.text.isspace()
        and not only.cache_control
        and not only.citations
    )
