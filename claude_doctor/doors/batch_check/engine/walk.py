"""The walk: which checks are called for one request, and in which order. This file is the definition of it.

A request that has its types is visited once: its id, its model, its tools, the keys of params, `system`, the
messages with their blocks, and the request as a whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ParamSpec

from msgspec import UNSET, UnsetType
from msgspec.structs import astuple

from claude_doctor.base.record import record
from claude_doctor.doors.batch_check.engine import anchors, shapes
from claude_doctor.doors.batch_check.engine.blocks import Blocks, call
from claude_doctor.doors.batch_check.engine.learned import REQUIRED, SYSTEM
from claude_doctor.doors.batch_check.engine.output_schema import OutputSchema

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.doors.batch_check.engine.reporter import Fault
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.seen import Seen
    from claude_doctor.doors.batch_check.engine.table import Check, Table
    from claude_doctor.doors.batch_check.engine.tools import ToolReader

    Visit = Callable[[str, shapes.Params], list[Fault]]

P = ParamSpec("P")
CUSTOM_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}").fullmatch
_EVERY = frozenset((*shapes.Params.__struct_fields__, SYSTEM))
# Each key of params that may be missing, as a bit of the shape of a request.
_BITS = {
    key: 1 << bit
    for bit, key in enumerate(key for key in shapes.Params.__struct_fields__ if key not in REQUIRED)
}
_KEPT = 1024
_NEEDED = len(REQUIRED)


@record
class Plan:
    """What the keys of a request ask for: its shape, and (index of the value, its place, the check) in order."""

    shape: int
    calls: tuple[tuple[int, str, Callable[..., None]], ...]


class Walk:
    """Visits one request after the other: `visit(custom_id, params)` returns the faults of one.

    `keys` are those of params that may be there. Without them the walk serves requests that lost something:
    checks that read a key of `request.broken` are not asked. `again` is called instead of the rest of a visit
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
        self._custom_id = self._at(anchors.CUSTOM_ID)
        self._max_tokens = self._at(anchors.param(shapes.Params.max_tokens))
        self._no_message = self._at(anchors.MESSAGES_EMPTY)
        self._system_message = self._at(anchors.SYSTEM_MESSAGE)
        self._tools_of_model = self._at(anchors.TOOLS_OF_MODEL)
        self._last_assistant = self._at(anchors.LAST_ASSISTANT)
        self._once = {kind: self._at(anchors.once(kind)) for kind in anchors.BLOCKS.values()}
        self._marked = self._at(anchors.CACHE_CONTROL)
        self._marked_more = (*self._marked, *self._at(anchors.CACHE_CONTROLS))
        self._blocks = Blocks(self._checks)
        first = {
            "output_config": OutputSchema(tools).of_config,
            "output_format": OutputSchema(tools).of_format,
        }
        self._param = {
            key: (
                *((first[key],) if key in first else ()),
                *self._at(anchors.param(getattr(shapes.Params, key))),
            )
            for key in _BITS
        }
        self._plans: dict[tuple[type, ...], Plan] = {}
        self.know(keys or _EVERY)

    def know(self, keys: frozenset[str]) -> None:
        """Take note that requests have no other keys than these."""
        self._has_system = SYSTEM in keys
        self._absent = (UNSET,) * sum(key in _BITS for key in keys)
        self._plans.clear()

    def _checks(self, anchor: anchors.Anchor[Any]) -> list[Check]:
        found = self._table.checks.get(anchor.name, ())
        return [check.guarded() if self.guarded else check for check in found]

    def _at(self, anchor: anchors.Anchor[P]) -> tuple[Callable[P, None], ...]:
        return tuple(check.call for check in self._checks(anchor))

    def visit(self, custom_id: str, p: shapes.Params) -> list[Fault]:
        """Visit a request."""
        r = self.request
        r.begin(p)
        if not CUSTOM_ID(custom_id) and "custom_id" not in r.broken:
            call(self._custom_id, custom_id, "custom_id", r)
        seen = self.seen[p.model]
        r.model = seen.model
        if seen.faults and "model" not in r.broken:
            r.faults += seen.faults
        if p.tools is UNSET:
            r.tools = self.tools.none
        else:
            r.tools = self.tools.tools(p.tools)
            if not r.tools.whole and "tools" not in r.broken:
                return self._again(custom_id, p)
            r.faults += self._said_of_tools(p, r)
        seen.count += 1
        if p.max_tokens > seen.most or p.max_tokens < 1:
            call(self._max_tokens, p.max_tokens, "params.max_tokens", r)
        values = astuple(p)
        if values[_NEEDED:] == self._absent:
            self.seen.shapes.add(seen.number)
        else:
            self._keys(values, p.__struct_fields__, seen.number, r)
        if type(p.system) is list:
            self._blocks.blocks(p.system, "params.system", None, r)
        last = self._blocks.messages(p.messages, r)
        if self._has_system:
            for index, message in enumerate(p.messages):
                if type(message) is shapes.SystemMessage:
                    call(self._system_message, message, f"params.messages.{index}", r)
        if last is None:
            call(self._no_message, p.messages, "params.messages", r)
        elif type(last) is shapes.AssistantMessage:
            call(self._last_assistant, last, f"params.messages.{len(p.messages) - 1}", r)
        if r.kinds or r.marks or r.tools.breakpoints or p.cache_control:
            self._whole(p, r)
        return r.faults

    def _said_of_tools(self, p: shapes.Params, r: Request) -> list[Fault]:
        """Return what is to be said of the tools, for this model too; remembered with them."""
        found = None if self.guarded else r.tools.by_model.get(p.model)
        if found is None:
            before, r.faults = r.faults, []
            call(self._tools_of_model, p.tools, "params.tools", r)
            found = [*r.tools.faults, *r.faults]
            r.faults = before
            if not self.guarded:  # which asks less
                r.tools.by_model[p.model] = found
        return found

    def _keys(self, values: tuple[Any, ...], keys: tuple[str, ...], model: int, r: Request) -> None:
        """Look at the keys that are there."""
        types = tuple(map(type, values))
        plan = self._plans.get(types) or self._planned(types, keys)
        self.seen.shapes.add(plan.shape + model)
        for at, place, check in plan.calls:
            check(values[at], place, r)

    def _planned(self, types: tuple[type, ...], keys: tuple[str, ...]) -> Plan:
        """Work out what is called for params with values of these types; a file has few such combinations."""
        if len(self._plans) >= _KEPT:
            self._plans.clear()
        shape, calls = 0, []
        for at, (key, kind) in enumerate(zip(keys, types, strict=True)):
            if key in _BITS and kind is not UnsetType:
                shape |= _BITS[key]
                calls += [(at, f"params.{key}", check) for check in self._param[key]]
        plan = self._plans[types] = Plan(shape, tuple(calls))
        return plan

    def _whole(self, p: shapes.Params, r: Request) -> None:
        """Ask the questions about the conversation as a whole: each once, whatever it holds."""
        for kind in r.kinds:
            for check in self._once[kind]:
                check(r)
        marks = len(r.marks) + len(r.tools.breakpoints) + bool(p.cache_control)
        if marks:
            for check in self._marked if marks == 1 else self._marked_more:
                check(r)
