"""Lines in, faults out: the typed decode decides most requests in one go, the full path names every fault of the rest.

Both end in the same walk: the full path only mends the request first, so the two cannot disagree about what is left.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import msgspec

from claude_doctor.rules import _shapes as shapes
from claude_doctor.rules import _table
from claude_doctor.rules._fault import message, path
from claude_doctor.rules._mend import mend
from claude_doctor.rules._request import Broken, Reporter, Request
from claude_doctor.rules._spec import shape_of
from claude_doctor.rules._tools import ToolReader
from claude_doctor.rules._walk import ModelSeen, Walk

if TYPE_CHECKING:
    from claude_doctor.rules._fault import ShapeFault
    from claude_doctor.rules._mend import Mended
    from claude_doctor.rules._request import Fault, Scope
    from claude_doctor.rules._table import Table

CUSTOM_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}").fullmatch
_NAN = float("nan")
_NOTHING: frozenset[str] = frozenset()
_encode = msgspec.json.encode
_untyped = msgspec.json.decode


class Checker:
    """Checks one request after the other. After `check`, `custom_id` is that of the request (None when it has none)."""

    def __init__(self, scope: Scope, table: Table | None = None) -> None:
        self.scope = scope
        self.table = table or _table.load(sys.modules["claude_doctor.rules"])
        self.models: dict[str, ModelSeen] = {}
        self.custom_id: str | None = None
        self.shape = 0
        self.mended = 0
        at = {anchor: tuple(check for check, _ in self.table.at(anchor)) for anchor in ("tool", "tools", "schema")}
        tools = ToolReader(scope, at, self.say)
        self._decode = msgspec.json.Decoder(shapes.Item).decode
        self._spec = shape_of(shapes.Item)
        self._request = Request(scope)
        self._walk = Walk(self.table, scope, tools, self.models)
        self._guarded = Walk(self.table, scope, tools, self.models, guarded=True)
        self._bad_ids = tuple(check for check, _ in self.table.at("custom_id"))
        self._undecodable = tuple(check for check, _ in self.table.at("undecodable"))

    def check(self, raw: bytes) -> list[Fault]:
        """Return the faults of one element of a batch, [] for most."""
        try:
            item = self._decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return self._full(raw)
        return self._visit(item, _NOTHING, self._walk)

    def say(self, report: Reporter, fault: ShapeFault) -> None:
        """Report a fault of shape as the rule that claims it."""
        claim = self.table.claim(fault)
        words, fix = claim.says(fault) if claim.says else ("", "")
        severity = claim.severity or ("warning" if fault.kind == "null" else "")
        report.found(claim.rule, path(fault.place), words or message(fault), fix or claim.fix, severity)

    def _visit(self, item: shapes.Item, broken: frozenset[str], walk: Walk) -> list[Fault]:
        request = self._request
        custom_id = self.custom_id = item.custom_id
        request.reset(custom_id, item.params, broken)
        if not CUSTOM_ID(custom_id) and "custom_id" not in broken:
            for check in self._bad_ids:
                check(custom_id, "custom_id", request)
        self.shape = walk.request(request)
        if not request.tools.whole and walk is self._walk:
            # A tool lost a part: ask again, without those who read the tools.
            return self._visit(item, broken | {"tools"}, self._guarded)
        return request.faults

    def _full(self, raw: bytes) -> list[Fault]:
        """Name every fault of a request the typed decode refused."""
        self.custom_id = None
        self.shape = -1
        self.mended += 1
        report = Reporter(self.scope)
        try:
            value = _untyped(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            for check in self._undecodable:
                check(raw, error, report)
            return report.faults
        if not isinstance(value, dict):
            for check in self._undecodable:
                check(raw, value, report)
            return report.faults
        made, mended = mend(value, self._spec)
        for fault in mended.faults:
            self.say(report, fault)
        return [*report.faults, *self._rest(value, made, mended)]

    def _rest(self, value: dict[str, Any], made: dict[str, Any], mended: Mended) -> list[Fault]:
        broken = frozenset(mended.broken) | ({"custom_id"} if not isinstance(value.get("custom_id"), str) else set())
        if "params" not in made:
            self.custom_id = value["custom_id"] if isinstance(value.get("custom_id"), str) else None
            return self._only_id(broken)
        item = self._decode(_encode(made))
        _stand_in(item, mended)
        faults = self._visit(item, broken, self._guarded)
        if "custom_id" in broken:
            self.custom_id = None
        return faults

    def _only_id(self, broken: frozenset[str]) -> list[Fault]:
        report = Reporter(self.scope)
        if self.custom_id is not None and "custom_id" not in broken and not CUSTOM_ID(self.custom_id):
            for check in self._bad_ids:
                check(self.custom_id, "custom_id", report)
        return report.faults


def _stand_in(item: shapes.Item, mended: Mended) -> None:
    """Put what no rule looks at where something was lost."""
    params: Any = item.params
    if "max_tokens" in mended.broken:
        params.max_tokens = _NAN  # no comparison with it is ever true
    for place in mended.stand_ins:
        holder: Any = item
        for step in place[:-1]:
            holder = holder[step] if isinstance(step, int) else getattr(holder, step)
        holder[place[-1]] = Broken()
