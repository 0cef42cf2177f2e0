"""The models file, and the state of a model on a day: active, deprecated or retired."""

from __future__ import annotations

import os

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "models.json")
ACTIVE, DEPRECATED, RETIRED = "active", "deprecated", "retired"
# From so many days before the end on it is time to move.
NEAR_DAYS = 60
_CLAUDE = "claude-"
_VERSIONS = ("-v1", "-v2")
# Names of a version that say "the current one" of a model (Vertex AI).
_FLOATING = ("-default", "-latest")
_read: list[dict[str, Any]] = []
_known: dict[str, dict[str, Any]] = {}
_states: dict[tuple[str, str], ModelState | None] = {}
_MOST = 1_000
# Longer than any id in any spelling.
_LONGEST = 300


@record
class ModelState:
    """What is known of a model on a day.

    `state` is active, deprecated or retired. `retires` is an ISO date where a day is fixed, `days_left` the
    whole days until then (0 on the day itself, negative behind it). `plain` says that the name is one of the
    Claude API, not another platform's spelling: Bedrock, Vertex and Foundry end models on dates of their own.
    """

    id: str
    state: str
    retires: str | None
    days_left: int | None
    replacement: str | None
    plain: bool

    @property
    def near(self) -> bool:
        """Whether the model is deprecated and ends within 60 days, or was to end already."""
        return self.state == DEPRECATED and self.days_left is not None and self.days_left <= NEAR_DAYS

    @property
    def words(self) -> str:
        """The state as the end of a sentence: "retires on 2027-01-22, in 53 days"."""
        if self.state == ACTIVE:
            return "is served"
        if self.retires is None or self.days_left is None:
            return f"is {self.state}"
        if self.state == RETIRED:
            return (
                f"retires today, {self.retires}" if self.days_left == 0 else f"was retired on {self.retires}"
            )
        if self.days_left < 0:
            return f"is deprecated, and its date of retirement, {self.retires}, has passed"
        return f"is deprecated and retires on {self.retires}, in {_count(self.days_left)}"


def data() -> dict[str, Any]:
    """Return the models file: `as_of`, `sources`, `models`."""
    if not _read:
        import json

        with open(FILE, encoding="utf-8") as file:
            _read.append(json.load(file))
    return _read[0]


def as_of() -> str:
    """Return the day (ISO) on which the models file was read."""
    return str(data()["as_of"])


def find(name: str) -> dict[str, Any] | None:
    """Return the record of a model by id or alias, in any platform's spelling; None when it is unknown."""
    known = _names()
    return known.get(name) or (known.get(plain_name(name)) if 0 < len(name) < _LONGEST else None)


def is_own_name(name: str) -> bool:
    """Whether a name is an id or alias of the Claude API as it is written."""
    return name in _names()


def _names() -> dict[str, dict[str, Any]]:
    if not _known:
        for item in data()["models"]:
            _known.update(dict.fromkeys((item["id"], *item["aliases"]), item))
    return _known


def plain_name(name: str) -> str:
    """Return a model id without what other platforms and tools put around it.

    `us.anthropic.claude-x-20250929-v1:0`, `claude-x@20250929`, `publishers/anthropic/models/claude-x`,
    `claude-x[1m]`.
    """
    known = _names()
    name = name.strip().lower().replace("@", "-").rsplit("/", 1)[-1]
    at = name.find(_CLAUDE)
    name = name[max(at, 0) :].split(":")[0].split("[")[0]
    for ending in (*_VERSIONS, *_FLOATING):
        if name not in known:
            name = name.removesuffix(ending)
    head, _, day = name.rpartition("-")
    if name not in known and len(day) == 8 and day.isdigit() and head.endswith(_VERSIONS):
        name = f"{head[:-3]}-{day}"  # claude-3-5-sonnet-v2@20241022
    return name


def state(model: str, today: str) -> ModelState | None:
    """Return the state of a model (any spelling) on a day; None when it is unknown. ValueError when `today`
    is no ISO date.

    A model is retired from its day on: an earlier one still answered on that day, but nothing sent then can
    be counted on. A day that passed while the model went on is in the file as `outlived`.
    """
    key = (model, today)
    if key not in _states:
        if len(_states) >= _MOST:
            _states.clear()
        _states[key] = _found(model, today)
    return _states[key]


def _found(model: str, today: str) -> ModelState | None:
    item = find(model)
    if item is None:
        return None
    plain = _names().get(model) is item
    retires = _day(item, "retires")
    left = _days_between(today, retires) if retires else None
    return ModelState(item["id"], _on(item, left, today), retires, left, _value(item, "replacement"), plain)


def _on(item: dict[str, Any], left: int | None, today: str) -> str:
    if left is None:
        said = str(item["state"])
    elif left <= 0 and not _outlived(item):
        said = RETIRED
    else:
        announced = _day(item, "deprecated_at")
        said = ACTIVE if announced and today < announced else DEPRECATED
    return said


def _outlived(item: dict[str, Any]) -> bool:
    seen, retires = _day(item, "outlived"), _day(item, "retires")
    return bool(seen and retires and seen > retires)


def _value(item: dict[str, Any], key: str) -> str | None:
    found = item.get(key)
    value = found.get("value") if isinstance(found, dict) else found
    return value if isinstance(value, str) else None


def _day(item: dict[str, Any], key: str) -> str | None:
    """Return a fixed day; "not sooner than" a day is none."""
    value = _value(item, key)
    return value if value and len(value) == 10 and value[:2] == "20" else None


def _days_between(first: str, last: str) -> int:
    from datetime import date

    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _count(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
