"""Batches of other platforms: each element becomes a request of ours, is checked by the same walk, and is
reported in its own words.

What holds on the Claude API only (ids, models, the limits of its batches, the headers) is not asked; what the
platform asks instead is anchored at `<platform>.record` and `<platform>.file`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from claude_doctor.doors.batch_check.engine import anchors
from claude_doctor.doors.batch_check.engine.fault import ShapeFault
from claude_doctor.doors.batch_check.engine.reporter import Reporter
from claude_doctor.doors.batch_check.engine.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claude_doctor.doors.batch_check.engine.batch import Batch
    from claude_doctor.doors.batch_check.engine.head import Platform
    from claude_doctor.doors.batch_check.engine.reporter import Fault

# The version of the Messages API that the platforms speak: the one before the strict one.
VERSION = "2023-06-01"
_OURS = ("custom-id-", "model-", "batch-", "v20261021-", "cache-", "beta")
_SHARED = (
    "batch-line-not-object",
    "batch-lone-surrogate",
    "batch-body-not-json",
    "batch-empty",
    "batch-duplicate-json-key",
    "batch-stream-true",
)
_CACHE = ("cache-5m-in-batch", "cache-control-below-minimum")
_NOT_ASKED = frozenset(
    (
        "request-unknown-key",
        "single-request-32mb",
        "limited-access-models",
        "zdr-models",
        "service-tier-in-batch",
        *_CACHE,
    )
)
# Keys of the body that stand for what is a header or in the address on the Claude API.
_INSTEAD_OF_HEADERS = ("anthropic_version", "anthropic_beta", "model")
_NEUTRAL: dict[str, Any] = {"max_tokens": 1, "messages": [{"role": "user", "content": "."}]}
# Stands for an id where there is none; no id of a file begins like that.
_NONE = "\0"


def holds(rule: str) -> bool:
    """Whether a rule of the Claude API holds on the platforms too."""
    if rule in _NOT_ASKED:
        return False
    return rule in _SHARED or rule.startswith("cache-control-") or not rule.startswith(_OURS)


class Abroad(Tally):
    """The tally of a platform's batch: it leaves out what does not hold there and says places as the platform
    does.

    `pending` are faults of the element that is being checked, until the walk has said its own.
    """

    platform: Platform

    def __init__(self, platform: Platform, *given: Any) -> None:
        super().__init__(*given)
        self.platform = platform
        self.pending: list[Fault] = []

    def add(
        self, line: int | None, index: int | None, custom_id: str | None, faults: Iterable[Fault]
    ) -> None:
        """Count and keep the faults of one element, with those that are pending."""
        told = [self._told(fault) for fault in faults if fault[0] in self.platform.renamed or holds(fault[0])]
        pending, self.pending = (self.pending, []) if index is not None else ([], self.pending)
        own = None if custom_id is None or custom_id.startswith(_NONE) else custom_id
        super().add(line, index, own, [*pending, *told])

    def more(self, counts: dict[str, int]) -> None:
        """Count advice that was given again, where it holds."""
        super().more({rule: count for rule, count in counts.items() if holds(rule)})

    def wanted(self, rule: str) -> bool:
        """Whether a rule is to be reported."""
        return super().wanted(rule)

    def _told(self, fault: Fault) -> Fault:
        rule, place, message, fix, severity = fault
        platform = self.platform
        name = platform.renamed.get(rule, rule)
        if isinstance(message, ShapeFault):
            if message.place and message.place[0] == "params":
                message.place = (platform.body, *message.place[1:])
            return name, place, message, fix, severity
        if name != rule:
            return name, platform.id_key, message.replace("custom_id", platform.id_key), fix, "warning"
        return name, self._place(place), message, fix, severity

    def _place(self, place: str) -> str:
        head, dot, rest = place.partition(".")
        return f"{self.platform.body}{dot}{rest}" if head == "params" else place


def requests(
    elements: Iterable[tuple[int, bytes]], batch: Batch, tally: Abroad
) -> Iterator[tuple[int, bytes]]:
    """Yield the elements of a platform's batch as requests; what the platform itself asks of them goes to the
    tally.
    """
    count = 0
    for line, raw in elements:
        try:
            value = msgspec.json.decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            yield line, raw
            count += bool(raw.strip())
            continue
        if not isinstance(value, dict):
            yield line, raw
            count += 1
            continue
        report = Reporter(batch.checker.scope)
        for check in batch.checker.table.at(anchors.RECORDS[tally.platform.name]):
            batch.checker.ask(check, value, report)
        tally.pending = report.faults
        yield (
            line,
            msgspec.json.encode(_request(value, tally.platform, count))
            + (b"\n" if raw.endswith(b"\n") else b""),
        )
        if tally.pending:
            custom_id = value.get(tally.platform.id_key)
            tally.add(line, count, custom_id if isinstance(custom_id, str) else None, ())
        count += 1


def _request(value: dict[str, Any], platform: Platform, count: int) -> dict[str, Any]:
    custom_id = value.get(platform.id_key)
    body = value.get(platform.body)
    inside = (
        {key: item for key, item in body.items() if key not in _INSTEAD_OF_HEADERS}
        if isinstance(body, dict)
        else _NEUTRAL
    )
    return {
        "custom_id": custom_id if isinstance(custom_id, str) and custom_id else f"{_NONE}{count}",
        "params": {"model": "", **inside},
    }
