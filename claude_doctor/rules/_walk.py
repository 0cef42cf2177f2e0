"""One visit of a request: it calls only the checks that are anchored at something present.

Sixty small calls a request cost as much as parsing it, so the visit of the optional keys is one function made from the table
(`_present`), text blocks are looked at in place, and what depends on the model alone is remembered by model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from claude_doctor.rules import _shapes as shapes
from claude_doctor.rules._blocks import KINDS, block_visit, mark
from claude_doctor.rules._compiled import bound, calls, function
from claude_doctor.rules._learned import REQUIRED
from claude_doctor.rules._request import Reporter, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from claude_doctor.rules._compiled import Bound, Check
    from claude_doctor.rules._models import Model
    from claude_doctor.rules._request import Fault, Scope
    from claude_doctor.rules._table import Table
    from claude_doctor.rules._tools import ToolReader

    Visit = Callable[[shapes.Params, Request], None]

_TOOLING = (shapes.ToolUse, shapes.ToolResult, shapes.ServerToolUse, shapes.McpToolUse)


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

    def __init__(
        self, table: Table, scope: Scope, tools: ToolReader, models: dict[str, ModelSeen], keys: frozenset[str] | None = None, guarded: bool = False
    ) -> None:
        self.scope = scope
        self.tools = tools
        self.models = models
        self.guarded = guarded
        self._table = table
        self._tools_model = self._at("tools.model")
        self._model = tuple(check for check, _ in table.at("model"))
        self._list = block_visit(self._bound)
        self._whole = self._whole_visit()
        self.know(keys or frozenset(shapes.Params.__struct_fields__))

    def know(self, keys: frozenset[str]) -> None:
        """Make the visit for requests that have no other keys than these."""
        self._present = self._compile(keys)
        self.visit = self._request_visit()

    def _bound(self, anchor: str) -> tuple[Bound, ...]:
        return bound(anchor, self._table.at(anchor), self.guarded)

    def _at(self, anchor: str) -> tuple[Check, ...]:
        return tuple(check for check, _ in self._bound(anchor))

    def _compile(self, keys: frozenset[str]) -> Callable[[shapes.Params, Request], int]:
        """Write the visit of the optional keys as one function."""
        lines = ["shape = 0"]
        space: dict[str, Any] = {"UNSET": UNSET}
        for bit, key in enumerate(key for key in shapes.Params.__struct_fields__ if key not in REQUIRED):
            if key not in keys:
                continue
            lines += [f"if p.{key} is not UNSET:", f" shape |= {1 << bit}"]
            lines += [f" {line}" for line in calls(self._bound(f"params.{key}"), f"p.{key}", f"'params.{key}'", space)]
        made: Callable[[shapes.Params, Request], int] = function("present(p, r, UNSET=UNSET)", [*lines, "return shape"], space)
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

    def _with_tools(self, p: shapes.Params, r: Request) -> None:
        """Read the tools, which batches repeat by the thousand."""
        r.tools = self.tools.tools(p.tools)  # type: ignore[arg-type]  # only called when they are there
        found = r.tools.by_model.get(p.model)
        if found is None or self.guarded:
            found = self._with_model(p, r)
        if found:
            r.faults.extend(found)

    def _with_schema(self, schema: Any, r: Request) -> None:
        r.touched = True
        report, r.output_schema = self.tools.schema(schema)
        r.faults.extend(report.faults)

    def _request_visit(self) -> Visit:  # noqa: C901, PLR0915  # one frame: a call a message would cost as much as the rest
        models, model, none, with_tools = self.models, self.model, self.tools.none, self._with_tools
        always, max_tokens = self._at("request"), self._at("params.max_tokens")
        text, system, assistant = shapes.Text, shapes.SystemMessage, shapes.AssistantMessage
        present, blocks, whole, rare = self._present, self._list, self._whole, self._rare_visit()

        def visit(p: shapes.Params, r: Request) -> None:  # noqa: C901, PLR0912
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
                with_tools(p, r)
            if p.output_config and p.output_config.format:
                self._with_schema(p.output_config.format.schema, r)
            for check in always:
                check(r)
            if not 1 <= p.max_tokens <= seen.most:
                _call(max_tokens, p.max_tokens, "params.max_tokens", r)
            r.shape = present(p, r) + seen.number
            body: Any = p.system
            if type(body) is list:
                # One plain text, as in most lists of blocks, costs no call.
                only = body[0] if len(body) == 1 else None
                if type(only) is not text or not only.text or only.text.isspace() or only.citations:
                    r.role = ""
                    blocks(body, "params.system", r)
                elif only.cache_control:
                    mark(only, "params.system.0", r)
            index = -1
            message = None
            for message in p.messages:
                index += 1
                body = message.content
                if type(body) is str:
                    if not body or body.isspace():
                        rare(message, index, r)
                elif type(body) is list and body:
                    # The commonest list, one plain text, costs no call.
                    only = body[0]
                    if len(body) > 1 or type(only) is not text or not only.text or only.text.isspace() or only.citations:
                        r.role = message.role
                        r.at = index
                        blocks(body, f"params.messages.{index}.content", r)
                    elif only.cache_control:
                        mark(only, f"params.messages.{index}.content.0", r)
                else:
                    rare(message, index, r)
                if type(message) is system:
                    _call(system_message, message, f"params.messages.{index}", r)
            if message is None:
                _call(no_message, p.messages, "params.messages", r)
            if r.touched or p.cache_control or r.tools.breakpoints or type(message) is assistant:
                whole(p.messages, p.cache_control, r)

        no_message, system_message = self._at("messages.empty"), self._at("message.system")
        return visit

    def _rare_visit(self) -> Callable[[Any, int, Request], None]:
        """Return what looks at a message whose content is blank, empty or not there."""
        blank, empty, missing = self._at("content.blank"), self._at("content.empty"), self._at("content.missing")

        def rare(message: Any, index: int, r: Request) -> None:
            body = message.content
            if type(body) is str:
                _call(blank, message, f"params.messages.{index}.content", r)
            elif body is not None:  # None is a stand-in's
                _call(missing if body is UNSET else empty, message, f"params.messages.{index}", r)

        return rare

    def _whole_visit(self) -> Callable[[list[shapes.Message], object, Request], None]:
        last, turns = self._at("last.assistant"), self._at("turns")
        cache, several = self._at("cache_control"), self._at("cache_control.several")
        once = {kind: self._at(f"once.{tag}") for tag, kind in KINDS.items()}
        tooling, assistant = frozenset(_TOOLING), shapes.AssistantMessage

        def whole(messages: list[shapes.Message], auto: object, r: Request) -> None:
            if messages and type(messages[-1]) is assistant:
                _call(last, messages[-1], f"params.messages.{len(messages) - 1}", r)
            for kind in r.kinds:
                for check in once[kind]:
                    check(r)
            if turns and not tooling.isdisjoint(r.kinds):
                _call(turns, r.turns(), "params.messages", r)
            marks = len(r.marks) + len(r.tools.breakpoints) + bool(auto)
            if marks:
                for check in cache:
                    check(r)
                if marks > 1:
                    for check in several:
                        check(r)

        return whole


def _call(checks: tuple[Check, ...], item: Any, place: str, r: Request) -> None:
    for check in checks:
        check(item, place, r)


def anchors() -> Iterator[str]:
    """Yield every anchor there is, for the test that compares them with the documentation."""
    yield from ("custom_id", "custom_id.duplicate", "undecodable", "file", "request", "model", "tool", "tools", "schema")
    yield from ("text.blank", "text.citations", "content.blank", "content.empty", "content.missing")
    yield from ("message.system", "last.assistant", "turns", "cache_control", "cache_control.several", "tools.model", "messages.empty")
    yield from (f"params.{key}" for key in shapes.Params.__struct_fields__ if key not in ("model", "messages"))
    yield from (f"{word}.{tag}" for word in ("block", "once") for tag in KINDS)
    yield from ("large", "element")
