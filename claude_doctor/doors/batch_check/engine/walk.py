"""One visit of a request: it calls only the checks that are anchored at something present.

Sixty small calls a request cost as much as parsing it, so the visit of the optional keys is one function made
from the table (`_present`), text blocks are looked at in place, and what depends on the model alone is
remembered by model.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from claude_doctor.doors.batch_check.engine import shapes
from claude_doctor.doors.batch_check.engine.blocks import KINDS, Blocks
from claude_doctor.doors.batch_check.engine.compiled import bound, calls, function
from claude_doctor.doors.batch_check.engine.learned import REQUIRED, SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from claude_doctor.doors.batch_check.engine.compiled import Bound, Check
    from claude_doctor.doors.batch_check.engine.reporter import Fault
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.seen import Seen
    from claude_doctor.doors.batch_check.engine.table import Table
    from claude_doctor.doors.batch_check.engine.tools import ToolReader

    Visit = Callable[[str, shapes.Params], list[Fault]]

CUSTOM_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}").fullmatch
_EVERY = frozenset((*shapes.Params.__struct_fields__, SYSTEM))
_OLD_FORMAT = "structured-outputs-2025-11-13"
_TOOLING = (shapes.ToolUse, shapes.ToolResult, shapes.ServerToolUse, shapes.McpToolUse)


class Walk:
    """The visit: `visit(custom_id, params)` returns the faults of a request that has its types.

    `keys` are those of params that may be there. Without them it is `guarded`, and serves requests that lost
    something: checks that read what is broken are not asked. `again` is called instead of the rest of a visit
    when it turns out that tools lost a part.
    """

    def __init__(
        self,
        table: Table,
        request: Request,
        tools: ToolReader,
        seen: Seen,
        again: Visit,
        keys: frozenset[str] | None = None,
    ) -> None:
        self.request = request
        self.tools = tools
        self.seen = seen
        self.guarded = keys is None
        self._again = again
        self._table = table
        self._tools_model = self._at("tools.model")
        self._blocks = Blocks(self._bound)
        self._whole = self._whole_visit()
        self.know(keys or _EVERY)

    def know(self, keys: frozenset[str]) -> None:
        """Make the visit for requests that have no other keys than these."""
        self._present = self._compile(keys)
        self.visit = self._request_visit(keys)

    def _bound(self, anchor: str) -> tuple[Bound, ...]:
        return bound(anchor, self._table.at(anchor), self.guarded)

    def _at(self, anchor: str) -> tuple[Check, ...]:
        return tuple(check for check, *_ in self._bound(anchor))

    def _compile(self, keys: frozenset[str]) -> Callable[[shapes.Params, Request], int]:
        """Write the visit of the optional keys, and what looks at every request, as one function."""
        lines = ["shape = 0"]
        space: dict[str, Any] = {"UNSET": UNSET}
        own = {
            "output_config": self._with_schema,
            "output_format": self._with_old_schema,
            "cache_control": _touch,
        }
        for bit, key in enumerate(key for key in shapes.Params.__struct_fields__ if key not in REQUIRED):
            if key not in keys:
                continue
            lines += [f"if p.{key} is not UNSET:", f" shape |= {1 << bit}"]
            if key in own:
                space[key] = own[key]
                lines.append(f" {key}(p, r)")
            lines += [
                f" {line}"
                for line in calls(self._bound(f"params.{key}"), f"p.{key}", f"'params.{key}'", space)
            ]
        lines += [*calls(self._bound("request"), "r", "", space), "return shape"]
        made: Callable[[shapes.Params, Request], int] = function("present(p, r, UNSET=UNSET)", lines, space)
        return made

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

    def _with_schema(self, p: shapes.Params, r: Request) -> None:
        if p.output_config and p.output_config.format:
            r.touched = True
            report, r.output_schema = self.tools.schema(p.output_config.format.schema)
            r.faults.extend(report.faults)

    def _with_old_schema(self, p: shapes.Params, r: Request) -> None:
        """Look at the schema of `output_format`, where its beta makes it one; places are said as they stand
        there.
        """
        form = p.output_format
        if (
            not isinstance(form, dict)
            or form.keys() != {"type", "schema"}
            or form["type"] != "json_schema"
            or not r.has_beta(_OLD_FORMAT)
        ):
            return
        schema = form["schema"]
        if not isinstance(schema, dict) or (p.output_config and p.output_config.format):
            return
        r.touched = True
        report, r.output_schema = self.tools.schema(msgspec.Raw(msgspec.json.encode(schema)))
        for rule, place, said, fix, severity in report.faults:
            r.faults.append(
                (
                    rule,
                    place.replace("params.output_config.format", "params.output_format", 1),
                    said,
                    fix,
                    severity,
                )
            )

    def _request_visit(self, keys: frozenset[str]) -> Visit:  # noqa: C901, PLR0915  # one frame: a call a message would cost as much as the rest
        r, models, none, read_tools, shaped = (
            self.request,
            self.seen,
            self.tools.none,
            self.tools.tools,
            self.seen.shapes.add,
        )
        bad_ids, max_tokens, again, guarded = (
            self._at("custom_id"),
            self._at("params.max_tokens"),
            self._again,
            self.guarded,
        )
        text, assistant = shapes.Text, shapes.AssistantMessage
        systems = self._system_visit() if SYSTEM in keys else None
        present, blocks, seers, whole, rare = (
            self._present,
            self._blocks.visit,
            self._blocks.seers,
            self._whole,
            self._rare_visit(),
        )
        prompt = self._prompt_visit()

        def visit(custom_id: str, p: shapes.Params) -> list[Fault]:  # noqa: C901, PLR0912, PLR0915
            """Visit a request."""
            if r.touched or r.faults:
                r.clear()
            if not CUSTOM_ID(custom_id) and "custom_id" not in r.broken:
                _call(bad_ids, custom_id, "custom_id", r)
            r.params = p
            seen = models[p.model]
            r.model = seen.model
            if seen.faults and "model" not in r.broken:
                r.faults.extend(seen.faults)
            if p.tools is UNSET:
                r.tools = none
            else:
                # Batches repeat them by the thousand, so they are read once.
                tools = r.tools = read_tools(p.tools)
                if not tools.whole and "tools" not in r.broken:
                    return again(custom_id, p)
                if tools.breakpoints:
                    r.touched = True
                found = tools.by_model.get(p.model)
                if found is None or guarded:
                    found = self._with_model(p, r)
                if found:
                    r.faults.extend(found)
            seen.count += 1
            if p.max_tokens > seen.most or p.max_tokens < 1:
                _call(max_tokens, p.max_tokens, "params.max_tokens", r)
            shaped(present(p, r) + seen.number)
            body: Any = p.system
            if type(body) is list:
                prompt(body, r)
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
                    if (
                        len(body) > 1
                        or type(only) is not text
                        or not only.text
                        or only.text.isspace()
                        or only.citations
                    ):
                        blocks(body, index, seers[type(message)], r)
                    elif only.cache_control:
                        r.touched = True
                        r.marks.append((index, 0, only.cache_control))
                else:
                    rare(message, index, r)
            if systems:
                systems(p, r)
            if message is None:
                _call(no_message, p.messages, "params.messages", r)
            if r.touched or type(message) is assistant:
                whole(message, index, r)
            return r.faults

        no_message = self._at("messages.empty")
        return visit

    def _system_visit(self) -> Callable[[shapes.Params, Request], None]:
        """Return what looks at the system messages of a request; asked once a file has such messages."""
        checks, system = self._at("message.system"), shapes.SystemMessage

        def visit(p: shapes.Params, r: Request) -> None:
            for index, message in enumerate(p.messages):
                if type(message) is system:
                    _call(checks, message, f"params.messages.{index}", r)

        return visit

    def _prompt_visit(self) -> Callable[[list[shapes.Text], Request], None]:
        """Return what looks at `system` when it is a list."""
        blocks, seers, text = self._blocks.visit, self._blocks.seers[None], shapes.Text

        def prompt(body: list[shapes.Text], r: Request) -> None:
            only = body[0] if len(body) == 1 else None
            if type(only) is not text or not only.text or only.text.isspace() or only.citations:
                blocks(body, "params.system", seers, r)
            elif only.cache_control:
                r.touched = True
                r.marks.append(("params.system", 0, only.cache_control))

        return prompt

    def _rare_visit(self) -> Callable[[Any, int, Request], None]:
        """Return what looks at a message whose content is blank, empty or not there."""
        blank, empty, missing = (
            self._at("content.blank"),
            self._at("content.empty"),
            self._at("content.missing"),
        )

        def rare(message: Any, index: int, r: Request) -> None:
            body = message.content
            if type(body) is str:
                _call(blank, message, f"params.messages.{index}.content", r)
            elif body is not None:  # None is a stand-in's
                _call(missing if body is UNSET else empty, message, f"params.messages.{index}", r)

        return rare

    def _whole_visit(self) -> Callable[[shapes.Message | None, int, Request], None]:
        """Return what looks at a request as a whole; given are its last message and the index of that."""
        last, turns = self._at("last.assistant"), self._at("turns")
        cache, several = self._once("cache_control"), self._once("cache_control.several")
        once = {kind: self._once(f"once.{tag}") for tag, kind in KINDS.items()}
        tooling, assistant = frozenset(_TOOLING), shapes.AssistantMessage

        def whole(message: shapes.Message | None, index: int, r: Request) -> None:
            if type(message) is assistant:
                _call(last, message, f"params.messages.{index}", r)
            for kind in r.kinds:
                found = once[kind]
                if found is not None:
                    found(r)
            if turns and not tooling.isdisjoint(r.kinds):
                _call(turns, r.turns(), "params.messages", r)
            marks = len(r.marks) + len(r.tools.breakpoints) + bool(r.params.cache_control)
            if marks and cache is not None:
                cache(r)
            if marks > 1 and several is not None:
                several(r)

        return whole

    def _once(self, anchor: str) -> Callable[[Request], None] | None:
        """Write the checks at an anchor of the request as one function; None where there are none."""
        space: dict[str, Any] = {}
        lines = calls(self._bound(anchor), "r", "", space)
        return function("once(r)", lines, space) if lines else None


def _touch(_p: shapes.Params, r: Request) -> None:
    r.touched = True


def _call(checks: tuple[Check, ...], item: Any, place: str, r: Request) -> None:
    for check in checks:
        check(item, place, r)


def anchors() -> Iterator[str]:
    """Yield every anchor there is, for the test that compares them with the documentation."""
    yield from (
        "custom_id",
        "custom_id.duplicate",
        "undecodable",
        "file",
        "request",
        "model",
        "tool",
        "tools",
        "schema",
    )
    yield from ("text.blank", "text.citations", "content.blank", "content.empty", "content.missing")
    yield from (
        "message.system",
        "last.assistant",
        "turns",
        "cache_control",
        "cache_control.several",
        "tools.model",
        "messages.empty",
    )
    yield from (
        f"params.{key}" for key in shapes.Params.__struct_fields__ if key not in ("model", "messages")
    )
    yield from (f"{word}.{tag}" for word in ("block", "once") for tag in KINDS)
    yield from ("large", "element", "line.overlong")
    yield from ("other", "bedrock.record", "bedrock.file", "vertex.record", "vertex.file")
