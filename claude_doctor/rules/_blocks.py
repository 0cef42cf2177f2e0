"""The visit of content blocks. Text is looked at in place; each other type has a function of its own, made from the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.rules import _shapes as shapes
from claude_doctor.rules._compiled import calls, function
from claude_doctor.rules._request import inner

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.rules._compiled import Bound, Check
    from claude_doctor.rules._request import Request

    Visit = Callable[[list[Any], str, Request], None]
    Seer = Callable[[Any, str, int, Request], None]

KINDS: dict[str, type] = {
    str(kind.__struct_config__.tag): kind
    for kind in vars(shapes).values()
    if isinstance(kind, type) and issubclass(kind, shapes.Shape) and kind.__struct_config__.tag_field == "type"
}
_TAGS = {kind: tag for tag, kind in KINDS.items()}
_HOLDERS = frozenset((shapes.ToolResult, shapes.SearchResult, shapes.McpToolResult, shapes.Document))
_MEDIA = (shapes.Image, shapes.Document)
# Of the message a block stands in directly; "" for `system` and for blocks inside others.
_ROLES = ("", "user", "assistant", "system")
_HERE = 'f"{at}.{index}"'


def block_visit(at: Callable[[str], tuple[Bound, ...]]) -> Visit:  # noqa: C901  # one loop: a call a block would cost as much as the rest
    """Return the visit of a list of blocks; `at` returns the checks of an anchor."""
    text, call, result = shapes.Text, shapes.ToolUse, shapes.ToolResult
    special = _text_visit(at)

    def visit(blocks: list[Any], place: str, r: Request) -> None:
        """Visit blocks and those inside them."""
        seers = by_role["" if r.nested else r.role]
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
                    r.marks.append((f"{place}.{index}.cache_control", block.cache_control))
                if block.citations or not block.text or block.text.isspace():
                    special(block, f"{place}.{index}", r)
                continue
            if kind is call:
                called = True
                r.calls.append((r.at, block.id))
                if r.role != "assistant":
                    r.odd = True
            elif kind is result:
                r.answers.append((r.at - 1, block.tool_use_id))
                if index != results or r.role != "user":
                    r.odd = True
                results += 1
            seer = seers[kind]
            if seer is not None:  # a stand-in has none
                seer(block, place, index, r)

    def nest(block: Any, place: str, r: Request) -> None:
        held = inner(block)
        if held:
            r.nested += 1
            visit(held[1], f"{place}.{held[0]}", r)
            r.nested -= 1

    by_role = {role: _Seers(role, at, nest) for role in _ROLES}
    return visit


class _Seers(dict[type, "Seer | None"]):
    """The visits of blocks by their type; each is written when the first such block is met."""

    def __init__(self, role: str, at: Callable[[str], tuple[Bound, ...]], nest: Check) -> None:
        super().__init__()
        self._role = role
        self._at = at
        self._nest = nest

    def __missing__(self, kind: type) -> Seer | None:
        tag = _TAGS.get(kind)
        made = self[kind] = None if tag is None else _seer(kind, self._role, self._at(f"block.{tag}"), self._nest)
        return made


def _seer(kind: type, role: str, checks: tuple[Bound, ...], nest: Check) -> Seer:
    """Write the visit of a block of one type: what is gathered of it, the checks that apply, the blocks it holds."""
    fields = kind.__struct_fields__  # type: ignore[attr-defined]  # every block is a Struct
    fit = tuple((check, given) for check, given in checks if given.role in ("", role) and (not given.has or given.has in fields))
    space: dict[str, Any] = {"kind": kind, "mark": mark, "nest": nest, "plain": plain}
    lines = ["r.kinds.add(kind)", "r.touched = True", *calls(fit, "b", _HERE, space)]
    if kind in _MEDIA:
        lines.append('r.media += len(getattr(b.source, "data", ""))')
    if kind is shapes.Image:
        lines.append("r.images += 1")
    if "cache_control" in fields:
        lines.append(f"if b.cache_control: mark(b, {_HERE}, r)")
    if kind is shapes.Document:
        lines.append(f"nest(b, {_HERE}, r)")
    elif kind in _HOLDERS:
        lines.append(f"if type(b.content) is list and not plain(b.content): nest(b, {_HERE}, r)")
    made: Seer = function("seen(b, at, index, r)", lines, space)
    return made


def _text_visit(at: Callable[[str], tuple[Bound, ...]]) -> Check:
    blank, cited = ([check for check, _ in at(anchor)] for anchor in ("text.blank", "text.citations"))

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
    return type(only) is shapes.Text and bool(only.text) and not only.text.isspace() and not only.cache_control and not only.citations


def mark(block: Any, place: str, r: Request) -> None:
    """Note the breakpoint of a block."""
    r.touched = True
    r.marks.append((f"{place}.cache_control", block.cache_control))
