"""Requests in, (rule, severity, place) out: what the tests of rules share."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from typing import Any

from claude_doctor.doors.batch_check import rules
from claude_doctor.doors.batch_check.engine import models as _models
from claude_doctor.doors.batch_check.engine import table as _table
from claude_doctor.doors.batch_check.engine.batch import Batch
from claude_doctor.doors.batch_check.engine.checker import Checker
from claude_doctor.doors.batch_check.engine.reporter import Scope
from claude_doctor.doors.batch_check.engine.tally import Kept, Tally

NEWEST = "2026-10-21"
# How many times larger the bounds of random tests are; the long runs set it.
LARGER = int(os.environ.get("DOCTOR_BATCH_LARGER", "1"))
TODAY = "2026-11-20"
HELLO = [{"role": "user", "content": "Hello"}]


@lru_cache
def table() -> _table.Table:
    return _table.load(rules)


@lru_cache
def models(today: str = TODAY) -> _models.Models:
    return _models.read(today)


def params(**fields: Any) -> dict[str, Any]:
    """A request that is right; None removes a field."""
    made = {"model": "claude-opus-5-5", "max_tokens": 1024, "messages": HELLO, **fields}
    return {key: value for key, value in made.items() if value is not None}


def line(params: Any, custom_id: str = "r1") -> bytes:
    return json.dumps({"custom_id": custom_id, "params": params}, ensure_ascii=False).encode()


def checked(
    lines: list[bytes],
    version: str = NEWEST,
    betas: tuple[str, ...] = (),
    today: str = TODAY,
    form: str = "jsonl",
) -> Batch:
    """A finished batch of these elements."""
    scope = Scope(version, frozenset(betas), today, models(today))
    batch = Batch(Checker(scope, table()), Tally(table().facts, 1000), form)
    batch.read(enumerate(lines, 1))
    batch.bytes = sum(map(len, lines))
    batch.finish()
    return batch


def kept(lines: list[bytes], **scope: Any) -> list[Kept]:
    return checked(lines, **scope).tally.findings()


def found(request: dict[str, Any], **scope: Any) -> list[tuple[str, str, str]]:
    """(rule, severity, place) of one request's params, advice included."""
    return [
        (rule, severity, place) for _, _, _, rule, severity, place, _, _ in kept([line(request)], **scope)
    ]


def errors(request: dict[str, Any], **scope: Any) -> list[tuple[str, str]]:
    """(rule, place) of the errors of one request's params."""
    return [(rule, place) for rule, severity, place in found(request, **scope) if severity == "error"]
