"""The walk: which checks are called for one request, and in which order. This file is the definition of it.

A request that has its types is visited once: its id, its model, its tools, the keys of params, `system`, the
messages with their blocks, and the request as a whole.
"""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ParamSpec

from msgspec import UNSET

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
_OPTIONAL = tuple(key for key in shapes.Params.__struct_fields__ if key not in REQUIRED)


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
        self._schemas = OutputSchema(tools)
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
        self.know(keys or _EVERY)

    def know(self, keys: frozenset[str]) -> None:
        """Take note that requests have no other keys than these."""
        first = {"output_config": self._schemas.of_config, "output_format": self._schemas.of_format}
        self._keys = []
        for bit, key in enumerate(_OPTIONAL):
            if key in keys:
                checks = self._at(anchors.param(getattr(shapes.Params, key)))
                checks = (first[key], *checks) if key in first else checks
                self._keys.append((1 << bit, f"params.{key}", checks))
        self._values = attrgetter(*(key for key in _OPTIONAL if key in keys))
        self._has_system = SYSTEM in keys

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
        shape = 0
        for (bit, place, checks), value in zip(self._keys, self._values(p), strict=True):
            if value is not UNSET:
                shape |= bit
                for check in checks:
                    check(value, place, r)
        self.seen.shapes.add(shape + seen.number)
        if type(p.system) is list:
            self._blocks.blocks(p.system, "params.system", None, r)
        for index, message in enumerate(p.messages):
            self._blocks.content(message, index, r)
        if self._has_system:
            for index, message in enumerate(p.messages):
                if type(message) is shapes.SystemMessage:
                    call(self._system_message, message, f"params.messages.{index}", r)
        if not p.messages:
            call(self._no_message, p.messages, "params.messages", r)
        elif type(p.messages[-1]) is shapes.AssistantMessage:
            call(self._last_assistant, p.messages[-1], f"params.messages.{len(p.messages) - 1}", r)
        for kind in r.kinds:
            for once in self._once[kind]:
                once(r)
        marks = len(r.marks) + len(r.tools.breakpoints) + bool(p.cache_control)
        if marks:
            for once in self._marked if marks == 1 else self._marked_more:
                once(r)
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
