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
    "params.messages": ("messages",),
    "params.max_tokens": ("max_tokens",),
}
_TOOLING = (shapes.ToolUse, shapes.ToolResult, shapes.ServerToolUse, shapes.McpToolUse)
KINDS: dict[str, type] = {
    kind.__struct_config__.tag: kind
    for kind in vars(shapes).values()
    if isinstance(kind, type) and issubclass(kind, shapes.Shape) and isinstance(kind.__struct_config__.tag, str)
}


class ModelSeen:
    """A model name met in this run: what it is, what is wrong with it, how often it came."""

    __slots__ = ("count", "faults", "model", "number")

    def __init__(self, model: Model | None, faults: list[Fault], number: int) -> None:
        self.model = model
        self.faults = faults
        self.number = number << 40
        self.count = 0


class Walk:
    """The visit. `guarded` serves requests that lost something: checks that read what is broken are not asked."""

    def __init__(self, table: Table, scope: Scope, tools: ToolReader, models: dict[str, ModelSeen], guarded: bool = False) -> None:
        self.scope = scope
        self.tools = tools
        self.models = models
        self.guarded = guarded
        self._table = table
        self._always = self._at("request")
        self._max_tokens = self._at("params.max_tokens")
        self._messages = self._at("params.messages")
        self._model = tuple(check for check, _ in table.at("model"))
        self._present = self._compile()
        self._blank = self._at("text.blank")
        self._blank_content = self._at("content.blank")
        self._empty_content = self._at("content.empty")
        self._no_content = self._at("content.missing")
        self._system_message = self._at("message.system")
        self._last_assistant = self._at("last.assistant")
        self._turns = self._at("turns")
        self._cache = self._at("cache_control")
        self._cited = self._at("text.citations")
        self._blocks = {kind: self._at(f"block.{tag}") for tag, kind in KINDS.items()}
        self._once = {kind: self._at(f"once.{tag}") for tag, kind in KINDS.items()}

    def _at(self, anchor: str) -> tuple[Check, ...]:
        if not self.guarded:
            return tuple(check for check, _ in self._table.at(anchor))
        return tuple(_guard(check, frozenset((*reads, *_READS.get(anchor, ())))) for check, reads in self._table.at(anchor))

    def _compile(self) -> Callable[[shapes.Params, Request], int]:
        """Write the visit of the optional keys as one function: two comparisons a key, no loop, no lookup."""
        lines = ["def present(p, r):", " shape = 0"]
        space: dict[str, Any] = {"UNSET": UNSET}
        for bit, key in enumerate(key for key in shapes.Params.__struct_fields__ if key not in REQUIRED):
            checks = self._at(f"params.{key}")
            lines += [f" v = p.{key}", " if v is not UNSET:", f"  shape |= {1 << bit}"]
            for number, check in enumerate(checks):
                space[f"{key}_{number}"] = check
                lines.append(f"  {key}_{number}(v, 'params.{key}', r)")
        exec("\n".join([*lines, " return shape"]), space)  # noqa: S102  # our own text, made from names of fields
        made: Callable[[shapes.Params, Request], int] = space["present"]
        return made

    def model(self, name: str) -> ModelSeen:
        """Return what is known of a model name; its own checks run once."""
        report = Reporter(self.scope)
        model = self.scope.models.get(name)
        for check in self._model:
            check(model, name, report)
        seen = self.models[name] = ModelSeen(model, report.faults, len(self.models))
        return seen

    def request(self, r: Request) -> int:
        """Visit a request; returns a number that is the same for requests of the same shape."""
        p = r.params
        seen = self.models.get(p.model) or self.model(p.model)
        seen.count += 1
        r.model = seen.model
        if seen.faults and "model" not in r.broken:
            r.faults.extend(seen.faults)
        if p.tools is not UNSET:
            r.tools = self.tools.tools(p.tools)
            if r.tools.faults:
                r.faults.extend(r.tools.faults)
        else:
            r.tools = self.tools.none
        if p.output_config is not UNSET and p.output_config.format:
            report, r.output_schema = self.tools.schema(p.output_config.format.schema)
            r.faults.extend(report.faults)
        for check in self._always:
            check(r)
        for check in self._max_tokens:
            check(p.max_tokens, "params.max_tokens", r)
        shape = self._present(p, r)
        self._content(p, r)
        return shape + seen.number + (hash(frozenset(r.kinds)) << 64 if r.kinds else 0)

    def _content(self, p: shapes.Params, r: Request) -> None:
        marked = p.cache_control is not UNSET
        if p.system is not UNSET and type(p.system) is list:
            marked = self._list(p.system, "params.system", r) or marked
        messages = p.messages
        text = shapes.Text
        for check in self._messages:
            check(messages, "params.messages", r)
        for index, message in enumerate(messages):
            content = message.content
            if type(content) is str:
                if not content or content.isspace():
                    self._call(self._blank_content, message, f"params.messages.{index}.content", r)
            elif type(content) is list and content:
                # The commonest list, one plain text, costs no call.
                only = content[0]
                if len(content) > 1 or type(only) is not text or not only.text or only.text.isspace() or only.citations:
                    marked = self._list(content, f"params.messages.{index}.content", r) or marked
                elif only.cache_control:
                    marked = True
            elif content is not None:
                self._call(self._empty_content if content == [] else self._no_content, message, f"params.messages.{index}", r)
            if message.role == "system":
                self._call(self._system_message, message, f"params.messages.{index}", r)
        self._whole(messages, marked or bool(r.tools.breakpoints), r)

    @staticmethod
    def _call(checks: tuple[Check, ...], item: Any, place: str, r: Request) -> None:
        for check in checks:
            check(item, place, r)

    def _whole(self, messages: list[shapes.Message], marked: bool, r: Request) -> None:
        if messages and messages[-1].role == "assistant":
            for check in self._last_assistant:
                check(messages[-1], f"params.messages.{len(messages) - 1}", r)
        if r.kinds:
            for kind in r.kinds:
                for check in self._once[kind]:
                    check(r)
            if not r.kinds.isdisjoint(_TOOLING):
                for check in self._turns:
                    check(r.turns(), "params.messages", r)
        if marked:
            for check in self._cache:
                check(r)

    def _list(self, blocks: list[Any], place: str, r: Request) -> bool:
        """Visit blocks and those inside them; returns whether one has cache_control."""
        marked = False
        for index, block in enumerate(blocks):
            kind = type(block)
            if kind is shapes.Text:
                if not block.text or block.text.isspace():
                    self._call(self._blank, block, f"{place}.{index}", r)
                if block.cache_control:
                    marked = True
                if block.citations:
                    self._call(self._cited, block, f"{place}.{index}", r)
                continue
            checks = self._blocks.get(kind)
            if checks is None:
                continue  # a stand-in
            r.kinds.add(kind)
            here = f"{place}.{index}"
            for check in checks:
                check(block, here, r)
            if getattr(block, "cache_control", None):
                marked = True
            held = inner(block)
            if held:
                marked = self._list(held[1], f"{here}.{held[0]}", r) or marked
        return marked


def _guard(check: Check, reads: frozenset[str]) -> Check:
    def guarded(*given: Any) -> None:
        if not reads or reads.isdisjoint(given[-1].broken):
            check(*given)

    return guarded


def anchors() -> Iterator[str]:
    """Yield every anchor there is, for the test that compares them with the documentation."""
    yield from ("custom_id", "custom_id.duplicate", "undecodable", "file", "request", "model", "tool", "tools", "schema")
    yield from ("text.blank", "text.citations", "content.blank", "content.empty", "content.missing")
    yield from ("message.system", "last.assistant", "turns", "cache_control")
    yield from (f"params.{key}" for key in shapes.Params.__struct_fields__)
    yield from (f"{word}.{tag}" for word in ("block", "once") for tag in KINDS)
