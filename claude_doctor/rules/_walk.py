"""One visit of a request: it calls only the checks that are anchored at something present.

Sixty small calls a request cost as much as parsing it, so the visit of the optional keys is one function made from the table
(`_present`), text blocks are looked at in place, and what depends on the model alone is remembered by model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from claude_doctor.rules import _shapes as shapes
from claude_doctor.rules._request import Reporter, Request, inner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from claude_doctor.rules._models import Model
    from claude_doctor.rules._request import Fault, Scope
    from claude_doctor.rules._table import Table
    from claude_doctor.rules._tools import ToolReader

    Check = Callable[..., None]

REQUIRED = ("model", "max_tokens", "messages")
# What an anchor looks at besides itself, when a request has lost something (see _mend).
_READS = {
    "turns": ("messages",),
    "last.assistant": ("messages",),
    "cache_control": ("messages", "system", "cache_control"),
    "cache_control.several": ("messages", "system", "cache_control"),
    "tools.model": ("model", "tools"),
    "messages.empty": ("messages",),
    "params.max_tokens": ("max_tokens",),
}
_TOOLING = (shapes.ToolUse, shapes.ToolResult, shapes.ServerToolUse, shapes.McpToolUse)
HOLDERS = frozenset((shapes.ToolResult, shapes.SearchResult, shapes.McpToolResult, shapes.Document))
KINDS: dict[str, type] = {
    str(kind.__struct_config__.tag): kind
    for kind in vars(shapes).values()
    if isinstance(kind, type) and issubclass(kind, shapes.Shape) and kind.__struct_config__.tag_field == "type"
}


class ModelSeen:
    """A model name met in this run: what it is, what is wrong with it, how often it came."""

    __slots__ = ("count", "faults", "model", "most", "number")

    def __init__(self, model: Model | None, faults: list[Fault], number: int) -> None:
        self.model = model
        self.faults = faults
        # What no check of max_tokens minds; of a model that is unknown or gone any number.
        self.most = model.max_output if model and model.max_output and model.state != "retired" else 1 << 62
        self.number = (number & 0xFFFFFF) << 36
        self.count = 0


class Walk:
    """The visit. `guarded` serves requests that lost something: checks that read what is broken are not asked."""

    def __init__(self, table: Table, scope: Scope, tools: ToolReader, models: dict[str, ModelSeen], guarded: bool = False) -> None:
        self.scope = scope
        self.tools = tools
        self.models = models
        self.guarded = guarded
        self._table = table
        self._tools_model = self._at("tools.model")
        self._model = tuple(check for check, _ in table.at("model"))
        self._present = self._compile()
        self._list = self._block_visit()
        self._content = self._message_visit()
        self.visit = self._request_visit()

    def _at(self, anchor: str) -> tuple[Check, ...]:
        if not self.guarded:
            return tuple(check for check, _ in self._table.at(anchor))
        return tuple(_guard(check, frozenset((*reads, *_READS.get(anchor, ())))) for check, reads in self._table.at(anchor))

    def _compile(self) -> Callable[[shapes.Params, Request], int]:
        """Write the visit of the optional keys as one function: one comparison a key, no loop, no lookup."""
        lines = ["def present(p, r, UNSET=UNSET):", " shape = 0"]
        space: dict[str, Any] = {"UNSET": UNSET}
        for bit, key in enumerate(key for key in shapes.Params.__struct_fields__ if key not in REQUIRED):
            lines += [f" if p.{key} is not UNSET:", f"  shape |= {1 << bit}"]
            for number, check in enumerate(self._at(f"params.{key}")):
                space[f"{key}_{number}"] = check
                lines.append(f"  {key}_{number}(p.{key}, 'params.{key}', r)")
        exec("\n".join([*lines, " return shape"]), space)  # noqa: S102  # our own text, made from names of fields
        made: Callable[[shapes.Params, Request], int] = space["present"]
        return made

    def model(self, name: str) -> ModelSeen:
        """Return what is known of a model name; its own checks run once."""
        report = Reporter(self.scope)
        model = self.scope.models.get(name)
        for check in self._model:
            check(model, name, report)
        seen = self.models[name] = ModelSeen(model, report.faults, hash(name))
        return seen

    def _with_model(self, p: shapes.Params, r: Request) -> list[Fault]:
        """Return what is to be said of the tools, for this model too; remembered with them."""
        before, r.faults = r.faults, []
        for check in self._tools_model:
            check(p.tools, "params.tools", r)
        found = [*r.tools.faults, *r.faults]
        r.faults = before
        if not self.guarded:  # which asks less
            r.tools.by_model[p.model] = found
        return found

    def _request_visit(self) -> Callable[[shapes.Params, Request], None]:
        models, model, tools, none = self.models, self.model, self.tools, self.tools.none
        always, max_tokens = self._at("request"), self._at("params.max_tokens")
        present, content = self._present, self._content

        def visit(p: shapes.Params, r: Request) -> None:
            """Visit a request; its `shape` becomes a number that is the same for requests of one shape."""
            r.params = p
            seen = models.get(p.model) or model(p.model)
            seen.count += 1
            r.model = seen.model
            if seen.faults and "model" not in r.broken:
                r.faults.extend(seen.faults)
            if p.tools is UNSET:
                r.tools = none
            else:
                r.tools = tools.tools(p.tools)
                found = r.tools.by_model.get(p.model)
                if found is None or self.guarded:
                    found = self._with_model(p, r)
                if found:
                    r.faults.extend(found)
            if p.output_config is not UNSET and p.output_config.format:
                r.touched = True
                report, r.output_schema = tools.schema(p.output_config.format.schema)
                r.faults.extend(report.faults)
            for check in always:
                check(r)
            if not 1 <= p.max_tokens <= seen.most:
                for check in max_tokens:
                    check(p.max_tokens, "params.max_tokens", r)
            r.shape = present(p, r) + seen.number
            content(p, r)

        return visit

    def _message_visit(self) -> Callable[[shapes.Params, Request], None]:  # noqa: C901  # one loop: a call a message would cost as much as the rest
        text, system, assistant = shapes.Text, shapes.SystemMessage, shapes.AssistantMessage
        call, mark, visit = _call, _mark, self._list
        no_message, system_message, whole = self._at("messages.empty"), self._at("message.system"), self._whole()
        blank, bare = self._at("content.blank"), (self._at("content.empty"), self._at("content.missing"))

        def system_blocks(blocks: list[Any], r: Request) -> None:
            r.role = ""
            visit(blocks, "params.system", r)

        def content(p: shapes.Params, r: Request) -> None:
            if type(p.system) is list:
                system_blocks(p.system, r)
            messages = p.messages
            if not messages:
                call(no_message, messages, "params.messages", r)
            index = -1
            message = None
            for message in messages:
                index += 1
                body = message.content
                if type(body) is str:
                    if not body or body.isspace():
                        call(blank, message, f"params.messages.{index}.content", r)
                elif type(body) is list and body:
                    # The commonest list, one plain text, costs no call.
                    only = body[0]
                    if len(body) > 1 or type(only) is not text or not only.text or only.text.isspace() or only.citations:
                        r.role = message.role
                        r.at = index
                        visit(body, f"params.messages.{index}.content", r)
                    elif only.cache_control:
                        mark(only, f"params.messages.{index}.content.0", r)
                elif body is not None:  # None is a stand-in's
                    call(bare[body is UNSET], message, f"params.messages.{index}", r)
                if type(message) is system:
                    call(system_message, message, f"params.messages.{index}", r)
            if r.touched or p.cache_control or r.tools.breakpoints or type(message) is assistant:
                whole(messages, p.cache_control, r)

        return content

    def _whole(self) -> Callable[[list[shapes.Message], object, Request], None]:
        last, turns = self._at("last.assistant"), self._at("turns")
        cache, several = self._at("cache_control"), self._at("cache_control.several")
        once = {kind: self._at(f"once.{tag}") for tag, kind in KINDS.items()}
        tooling, assistant = frozenset(_TOOLING), shapes.AssistantMessage

        def whole(messages: list[shapes.Message], auto: object, r: Request) -> None:
            if messages and type(messages[-1]) is assistant:
                _call(last, messages[-1], f"params.messages.{len(messages) - 1}", r)
            if r.kinds:
                for kind in r.kinds:
                    for check in once[kind]:
                        check(r)
                if not tooling.isdisjoint(r.kinds) and turns:
                    _call(turns, r.turns(), "params.messages", r)
            marks = len(r.marks) + len(r.tools.breakpoints) + bool(auto)
            if marks:
                for check in cache:
                    check(r)
                if marks > 1:
                    for check in several:
                        check(r)

        return whole

    def _block_visit(self) -> Callable[[list[Any], str, Request], None]:  # noqa: C901  # as above
        text, call, result = shapes.Text, shapes.ToolUse, shapes.ToolResult
        holders, media = HOLDERS, (shapes.Image, shapes.Document)
        checks_of = {kind: self._at(f"block.{tag}") for tag, kind in KINDS.items()}
        special = self._text_visit()

        def visit(blocks: list[Any], place: str, r: Request) -> None:
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
                    if block.cache_control or block.citations or not block.text or block.text.isspace():
                        special(block, f"{place}.{index}", r)
                    continue
                if kind is call:
                    called = True
                    r.calls.append((r.at, block.id))
                    r.odd = r.odd or r.role != "assistant"
                elif kind is result:
                    r.answers.append((r.at - 1, block.tool_use_id))
                    r.odd = r.odd or index != results or r.role != "user"
                    results += 1
                checks = checks_of.get(kind)
                if checks is not None:  # a stand-in has none
                    seen(block, kind, checks, f"{place}.{index}", r)

        def seen(block: Any, kind: type, checks: tuple[Check, ...], place: str, r: Request) -> None:
            r.kinds.add(kind)
            r.touched = True
            for check in checks:
                check(block, place, r)
            if kind in media:
                r.media += len(getattr(block.source, "data", ""))
            if getattr(block, "cache_control", None):
                _mark(block, place, r)
            held = inner(block) if kind in holders else None
            if held:
                r.nested += 1
                visit(held[1], f"{place}.{held[0]}", r)
                r.nested -= 1

        return visit

    def _text_visit(self) -> Callable[[shapes.Text, str, Request], None]:
        blank, cited = self._at("text.blank"), self._at("text.citations")

        def special(block: shapes.Text, place: str, r: Request) -> None:
            if not block.text or block.text.isspace():
                _call(blank, block, place, r)
            if block.cache_control:
                _mark(block, place, r)
            if block.citations:
                _call(cited, block, place, r)

        return special


def _mark(block: Any, place: str, r: Request) -> None:
    r.touched = True
    r.marks.append((f"{place}.cache_control", block.cache_control))


def _call(checks: tuple[Check, ...], item: Any, place: str, r: Request) -> None:
    for check in checks:
        check(item, place, r)


def _guard(check: Check, reads: frozenset[str]) -> Check:
    def guarded(*given: Any) -> None:
        if not reads or reads.isdisjoint(given[-1].broken):
            check(*given)

    return guarded


def anchors() -> Iterator[str]:
    """Yield every anchor there is, for the test that compares them with the documentation."""
    yield from ("custom_id", "custom_id.duplicate", "undecodable", "file", "request", "model", "tool", "tools", "schema")
    yield from ("text.blank", "text.citations", "content.blank", "content.empty", "content.missing")
    yield from ("message.system", "last.assistant", "turns", "cache_control", "cache_control.several", "tools.model", "messages.empty")
    yield from (f"params.{key}" for key in shapes.Params.__struct_fields__ if key not in ("model", "messages"))
    yield from (f"{word}.{tag}" for word in ("block", "once") for tag in KINDS)
    yield from ("large", "element")
