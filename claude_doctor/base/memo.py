"""Diagnoses of exceptions, remembered by shape: a program that fails usually fails in the same way again.

Two exceptions have one shape when their classes, status, type, error code and words are the same but for ids
and numbers. Where a number may decide (a limit, a date, a model), the whole words are the shape.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from claude_doctor.base.model import Diagnosis

_MOST = 2048
_LONGEST = 4000
# Ids that no page is told apart by; everything else of a message is part of the shape.
_IDS = re.compile(
    r"\b(?:req|msg|msgbatch|toolu|srvtoolu|file|batch)_[A-Za-z0-9]{6,}\b"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
)
_known: dict[tuple[object, ...], Diagnosis | None] = {}


def known(error: BaseException, find: Callable[[], Diagnosis | None]) -> Diagnosis | None:
    """Return what was found for an error of this shape before, else what `find` says, which is remembered."""
    try:
        key = _shape(error)
    except Exception:  # noqa: BLE001  # an exception whose attributes or words raise has no shape
        return find()
    if key is None:
        return find()
    found = _known.get(key, _known)
    if found is _known:
        found = find()
        if len(_known) >= _MOST:
            _known.clear()
        _known[key] = found
    return found  # type: ignore[return-value]


def _shape(error: BaseException) -> tuple[object, ...] | None:
    """Return what a diagnosis depends on, None for an exception that is too
    long or too deep to be worth it.
    """
    from claude_doctor.base import clock

    parts: list[object] = [
        clock.today(),
        getattr(error, "status_code", None),
        _of_body(getattr(error, "body", None)),
    ]
    item: BaseException | None = error
    for _ in range(6):
        if item is None:
            return tuple(parts)
        words = str(item)
        if len(words) > _LONGEST:
            return None
        parts += (type(item), _IDS.sub("#", words))
        item = item.__cause__ or item.__context__
    return None


def _of_body(body: Any) -> object:
    if body is None:
        return None
    words = repr(body)
    return _IDS.sub("#", words) if len(words) <= _LONGEST else _Unlike()


class _Unlike:
    """Equal to nothing: what it is part of is never found again."""
