"""Lines in, faults out: the typed decode decides most requests in one go, the full path names every fault of
the rest.

Both end in the same walk: the full path only mends the request first, so the two cannot disagree about what
is left.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import msgspec

from claude_doctor.doors.batch_check.engine import anchors, shapes
from claude_doctor.doors.batch_check.engine import table as _table
from claude_doctor.doors.batch_check.engine.fault import ShapeFault
from claude_doctor.doors.batch_check.engine.learned import Learned
from claude_doctor.doors.batch_check.engine.mend import mend
from claude_doctor.doors.batch_check.engine.misplaced import moved
from claude_doctor.doors.batch_check.engine.ours import note
from claude_doctor.doors.batch_check.engine.reporter import Reporter
from claude_doctor.doors.batch_check.engine.request import NOTHING, Broken, Request
from claude_doctor.doors.batch_check.engine.seen import Seen
from claude_doctor.doors.batch_check.engine.spec import shape_of
from claude_doctor.doors.batch_check.engine.tools import ToolReader
from claude_doctor.doors.batch_check.engine.walk import CUSTOM_ID, Walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.doors.batch_check.engine.fault import Claim
    from claude_doctor.doors.batch_check.engine.mend import Mended
    from claude_doctor.doors.batch_check.engine.reporter import Fault, Scope
    from claude_doctor.doors.batch_check.engine.table import Table

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_KEPT = 1024
_NO_SHAPE = -1
_NAN = float("nan")
# The keys of an element and of its params.
_KNOWN = {kind.__name__: kind.__struct_fields__ for kind in (shapes.Item, shapes.Params)}
_NOTHING: frozenset[str] = frozenset()
_encode = msgspec.json.encode
_untyped = msgspec.json.decode


class Checker:
    """Checks one request after the other. After `check`, `custom_id` is that of the request (None when it has
    none).
    """

    def __init__(self, scope: Scope, table: Table | None = None) -> None:
        self.scope = scope
        self.table = table or _table.load(sys.modules["claude_doctor.doors.batch_check.rules"])
        self.seen = Seen(scope, self.table.at(anchors.MODEL))
        self.custom_id: str | None = None
        # Rules that broke, and how; their findings in a request are missing then, those of the others are
        # not.
        self.broken: dict[str, str] = {}
        self._spare: dict[frozenset[str], Checker] = {}
        self._claims: dict[tuple[str, str], Claim] = {}
        tools = ToolReader(scope, self.table, self.say)
        self._learned = Learned()
        self.decode = self._learned.decode
        self._spec = shape_of(shapes.Item)
        self.request = Request(scope)
        self._walk = Walk(self.table, self.request, tools, self.seen, self._again, self._learned.keys)
        # Returns the faults of a request the typed decode let pass.
        self.visit = self._walk.visit
        self._slow = Walk(self.table, self.request, tools, self.seen, self._again).visit
        self._bad_ids = self.table.at(anchors.CUSTOM_ID)
        self._element = self.table.at(anchors.ELEMENT)
        self._large = self.table.at(anchors.LARGE)
        self._undecodable = self.table.at(anchors.UNDECODABLE)

    def count_model(self, name: str, count: int) -> None:
        """Count requests to a model that another process has seen."""
        self.seen[name].count += count

    @property
    def more(self) -> dict[str, int]:
        """Return how often advice was given again, by rule."""
        return self.request.more

    @property
    def media(self) -> int:
        """How many characters of base64 the requests held so far."""
        return self.request.media

    def check(self, raw: bytes) -> list[Fault]:
        """Return the faults of one element of a batch, [] for most."""
        try:
            item = self.decode(raw)
            self.custom_id = item.custom_id
            return self.visit(item.custom_id, item.params)  # which reads what the decoder kept as text
        except UNREADABLE as error:
            return self.refused(raw, error)

    def _know(self) -> None:
        self.decode = self._learned.decode
        self._walk.know(self._learned.keys)
        self.visit = self._walk.visit

    def say(self, report: Reporter, fault: ShapeFault) -> None:
        """Report a fault of shape as the rule that claims it; the words are found when it is kept (see
        `_tally`).
        """
        key = (fault.owner, fault.kind)
        claim = self._claims.get(key)
        if claim is None:
            if len(self._claims) >= _KEPT:
                self._claims.clear()
            claim = self._claims[key] = self.table.claim(fault)
        fault.claim = claim
        severity = claim.severity or ("warning" if fault.kind == "null" else "")
        report.faults.append((claim.rule, "", fault, "", severity))

    def element(self, raw: bytes) -> list[Fault]:
        """Return what is to be said of the text of a request, whatever is in it."""
        report = Reporter(self.scope)
        for check in self._element:
            self.ask(check, raw, report)
        return report.faults

    def ask(self, check: Callable[..., None], *given: Any) -> None:
        """Call one check; if it breaks, that is noted."""
        try:
            check(*given)
        except Exception as error:  # noqa: BLE001  # whatever a rule does wrong
            note(self.broken, error)

    def without_broken(self, raw: bytes, error: Exception) -> list[Fault]:
        """Return the faults of an element that one rule broke at, as the other rules see it; an error of no
        rule is raised again.
        """
        self.request.forget()
        self.request.broken = _NOTHING
        members = frozenset((note(self.broken, error),))
        while True:
            spare = self._spare.get(members)
            if spare is None:
                spare = self._spare[members] = Checker(self.scope, self.table.without(members))
            try:
                found = spare.check(raw)
            except Exception as other:  # whatever a rule does wrong
                member = note(self.broken, other)
                if member in members:
                    raise
                members |= {member}
                del self._spare[frozenset(members - {member})]
                continue
            self.custom_id = spare.custom_id
            return found

    def large(self, size: int) -> list[Fault]:
        """Return what is to be said of the size of the request just visited; [] when there was none."""
        request = self.request
        if request.params is NOTHING:
            return []
        before, request.faults = request.faults, []
        for check in self._large:
            self.ask(check, size, "params", request)
        found, request.faults = request.faults, before
        return found

    def _guarded(self, custom_id: str, params: shapes.Params, broken: frozenset[str]) -> list[Fault]:
        """Visit a request that lost something; those who read it are not asked."""
        request = self.request
        request.broken = broken
        faults = self._slow(custom_id, params)
        request.broken = _NOTHING
        return faults

    def _again(self, custom_id: str, params: shapes.Params) -> list[Fault]:
        """Visit without those who read the tools: one of them lost a part."""
        return self._guarded(custom_id, params, self.request.broken | {"tools"})

    def refused(self, raw: bytes, error: Exception) -> list[Fault]:
        """Name every fault of a request the typed decode refused with this error; what it learns makes
        `decode` and `visit` others.
        """
        if self._learned.learn(error):
            self._know()
            return self.check(raw)
        try:
            found = self._learned.loose(raw, error)
            if found is None:
                return self.full(raw)
            item, unknown = found
            self.custom_id = item.custom_id
            faults = self.visit(item.custom_id, item.params)
        except UNREADABLE:
            return self.full(raw)
        report = Reporter(self.scope)
        for kind, place, value in unknown:
            self.say(report, ShapeFault("unknown", f"{kind}.{place[-1]}", place, value, known=_KNOWN[kind]))
        return [*report.faults, *faults]

    def full(self, raw: bytes) -> list[Fault]:
        """Name every fault of a request without the help of the typed decode."""
        self.custom_id = None
        self.request.params = NOTHING
        faults = self._full(raw)
        if self.request.params is NOTHING:
            self.seen.shapes.add(_NO_SHAPE)
        return faults

    def _full(self, raw: bytes) -> list[Fault]:
        report = Reporter(self.scope)
        try:
            value = _untyped(raw)
        except UNREADABLE as error:
            for check in self._undecodable:
                check(raw, error, report)
            return report.faults
        if not isinstance(value, dict):
            for check in self._undecodable:
                check(raw, value, report)
            return report.faults
        if moved(value) == "flat":
            self.say(report, ShapeFault("missing", "Item.params", ("params",)))
        had_id = isinstance(value.get("custom_id"), str)
        mended = mend(value, self._spec)
        for fault in mended.faults:
            self.say(report, fault)
        self.custom_id = value["custom_id"] if had_id else None
        broken = frozenset(mended.broken) if had_id else frozenset((*mended.broken, "custom_id"))
        if "params" not in value:
            return [*report.faults, *self._only_id()]
        item = _typed(value)
        _stand_in(item, mended)
        return [*report.faults, *self._guarded(item.custom_id, item.params, broken)]

    def _only_id(self) -> list[Fault]:
        report = Reporter(self.scope)
        if self.custom_id is not None and not CUSTOM_ID(self.custom_id):
            for check in self._bad_ids:
                check(self.custom_id, "custom_id", report)
        return report.faults


def _typed(value: dict[str, Any]) -> shapes.Item:
    """Return a mended element in its types; what is kept as raw text goes back to text."""
    params = value["params"]
    if "tools" in params:
        params["tools"] = msgspec.Raw(_encode(params["tools"]))
    form = params.get("output_config", {}).get("format")
    if form:
        form["schema"] = msgspec.Raw(_encode(form["schema"]))
    return msgspec.convert(value, shapes.Item)


def _stand_in(item: shapes.Item, mended: Mended) -> None:
    """Put what no rule looks at where something was lost."""
    params: Any = item.params
    if "max_tokens" in mended.broken:
        params.max_tokens = _NAN  # no comparison with it is ever true
    for place in mended.outermost():
        holder: Any = item
        for step in place[:-1]:
            holder = holder[step] if isinstance(step, int) else getattr(holder, step)
        holder[place[-1]] = Broken()
