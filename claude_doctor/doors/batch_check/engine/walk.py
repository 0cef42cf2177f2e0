"""The walk: which checks are called for one request, and in which order. This file is the definition of it.

A request that has its types is visited once: its id, its model, its tools, the keys of params, `system`, the
messages with their blocks, and the request as a whole.
"""

from __future__ import annotations

import re
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

    # (key, place, check) of what is called, in order.
    Calls = tuple[tuple[str, str, Callable[..., None]], ...]
    Visit = Callable[[str, shapes.Params], list[Fault]]

P = ParamSpec("P")
CUSTOM_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}").fullmatch
_EVERY = frozenset((*shapes.Params.__struct_fields__, SYSTEM))
# Each key of params that may be missing, as a bit of the shape of a request.
BITS = {
    key: 1 << bit
    for bit, key in enumerate(key for key in shapes.Params.__struct_fields__ if key not in REQUIRED)
}
_KEPT = 1024


def presence(bits: dict[str, int], p: shapes.Params) -> int:
    """Return the sum of the bits of the keys that are there."""
    return sum(bit for key, bit in bits.items() if getattr(p, key) is not UNSET)


def quick_presence(bits: dict[str, int]) -> Callable[[shapes.Params], int]:
    """Return `presence` of these bits with the keys written out.

    Measured on the twelve common keys, the loop takes six times as long, which is a tenth of a whole request.
    It is made from names of fields alone, and a test holds both to each other.
    """
    tests = "".join(f" if p.{key} is not UNSET: found |= {bit}\n" for key, bit in bits.items())
    space: dict[str, Any] = {}
    exec(f"def present(p, UNSET):\n found = 0\n{tests} return found", space)  # noqa: S102  # names of fields
    made: Callable[..., int] = space["present"]
    made.__defaults__ = (UNSET,)
    return made


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
            for key in BITS
        }
        self._plans: dict[int, Calls] = {}
        self.know(keys or _EVERY)

    def know(self, keys: frozenset[str]) -> None:
        """Take note that requests have no other keys than these."""
        self._has_system = SYSTEM in keys
        self._present = quick_presence({key: bit for key, bit in BITS.items() if key in keys})
        self.visit = self._request_visit()

    def _checks(self, anchor: anchors.Anchor[Any]) -> list[Check]:
        found = self._table.checks.get(anchor.name, ())
        return [check.guarded() if self.guarded else check for check in found]

    def _at(self, anchor: anchors.Anchor[P]) -> tuple[Callable[P, None], ...]:
        return tuple(check.call for check in self._checks(anchor))

    def _request_visit(self) -> Visit:  # noqa: C901  # one frame, see below
        """Return the visit: one frame, as a call a message would cost as much as the rest."""
        r, models, read_tools, no_tools = self.request, self.seen, self.tools.tools, self.tools.none
        assistant, present, plans, guarded = shapes.AssistantMessage, self._present, self._plans, self.guarded
        blocks, empty, shaped, has_system = (
            self._blocks.visit,
            self._blocks.empty,
            self.seen.shapes.add,
            self._has_system,
        )

        def visit(custom_id: str, p: shapes.Params) -> list[Fault]:  # noqa: C901, PLR0912
            """Visit a request: id, model, tools, keys of params, system, messages, and all of it at last."""
            if r.faults or r.kinds or r.marks or r.made or r.output_schema is not None:
                r.forget()
            r.params = p
            if not CUSTOM_ID(custom_id) and "custom_id" not in r.broken:
                call(self._custom_id, custom_id, "custom_id", r)
            seen = models[p.model]
            r.model = seen.model
            if seen.faults and "model" not in r.broken:
                r.faults += seen.faults
            if p.tools is UNSET:
                tools = r.tools = no_tools
            else:
                tools = r.tools = read_tools(p.tools)
                if not tools.whole and "tools" not in r.broken:
                    return self._again(custom_id, p)
                found = tools.by_model.get(p.model)
                r.faults += self._said_of_tools(p, r) if found is None or guarded else found
            seen.count += 1
            if p.max_tokens > seen.most or p.max_tokens < 1:
                call(self._max_tokens, p.max_tokens, "params.max_tokens", r)
            keys = present(p)
            shaped(keys + seen.number)
            plan = plans.get(keys)
            for key, place, check in self._plan(keys) if plan is None else plan:
                check(getattr(p, key), place, r)
            if type(p.system) is list:
                blocks(p.system, "params.system", None, r)
            message, index = None, -1
            for message in p.messages:
                index += 1
                content: Any = message.content
                if type(content) is str:
                    if not content or content.isspace():
                        empty(message, index, r)
                elif type(content) is list and content:
                    blocks(content, index, type(message), r)
                else:
                    empty(message, index, r)
            if has_system:
                self._system_messages(p.messages, r)
            if type(message) is assistant:
                call(self._last_assistant, message, f"params.messages.{index}", r)
            elif message is None:
                call(self._no_message, p.messages, "params.messages", r)
            if r.kinds or r.marks or tools.breakpoints or p.cache_control:
                self._whole(p, r)
            return r.faults

        return visit

    def _system_messages(self, messages: list[shapes.Message], r: Request) -> None:
        for index, message in enumerate(messages):
            if type(message) is shapes.SystemMessage:
                call(self._system_message, message, f"params.messages.{index}", r)

    def _said_of_tools(self, p: shapes.Params, r: Request) -> list[Fault]:
        """Return what is to be said of the tools, for this model too; remembered with them."""
        before, r.faults = r.faults, []
        call(self._tools_of_model, p.tools, "params.tools", r)
        found = [*r.tools.faults, *r.faults]
        r.faults = before
        if not self.guarded:  # which asks less
            r.tools.by_model[p.model] = found
        return found

    def _plan(self, keys: int) -> Calls:
        """Work out what is called where these keys are there; a file has few such combinations."""
        if len(self._plans) >= _KEPT:
            self._plans.clear()
        calls = [
            (key, f"params.{key}", check)
            for key, bit in BITS.items()
            if keys & bit
            for check in self._param[key]
        ]
        plan = self._plans[keys] = tuple(calls)
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
